using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Cartwright.AdminConsole.Files;

/// <summary>
/// The files of the pages: scripts and styles of the console, of Blazor and of its grid. They are in the assembly, so
/// that they are there however the program was started.
/// </summary>
internal static class EmbeddedFiles
{
    // A browser asks there for the icon of a document that names none, such as a description.
    private const string IconPath = "/favicon.ico";
    private const string Icon = "/console/icon.svg";

    private static readonly Assembly _assembly = typeof(EmbeddedFiles).Assembly;

    /// <summary>Maps each file to the path that its name in the assembly is.</summary>
    public static void MapFiles(IEndpointRouteBuilder endpoints, Action<IEndpointConventionBuilder> declare)
    {
        var names = _assembly.GetManifestResourceNames().Where(name => name.StartsWith('/'));
        foreach (var (path, name) in names.Select(name => (name, name)).Append((IconPath, Icon)))
        {
            var file = FileOf(name);
            declare(endpoints.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], () => file)
                .ExcludeFromDescription());
        }
    }

    // Paths stay the same over versions, so each use is checked by its tag.
    private static Unchanging FileOf(string name)
    {
        using var stream = _assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexString(SHA256.HashData(bytes)[..8])}\"");
        return new Unchanging(Results.Bytes(bytes, TypeOf(name), entityTag: tag));
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        var ending => throw new InvalidOperationException($"A file of the console has the unknown ending {ending}."),
    };

    private sealed class Unchanging(IResult file) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.CacheControl = "no-cache";
            return file.ExecuteAsync(httpContext);
        }
    }
}
