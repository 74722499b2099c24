using System.Text.Json.Serialization.Metadata;
using Cartwright.Admin;
using Cartwright.Admin.Nodes;
using Cartwright.Admin.Ports;
using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Admin;

/// <summary>The paths under <c>/admin/v1</c>, and the health of the process.</summary>
internal static class AdminEndpoints
{
    public static void MapAdmin(IEndpointRouteBuilder routes, AdminOptions options, IShopAdmin shop)
    {
        routes.MapGet("/healthz/live", () => Results.Text("live"))
            .WithTags("health")
            .WithName("isLive")
            .WithSummary("The process lives.")
            .ProducesText("It does.", "live")
            .AllowsAnybody()
            .RefusesStrangers();
        if (options.ReadMetrics is { } readMetrics)
        {
            MetricsEndpoint.MapMetrics(routes, readMetrics);
        }

        var admin = routes.MapGroup("/admin/v1").Allows(Scopes.Operate).RefusesStrangers();
        MapNodes(admin.MapGroup("").WithTags("nodes"), options, shop);
        var sagas = admin.MapGroup("/sagas").WithTags("sagas");
        SagaEndpoints.MapSagas(sagas, shop.Sagas);
        SagaEndpoints.MapActions(sagas, shop.Sagas);
        ParkedEndpoints.MapParked(admin.MapGroup("/parked").WithTags("parked"), shop.Parked);
        if (options.ReadAttemptAsync is { } readAsync)
        {
            AttemptRowEndpoints.MapAttempts(admin.MapGroup("/attempts").WithTags("sagas"), readAsync);
        }
    }

    /// <summary>Writes an answer. It is of this moment, so that no cache keeps it.</summary>
    public static Task WriteAnswerAsync<T>(HttpContext http, T answer)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Json.WriteJsonAsync(http, answer, (JsonTypeInfo<T>)AdminJson.Options.GetTypeInfo(typeof(T)));
    }

    private static void MapNodes(IEndpointRouteBuilder nodes, AdminOptions options, IShopAdmin shop)
    {
        nodes.MapGet("/node", (Delegate)(async (HttpContext http) =>
                await WriteAnswerAsync(http, await options.ReadNodeAsync(http.RequestAborted))))
            .WithName("readNode")
            .WithSummary("This process.")
            .Produces(typeof(NodeReport), "The process.");
        nodes.MapGet("/nodes", (Delegate)(async (HttpContext http) =>
                await WriteAnswerAsync(http, await shop.ReadNodesAsync(http.RequestAborted))))
            .WithName("readNodes")
            .WithSummary("All processes that this one knows.")
            .Produces(typeof(IReadOnlyList<NodeReport>), "The processes, those that do not answer included.");
        nodes.MapGet("/contention", (Delegate)(async (HttpContext http) =>
                await WriteAnswerAsync(http, await shop.ReadContentionAsync(http.RequestAborted))))
            .WithName("readContention")
            .WithSummary("The items and the accounts that many checkouts compete for.")
            .Produces(typeof(ContentionReport), "The contention.")
            .Refuses(ProblemCodes.ServiceUnavailable);
    }
}
