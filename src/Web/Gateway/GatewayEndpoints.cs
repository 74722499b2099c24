using Cartwright.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Gateway;

/// <summary>The gateway's own answers.</summary>
internal static class GatewayEndpoints
{
    /// <summary>Maps its health. It needs no messages, so that it is always connected.</summary>
    public static void MapHealth(IEndpointRouteBuilder routes, CancellationToken leaving)
    {
        var health = routes.MapGroup("/healthz").AllowsAnybody();
        health.MapGet("/live", () => Results.Text("live"));
        health.MapGet("/startup", () => Results.Text("started"));
        health.MapGet("/ready", () => leaving.IsCancellationRequested
            ? Results.Text(
                "not ready: the gateway is on its way down", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text("ready"));
        health.MapGet("/log", () => Results.Text("connected"));
    }
}
