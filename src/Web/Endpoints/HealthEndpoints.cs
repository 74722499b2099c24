using Cartwright.Domain.Orders;
using Cartwright.Domain.Storage;
using Cartwright.Engine.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Endpoints;

/// <summary>Whether the process lives, has started, and can serve.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes, Shop shop)
    {
        var health = routes.MapGroup("/healthz").WithTags("health");
        health.MapGet("/live", () => Results.Text("live")).WithSummary("The process lives.");
        health.MapGet("/startup", () => Tell(shop.Engine.IsReady, "started")).WithSummary("The start is over.");
        health.MapGet("/ready", () => ReadyAsync(shop)).WithSummary("Requests can be served.");
    }

    private static async Task<IResult> ReadyAsync(Shop shop)
    {
        if (!shop.Engine.IsReady || shop.Stopping.IsCancellationRequested)
        {
            return Tell(isSo: false, "ready");
        }

        using var patience = new CancellationTokenSource(StorePatience);
        try
        {
            await shop.Engine.ReadAsync<Order>(Order.Key(default), patience.Token);
            return Tell(isSo: true, "ready");
        }
        catch (Exception fault) when (fault is TransientFault or OperationCanceledException)
        {
            return Tell(isSo: false, "ready");
        }
    }

    private static IResult Tell(bool isSo, string what) => isSo
        ? Results.Text(what)
        : Results.Text($"not {what}", statusCode: StatusCodes.Status503ServiceUnavailable);
}
