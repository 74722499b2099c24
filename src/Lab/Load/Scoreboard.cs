using System.Diagnostics;
using HdrHistogram;

namespace Cartwright.Lab.Load;

/// <summary>
/// The outcome of every order and the latency of every decided checkout. One byte an order is the only count, so that
/// no sum can disagree with its parts.
/// </summary>
internal sealed class Scoreboard(int orders)
{
    private const long LatencyUsMax = 120_000_000;
    private const int LatencyDigits = 3;

    private readonly OrderOutcome[] _outcomes = new OrderOutcome[orders];
    private readonly LongHistogram _latencyUs = new(LatencyUsMax, LatencyDigits);
    private readonly Lock _lock = new();
    private string? _firstFailure;
    private int _processing;

    public IReadOnlyList<OrderOutcome> Outcomes => _outcomes;

    /// <summary>Orders with a first answer that they are still being processed.</summary>
    public int AnsweredProcessing => _processing;

    /// <summary>Why the first of the failed ones failed; null when none did.</summary>
    public string? FirstFailure => _firstFailure;

    public void MarkSent(int order) => _outcomes[order] = OrderOutcome.InFlight;

    /// <summary>Notes an outcome; the latency counts from the intended time of sending.</summary>
    public void MarkDecided(int order, OrderOutcome outcome, long intendedTicks)
    {
        _outcomes[order] = outcome;
        if (outcome is OrderOutcome.Committed or OrderOutcome.Rejected)
        {
            RecordLatency(intendedTicks, Stopwatch.GetTimestamp());
        }
    }

    public void MarkProcessing(int order)
    {
        _outcomes[order] = OrderOutcome.Processing;
        Interlocked.Increment(ref _processing);
    }

    public void MarkFailed(int order, string reason)
    {
        _outcomes[order] = OrderOutcome.Failed;
        Interlocked.CompareExchange(ref _firstFailure, reason, null);
    }

    public void RecordLatency(long intendedTicks, long untilTicks)
    {
        var us = (long)Stopwatch.GetElapsedTime(intendedTicks, untilTicks).TotalMicroseconds;
        lock (_lock)
        {
            _latencyUs.RecordValue(Math.Clamp(us, 1, LatencyUsMax));
        }
    }

    /// <summary>The latency in milliseconds that so many percent did not exceed; null when there is none.</summary>
    public double? LatencyMs(double percentile)
    {
        lock (_lock)
        {
            return _latencyUs.TotalCount == 0 ? null : _latencyUs.GetValueAtPercentile(percentile) / 1000.0;
        }
    }

    public int CountOf(OrderOutcome outcome) => _outcomes.AsSpan().Count(outcome);
}
