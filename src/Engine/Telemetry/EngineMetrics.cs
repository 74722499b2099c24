using System.Diagnostics;
using System.Diagnostics.Metrics;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Engine.Telemetry;

/// <summary>
/// What one engine measures of itself. Where nobody listens, an instrument costs the look whether anybody does. Gauges
/// tell what stands in memory, and never ask the database.
/// </summary>
internal sealed class EngineMetrics : IDisposable
{
    private readonly EngineOptions _options;
    private readonly KeyValuePair<string, object?> _service;
    private readonly Meter _meter;
    private readonly Counter<long> _checkouts;
    private readonly Histogram<double> _checkoutDuration;
    private readonly Histogram<int> _batchSize;
    private readonly Counter<long> _batchRetries;
    private readonly Histogram<double> _commitDuration;
    private readonly Counter<long> _parked;
    private readonly Counter<long> _parkedLost;

    /// <param name="services">The engine's services.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="scope">What the meter belongs to, see <see cref="Meter.Scope"/>.</param>
    public EngineMetrics(IReadOnlyList<IService> services, EngineOptions options, object scope)
    {
        _options = options;
        var service = services.Count == 1 ? services[0].Role.Name : "shop";
        _service = new KeyValuePair<string, object?>(TelemetryNames.Service, service);
        _meter = new Meter(new MeterOptions(TelemetryNames.Meter) { Scope = scope });
        _checkouts = _meter.CreateCounter<long>(
            "cartwright.checkouts", "{checkout}", "Checkouts that have come to their end, by outcome and reason.");
        _checkoutDuration = _meter.CreateHistogram(
            "cartwright.checkout.duration", "s", "From the acceptance of a checkout to its end.", advice: Durations);
        _batchSize = _meter.CreateHistogram(
            "cartwright.batch.size", "{message}", "Messages and commands in a committed batch.", advice: Sizes);
        _batchRetries = _meter.CreateCounter<long>(
            "cartwright.batch.retries", "{retry}", "Batches that did not commit and were tried again.");
        _commitDuration = _meter.CreateHistogram(
            "cartwright.commit.duration", "s", "How long COMMIT takes, its writes included.", advice: Durations);
        _parked = _meter.CreateCounter<long>(
            "cartwright.messages.parked", "{message}", "Messages that were set aside because they failed.");
        _parkedLost = _meter.CreateCounter<long>(
            "cartwright.messages.lost", "{message}", "Failed messages not kept, because too many were parked.");
    }

    /// <summary>Whether anybody wants to know of checkouts that end.</summary>
    public bool WatchesCheckouts => _checkouts.Enabled || _checkoutDuration.Enabled;

    private static InstrumentAdvice<double> Durations => new()
    {
        HistogramBucketBoundaries =
            [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    private static InstrumentAdvice<int> Sizes => new()
    {
        HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000],
    };

    /// <summary>Adds a gauge of something that is read from memory whenever somebody collects.</summary>
    public void Gauge<T>(string name, string unit, string description, Func<T> read)
        where T : struct =>
        _meter.CreateObservableGauge(name, () => new Measurement<T>(read(), _service), unit, description);

    /// <summary>A batch has asked for its commit.</summary>
    public void Asked(CommitOutcome outcome, int messages, TimeSpan duration)
    {
        if (outcome is CommitOutcome.NotCommitted)
        {
            Retried();
            return;
        }

        _batchSize.Record(messages, _service);
        _commitDuration.Record(duration.TotalSeconds, _service);
    }

    /// <summary>A batch is tried again.</summary>
    public void Retried() => _batchRetries.Add(1, _service);

    /// <summary>A checkout has ended, now that its batch is committed.</summary>
    public void Ended(EndedAttempt ended, long now)
    {
        var outcome = new TagList { { "cartwright.checkout.outcome", EnumText.Of(ended.Status) } };
        if (ended.Reason is { } reason)
        {
            outcome.Add("cartwright.checkout.reason", reason.Code());
        }

        var accepted = ended.Deadline - _options.CheckoutTimeoutMs;
        _checkouts.Add(1, outcome);
        _checkoutDuration.Record(Math.Max(now - accepted, 0) / 1_000.0, outcome);
    }

    /// <summary>A message is parked.</summary>
    public void Parked() => _parked.Add(1, _service);

    /// <summary>Messages were not kept, because too many are parked already.</summary>
    public void ParkedLost(int count) => _parkedLost.Add(count, _service);

    public void Dispose() => _meter.Dispose();
}
