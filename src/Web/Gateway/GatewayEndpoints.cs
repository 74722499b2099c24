using Cartwright.Shop;
using Cartwright.Web.Access;
using Cartwright.Web.Endpoints;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Gateway;

/// <summary>The gateway's own answers, and the description of the endpoints behind it.</summary>
internal static class GatewayEndpoints
{
    /// <summary>Maps its health.</summary>
    public static void MapHealth(IEndpointRouteBuilder routes, CancellationToken leaving)
    {
        var health = routes.MapGroup("/healthz").WithTags("health").AllowsAnybody().RefusesStrangers();
        health.MapGet("/live", () => Results.Text("live"))
            .WithName("isLive")
            .WithSummary("The process lives.")
            .ProducesText("It does.");
        health.MapGet("/startup", () => Results.Text("started"))
            .WithName("isStarted")
            .WithSummary("The start is over.")
            .ProducesText("It is.");
        health.MapGet("/ready", () => leaving.IsCancellationRequested
                ? Results.Text(
                    "not ready: the gateway is on its way down", statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Text("ready"))
            .WithName("isReady")
            .WithSummary("Requests can be passed on.")
            .ProducesText("They can.")
            .ProducesText("They cannot, and why.", StatusCodes.Status503ServiceUnavailable);
        health.MapGet("/log", () => Results.Text("connected"))
            .WithName("isConnected")
            .WithSummary("A gateway needs no messages.")
            .ProducesText("Always.");
    }

    /// <summary>
    /// Describes the endpoints of its nodes. They are mapped as at a node, but match no request: those are passed on.
    /// </summary>
    public static void DescribeNodes(
        IEndpointRouteBuilder routes, IEnumerable<ServiceDefinition> services, ShopOptions options)
    {
        var nodes = routes.MapGroup("").WithMetadata(new SuppressMatchingMetadata())
            .Refuses(ProblemCodes.ServiceUnavailable, ProblemCodes.OutcomeUnknown);
        foreach (var service in services)
        {
            ServiceEndpoints.MapService(nodes, service, EndpointContext.WithoutNode(options));
        }
    }
}
