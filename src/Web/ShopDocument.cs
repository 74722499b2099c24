using Cartwright.Shop;
using Cartwright.Web.Access;
using Cartwright.Web.Endpoints;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Cartwright.Web;

/// <summary>
/// The OpenAPI document of the whole shop. It is the same at every node and every gateway, whatever a process serves
/// itself, and the same as <c>docs/openapi.json</c>.
/// </summary>
public static class ShopDocument
{
    private const string Title = "Cartwright";

    private const string Text =
        "An event-driven checkout. Numbers in paths are decimal digits, at most 18 of them. No request has a body.";

    private static readonly Dictionary<string, string> Tags = new()
    {
        ["orders"] = "Orders, their lines, checkouts and cancels.",
        ["stock"] = "Items, their prices and their stock.",
        ["payment"] = "Users and their credit.",
        ["health"] = "The health of the process that answers.",
    };

    private static readonly Lazy<Task<byte[]>> Known = new(MakeAsync);

    /// <summary>The document in JSON, made at the first call.</summary>
    public static Task<byte[]> ReadAsync() => Known.Value;

    /// <summary>Serves the document, and the page that shows it.</summary>
    /// <returns>The endpoints, which the server declares.</returns>
    internal static IEnumerable<IEndpointConventionBuilder> MapDocument(IEndpointRouteBuilder routes) =>
    [
        routes.MapGet(DescriptionPage.DocumentPath, WriteAsync),
        DescriptionPage.MapPage(routes),
    ];

    private static async Task WriteAsync(HttpContext http)
    {
        var document = await ReadAsync();
        http.Response.ContentType = Declarations.JsonType;
        http.Response.ContentLength = document.Length;
        await http.Response.BodyWriter.WriteAsync(document, http.RequestAborted);
    }

    /// <summary>The paths of all services, with names for the numbers in them.</summary>
    internal static IReadOnlyList<string> ReadPaths()
    {
        var app = MapAll();
        using (app as IDisposable)
        {
            return
            [
                .. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)
                    .OfType<RouteEndpoint>()
                    .Select(endpoint => endpoint.RoutePattern.RawText!)
                    .Distinct(),
            ];
        }
    }

    private static async Task<byte[]> MakeAsync()
    {
        await using var app = MapAll();
        var document = await app.Services
            .GetRequiredKeyedService<IOpenApiDocumentProvider>(Description.DocumentName)
            .GetOpenApiDocumentAsync();
        using var text = new MemoryStream();
        await document.SerializeAsJsonAsync(text, OpenApiSpecVersion.OpenApi3_1);
        text.WriteByte((byte)'\n');
        return text.ToArray();
    }

    // The endpoints are mapped as at a node, in an application that never starts.
    private static WebApplication MapAll()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        Description.AddDocument(builder.Services, Title, Text, Tags);
        var app = builder.Build();
        app.UseRouting();
        MapCalls(app);

        // Makes the mapped endpoints known to the services of the application.
        app.UseEndpoints(_ => { });
        return app;
    }

    private static void MapCalls(WebApplication app)
    {
        var shop = EndpointContext.WithoutNode(new ShopOptions { Url = "http://127.0.0.1:0" });

        // Between a client and a node there can be a gateway.
        var calls = app.MapGroup("").Refuses(ProblemCodes.ServiceUnavailable, ProblemCodes.OutcomeUnknown);
        foreach (var service in ShopServices.Definitions)
        {
            ServiceEndpoints.MapService(calls, service, shop);
        }

        HealthEndpoints.MapHealth(app, [], () => null, CancellationToken.None);
    }
}
