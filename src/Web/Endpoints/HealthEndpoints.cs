using Cartwright.Engine.Ports;
using Cartwright.Shop;
using Cartwright.Web.Access;
using Cartwright.Web.Http;
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
    /// <summary>Reports in the answer to a readiness probe whether the node can receive prices.</summary>
    public const string ReceivesHeader = "Cartwright-Hears-Answers";

    /// <summary>The header's value where it cannot.</summary>
    public const string ReceivesNone = "no";

    /// <summary>
    /// How long a prober waits for a node's answer: longer than the node itself may take. Otherwise a node with a
    /// silent database would be silent too, and get a second chance that its own answer would deny it.
    /// </summary>
    public static readonly TimeSpan ProbePatience = Readiness.DatabasePatience + TimeSpan.FromSeconds(1);

    private const int Trouble = StatusCodes.Status503ServiceUnavailable;
    private const string NoPartition = "the order service reads no partition of its inbox";

    private static readonly int[] Known = [StatusCodes.Status200OK, Trouble];
    private static readonly TimeSpan UnconfirmedMax = TimeSpan.FromSeconds(10);

    public static void MapHealth(
        IEndpointRouteBuilder routes,
        IReadOnlyList<ShopNode> nodes,
        Func<string?> logTrouble,
        CancellationToken stopping)
    {
        var health = routes.MapGroup("/healthz").WithTags("health").AllowsAnybody().RefusesStrangers();
        health.MapGet("/live", () => Results.Text("live"))
            .WithName("isLive")
            .WithSummary("The process lives.")
            .ProducesText("It does.", "live");
        health.MapGet("/startup", () => HealthAnswer("started", AreReady(nodes) ? null : Readiness.EngineTrouble))
            .WithName("isStarted")
            .WithSummary("The start is over.")
            .ProducesText("It is.", "started")
            .ProducesText("It is not, and why.", Not("started", Readiness.EngineTrouble), Trouble);
        health.MapGet("/ready", (Delegate)((HttpContext http) => CheckReadyAsync(http, nodes, stopping)))
            .WithName("isReady")
            .WithSummary("Requests can be served.")
            .ProducesText("They can.", "ready")
            .ProducesText("They cannot, and why.", Not("ready", Readiness.DatabaseTrouble), Trouble)
            .SendsHeader(new AnswerHeader(
                ReceivesHeader, "Whether the node can receive prices.", "yes", IsAlwaysThere: false, Known));
        health.MapGet("/log", () => HealthAnswer("connected", logTrouble() ?? TroubleWithLog(nodes)))
            .WithName("isConnected")
            .WithSummary("Messages to and from other nodes go through.")
            .ProducesText("They do.", "connected")
            .ProducesText("They do not, and why.", Not("connected", NoPartition), Trouble);
    }

    private static async Task<IResult> CheckReadyAsync(
        HttpContext http, IReadOnlyList<ShopNode> nodes, CancellationToken stopping)
    {
        http.Response.Headers[ReceivesHeader] = nodes.All(node => node.ReceivesAnswers) ? "yes" : ReceivesNone;
        return HealthAnswer(
            "ready",
            stopping.IsCancellationRequested ? "the node is on its way down"
                : !AreReady(nodes) ? Readiness.EngineTrouble
                : await TroubleWithStoreAsync(nodes));
    }

    private static async Task<string?> TroubleWithStoreAsync(IReadOnlyList<ShopNode> nodes)
    {
        using var patience = new CancellationTokenSource(Readiness.DatabasePatience);
        try
        {
            foreach (var node in nodes)
            {
                await node.Engine.ProbeAsync(patience.Token);
            }

            return null;
        }
        catch (Exception fault) when (fault is TransientFault or OperationCanceledException)
        {
            return Readiness.DatabaseTrouble;
        }
    }

    private static string? TroubleWithLog(IReadOnlyList<ShopNode> nodes)
    {
        if (!nodes.All(node => node.ReceivesAnswers))
        {
            return NoPartition;
        }

        var oldest = nodes.Max(node => node.Engine.OldestUnconfirmed);
        return oldest > UnconfirmedMax ? $"an envelope has not been confirmed for {oldest.TotalSeconds:F0} s" : null;
    }

    private static bool AreReady(IReadOnlyList<ShopNode> nodes) => nodes.All(node => node.Engine.IsReady);

    private static IResult HealthAnswer(string what, string? trouble) => trouble is null
        ? Results.Text(what)
        : Results.Text(Not(what, trouble), statusCode: Trouble);

    private static string Not(string what, string trouble) => $"not {what}: {trouble}";
}
