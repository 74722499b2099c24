using Cartwright.Domain;
using Cartwright.Engine.Batches;
using Cartwright.Engine.Delivery;
using Cartwright.Kernel;

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
        if (context.Services.Has(Role.Order))
        {
            var unfinished = context.Unfinished;
            metrics.Gauge(
                "cartwright.checkout.unfinished", "{checkout}", "Checkouts in flight.", () => unfinished.Count);
            metrics.Gauge(
                "cartwright.checkout.unfinished.age",
                "s",
                "For how long the oldest of them has been known here.",
                () => SecondsSince(unfinished.OldestSince, context));
        }
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
