using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Endpoints;

/// <summary>
/// Whether the process lives, has started, and can serve; and, apart from that, whether it is connected to the log. A
/// node serves most requests without the log, so a balancer that asks for readiness does not take it out then.
/// </summary>
internal static class HealthEndpoints
{
    /// <summary>How long a readiness probe waits for the databases, all engines together.</summary>
    public static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(1);

    /// <summary>Says in the answer to a readiness probe whether the node can be told prices.</summary>
    public const string HearsHeader = "Cartwright-Hears-Answers";

    /// <summary>The header's value where it cannot.</summary>
    public const string HearsNone = "no";

    /// <summary>
    /// How long a prober waits for a node's answer: longer than the node itself may take, or a node whose database is
    /// silent would be silent too, and be given a second chance that its own word denies it.
    /// </summary>
    public static readonly TimeSpan ProbePatience = StorePatience + TimeSpan.FromSeconds(1);

    private static readonly TimeSpan UnconfirmedMax = TimeSpan.FromSeconds(10);

    public static void Map(
        IEndpointRouteBuilder routes,
        IReadOnlyList<EngineNode> engines,
        Func<string?> logTrouble,
        CancellationToken stopping)
    {
        var health = routes.MapGroup("/healthz").WithTags("health");
        health.MapGet("/live", () => Results.Text("live")).WithSummary("The process lives.");
        health.MapGet("/startup", () => Tell("started", AreReady(engines) ? null : "the engine does not run"))
            .WithSummary("The start is over.");
        health.MapGet("/ready", (Delegate)((HttpContext http) => ReadyAsync(http, engines, stopping)))
            .WithSummary("Requests can be served.");
        health.MapGet("/log", () => Tell("connected", logTrouble() ?? TroubleWithLog(engines)))
            .WithSummary("Messages to and from other nodes go through.");
    }

    private static async Task<IResult> ReadyAsync(
        HttpContext http, IReadOnlyList<EngineNode> engines, CancellationToken stopping)
    {
        http.Response.Headers[HearsHeader] = engines.All(engine => engine.HearsAnswers) ? "yes" : HearsNone;
        return Tell(
            "ready",
            stopping.IsCancellationRequested ? "the node is on its way down"
                : !AreReady(engines) ? "the engine does not run"
                : await TroubleWithStoreAsync(engines));
    }

    private static async Task<string?> TroubleWithStoreAsync(IReadOnlyList<EngineNode> engines)
    {
        using var patience = new CancellationTokenSource(StorePatience);
        try
        {
            foreach (var engine in engines)
            {
                await engine.ProbeAsync(patience.Token);
            }

            return null;
        }
        catch (Exception fault) when (fault is TransientFault or OperationCanceledException)
        {
            return "the database does not answer";
        }
    }

    private static string? TroubleWithLog(IReadOnlyList<EngineNode> engines)
    {
        if (!engines.All(engine => engine.HearsAnswers))
        {
            return "the order service reads no partition of its inbox";
        }

        var oldest = engines.Max(engine => engine.OldestUnconfirmed);
        return oldest > UnconfirmedMax ? $"an envelope has not been confirmed for {oldest.TotalSeconds:F0} s" : null;
    }

    private static bool AreReady(IReadOnlyList<EngineNode> engines) => engines.All(engine => engine.IsReady);

    private static IResult Tell(string what, string? trouble) => trouble is null
        ? Results.Text(what)
        : Results.Text($"not {what}: {trouble}", statusCode: StatusCodes.Status503ServiceUnavailable);
}
