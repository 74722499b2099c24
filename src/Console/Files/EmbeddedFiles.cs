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
    private static readonly Assembly _assembly = typeof(EmbeddedFiles).Assembly;

    /// <summary>Maps each file to the path that its name in the assembly is.</summary>
    public static void MapFiles(IEndpointRouteBuilder endpoints, Action<IEndpointConventionBuilder> declare)
    {
        foreach (var name in _assembly.GetManifestResourceNames().Where(name => name.StartsWith('/')))
        {
            var file = FileOf(name);
            declare(endpoints.MapMethods(name, [HttpMethods.Get, HttpMethods.Head], () => file)
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
