using System.Diagnostics.Metrics;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Engine.Telemetry;

/// <summary>
/// The metrics of one engine. Without a listener, an instrument costs only the check for one. Gauges read memory, and
/// never ask the database.
/// </summary>
internal sealed class EngineMetrics : IDisposable
{
    private readonly KeyValuePair<string, object?> _service;
    private readonly Meter _meter;
    private readonly Histogram<int> _batchSize;
    private readonly Counter<long> _batchRetries;
    private readonly Histogram<double> _commitDuration;
    private readonly Counter<long> _parked;
    private readonly Counter<long> _parkedLost;
    private readonly Counter<long> _shed;

    /// <param name="services">The engine's services.</param>
    /// <param name="scope">The owner of the meter, see <see cref="Meter.Scope"/>.</param>
    public EngineMetrics(IReadOnlyList<IService> services, object scope)
    {
        _service = TelemetryNames.ServiceTag(services);
        _meter = new Meter(new MeterOptions(TelemetryNames.Meter) { Scope = scope });
        _batchSize = _meter.CreateHistogram(
            "cartwright.batch.size",
            "{message}",
            "Messages and commands in a committed batch.",
            advice: MetricBuckets.Sizes);
        _batchRetries = _meter.CreateCounter<long>(
            "cartwright.batch.retries", "{retry}", "Batches that did not commit and were retried.");
        _commitDuration = _meter.CreateHistogram(
            "cartwright.commit.duration",
            "s",
            "Duration of the writes and the COMMIT of a batch, in seconds.",
            advice: MetricBuckets.Durations);
        _parked = _meter.CreateCounter<long>(
            "cartwright.messages.parked", "{message}", "Messages parked because they could not be handled.");
        _parkedLost = _meter.CreateCounter<long>(
            "cartwright.messages.lost", "{message}", "Failed messages that were lost, because too many were parked.");
        _shed = _meter.CreateCounter<long>(
            "cartwright.commands.shed", "{command}", "Commands rejected because a bound was reached.");
    }

    /// <summary>Adds a gauge of a value that is read from memory at each collection.</summary>
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

    /// <summary>A message is parked.</summary>
    public void Parked() => _parked.Add(1, _service);

    /// <summary>Messages were not kept, because too many are parked already.</summary>
    public void ParkedLost(int count) => _parkedLost.Add(count, _service);

    /// <summary>A command found no room.</summary>
    public void Shed() => _shed.Add(1, _service);

    public void Dispose() => _meter.Dispose();
}
