using System.Diagnostics;
using System.Diagnostics.Metrics;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine;
using Cartwright.Engine.Clocks;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Telemetry;
using Cartwright.Kernel;
using Cartwright.Shop.Options;
using Cartwright.Shop.Waiting;

namespace Cartwright.Shop.Telemetry;

/// <summary>Metrics of a node's checkouts: those that have ended, and those in flight.</summary>
internal sealed class CheckoutMetrics : IDisposable
{
    private readonly NodeOptions _options;
    private readonly Meter _meter;
    private readonly Counter<long> _checkouts;
    private readonly Histogram<double> _duration;

    /// <param name="services">The node's services; one without the order service has no checkouts in flight.</param>
    /// <param name="processing">The checkouts in flight.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="time">The time by which waits are counted.</param>
    /// <param name="scope">The owner of the meter, see <see cref="Meter.Scope"/>.</param>
    public CheckoutMetrics(
        IReadOnlyList<IService> services,
        ProcessingOrders processing,
        NodeOptions options,
        NodeTime time,
        object scope)
    {
        _options = options;
        _meter = new Meter(new MeterOptions(TelemetryNames.Meter) { Scope = scope });
        _checkouts = _meter.CreateCounter<long>(
            "cartwright.checkouts", "{checkout}", "Ended checkouts, by outcome and reason.");
        _duration = _meter.CreateHistogram(
            "cartwright.checkout.duration",
            "s",
            "Time from the acceptance of a checkout to its end, in seconds.",
            advice: MetricBuckets.Durations);
        if (services.Any(service => service.Role == Role.Order))
        {
            var tag = TelemetryNames.ServiceTag(services);
            _meter.CreateObservableGauge(
                "cartwright.checkout.unfinished",
                () => new Measurement<int>(processing.Count, tag),
                "{checkout}",
                "Checkouts in flight on this order node.");
            _meter.CreateObservableGauge(
                "cartwright.checkout.unfinished.age",
                () => new Measurement<double>(SecondsSince(processing.OldestSince, time), tag),
                "s",
                "Time since this node first saw its oldest checkout in flight, in seconds.");
        }
    }

    /// <summary>Counts the checkouts that these events have ended.</summary>
    /// <param name="events">The events.</param>
    /// <param name="now">The time, in milliseconds since 1970.</param>
    public void Committed(IReadOnlyList<HappenedEvent> events, long now)
    {
        if (events.Count == 0 || !(_checkouts.Enabled || _duration.Enabled))
        {
            return;
        }

        foreach (var happened in events)
        {
            if (happened.Event is OrderEvent about
                && EndedAttempt.EndedBy(about, happened.Before as Order) is { } ended)
            {
                Ended(ended, now);
            }
        }
    }

    public void Dispose() => _meter.Dispose();

    private void Ended(EndedAttempt ended, long now)
    {
        var outcome = new TagList { { "cartwright.checkout.outcome", EnumText.TextOf(ended.Status) } };
        if (ended.Reason is { } reason)
        {
            outcome.Add("cartwright.checkout.reason", reason.ToCode());
        }

        var accepted = ended.Deadline - _options.CheckoutTimeoutMs;
        _checkouts.Add(1, outcome);
        _duration.Record(Math.Max(now - accepted, 0) / 1_000.0, outcome);
    }

    private static double SecondsSince(long? moment, NodeTime time) =>
        moment is { } at ? (time.UptimeMs - at) / 1_000.0 : 0;
}
