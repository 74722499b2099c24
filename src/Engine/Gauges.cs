namespace Cartwright.Engine;

/// <summary>Gauges of what an engine holds in memory.</summary>
internal static class Gauges
{
    public static void AddTo(EngineParts parts)
    {
        var (metrics, intake, outbox) = (parts.Metrics, parts.Delivery.Intake, parts.Delivery.Outbox);
        metrics.Gauge(
            "cartwright.intake.size", "{message}", "Messages and commands that wait for a lane.", () => intake.Count);
        metrics.Gauge(
            "cartwright.outbox.size", "{envelope}", "Envelopes not yet confirmed by the log.", () => outbox.Count);
        metrics.Gauge(
            "cartwright.outbox.age",
            "s",
            "Age of the oldest unconfirmed envelope, in seconds.",
            () => outbox.OldestSince is { } at ? (parts.Time.UptimeMs - at) / 1_000.0 : 0);
        foreach (var inbox in parts.Delivery.Inboxes.All)
        {
            metrics.Gauge(
                "cartwright.inbox.partitions",
                "{partition}",
                "Partitions of the inbox read by this node.",
                () => inbox.Partitions.Count);
        }
    }
}
