using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Cartwright.Admin.Nodes;
using Cartwright.Engine.Telemetry;
using Cartwright.Shop;

namespace Cartwright.Admin.Local;

/// <summary>
/// Counts the ended checkouts and the shed commands of this process by its own metrics. Without an admin address there
/// is no such listener, and an instrument without a listener costs nothing.
/// </summary>
internal sealed class CheckoutCounter : IDisposable
{
    private const string Shed = "cartwright.commands.shed";
    private const string Ended = "cartwright.checkouts";
    private const string Duration = "cartwright.checkout.duration";
    private const string OutcomeTag = "cartwright.checkout.outcome";
    private const string ReasonTag = "cartwright.checkout.reason";
    private const double MillisecondsPerSecond = 1_000;

    private static readonly double[] _boundsMs =
        [.. MetricBuckets.Durations.HistogramBucketBoundaries!.Select(bound => bound * MillisecondsPerSecond)];

    private readonly MeterListener _listener = new();
    private readonly IReadOnlyList<ShopNode> _nodes;
    private readonly ConcurrentDictionary<string, long> _outcomes = new();
    private readonly long[] _counts = new long[_boundsMs.Length + 1];
    private long _shed;

    /// <param name="nodes">The nodes of the process.</param>
    public CheckoutCounter(IReadOnlyList<ShopNode> nodes)
    {
        _nodes = nodes;
        _listener.InstrumentPublished = ListenTo;
        _listener.SetMeasurementEventCallback<long>(CountCheckouts);
        _listener.SetMeasurementEventCallback<double>(MeasureDuration);
        _listener.Start();
    }

    /// <summary>The counters so far.</summary>
    /// <param name="now">Milliseconds since 1970.</param>
    public CheckoutFigures ReadFigures(long now) => new()
    {
        At = now,
        Outcomes = _outcomes.ToDictionary(),
        Shed = Interlocked.Read(ref _shed),
        InFlight = _nodes.Sum(node => node.UnfinishedAttempts),
        BoundsMs = _boundsMs,
        Counts = [.. Enumerable.Range(0, _counts.Length).Select(bucket => Interlocked.Read(ref _counts[bucket]))],
    };

    public void Dispose() => _listener.Dispose();

    // Other nodes can live in one process, in tests.
    private void ListenTo(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == TelemetryNames.Meter
            && instrument.Name is Shed or Ended or Duration
            && _nodes.Any(node => ReferenceEquals(instrument.Meter.Scope, node)
                || ReferenceEquals(instrument.Meter.Scope, node.Engine)))
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private void CountCheckouts(
        Instrument instrument, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (instrument.Name == Shed)
        {
            Interlocked.Add(ref _shed, count);
        }
        else
        {
            var outcome = TextOf(tags, ReasonTag) ?? TextOf(tags, OutcomeTag) ?? "";
            _outcomes.AddOrUpdate(outcome, count, (_, before) => before + count);
        }
    }

    private void MeasureDuration(
        Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var bucket = Array.FindIndex(_boundsMs, bound => seconds * MillisecondsPerSecond <= bound);
        Interlocked.Increment(ref _counts[bucket < 0 ? _boundsMs.Length : bucket]);
    }

    private static string? TextOf(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
            {
                return tag.Value as string;
            }
        }

        return null;
    }
}
