using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Endpoints;

/// <summary>Whether the process lives, has started, and can serve.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(2);

    public static void Map(
        IEndpointRouteBuilder routes, IReadOnlyList<EngineNode> engines, CancellationToken stopping)
    {
        var health = routes.MapGroup("/healthz").WithTags("health");
        health.MapGet("/live", () => Results.Text("live")).WithSummary("The process lives.");
        health.MapGet("/startup", () => Tell(AreReady(engines), "started")).WithSummary("The start is over.");
        health.MapGet("/ready", () => ReadyAsync(engines, stopping)).WithSummary("Requests can be served.");
    }

    private static async Task<IResult> ReadyAsync(
        IReadOnlyList<EngineNode> engines, CancellationToken stopping)
    {
        // A node that reads no partition could not tell a price, for it would not hear it.
        if (!AreReady(engines) || !engines.All(engine => engine.HearsAnswers) || stopping.IsCancellationRequested)
        {
            return Tell(isSo: false, "ready");
        }

        using var patience = new CancellationTokenSource(StorePatience);
        try
        {
            foreach (var engine in engines)
            {
                await engine.ProbeAsync(patience.Token);
            }

            return Tell(isSo: true, "ready");
        }
        catch (Exception fault) when (fault is TransientFault or OperationCanceledException)
        {
            return Tell(isSo: false, "ready");
        }
    }

    private static bool AreReady(IReadOnlyList<EngineNode> engines) => engines.All(engine => engine.IsReady);

    private static IResult Tell(bool isSo, string what) => isSo
        ? Results.Text(what)
        : Results.Text($"not {what}", statusCode: StatusCodes.Status503ServiceUnavailable);
}
