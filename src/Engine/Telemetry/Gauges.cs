using Cartwright.Engine.Batches;
using Cartwright.Engine.Delivery;

namespace Cartwright.Engine.Telemetry;

/// <summary>What stands in an engine's memory at the moment, for whoever collects.</summary>
internal static class Gauges
{
    public static void AddTo(LaneContext context)
    {
        var (metrics, intake, outbox) = (context.Metrics, context.Intake, context.Outbox);
        metrics.Gauge("cartwright.intake.size", "{message}", "Messages and commands that wait.", () => intake.Count);
        metrics.Gauge("cartwright.outbox.size", "{envelope}", "Envelopes not yet confirmed.", () => outbox.Count);
        metrics.Gauge(
            "cartwright.outbox.age",
            "s",
            "Age of the oldest of them.",
            () => SecondsSince(outbox.OldestSince, context));
    }

    /// <summary>What stands in an inbox's memory.</summary>
    public static void AddTo(LaneContext context, Inbox inbox) => context.Metrics.Gauge(
        "cartwright.inbox.partitions",
        "{partition}",
        "Partitions of the inbox that this node reads.",
        () => inbox.Partitions.Count);

    private static double SecondsSince(long? moment, LaneContext context) =>
        moment is { } at ? (context.Uptime.Ms - at) / 1_000.0 : 0;
}
