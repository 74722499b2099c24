using Cartwright.Engine.Ports;
using Cartwright.Engine.Telemetry;
using Cartwright.Kernel;
using Microsoft.Extensions.Logging;

namespace Cartwright.Engine.Clocks;

/// <summary>
/// The time of one service: its database's, which every node of the service follows by its own monotonic clock. A time
/// that one node writes into a row (a deadline, when to look again) therefore means the same to every other, however
/// wrong the clocks of their machines are. Timers and durations are those of the machine.
/// </summary>
public sealed class SharedClock : TimeProvider, IAsyncDisposable
{
    /// <summary>How often the database's clock is read.</summary>
    public static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(2);

    // The best of some readings: the first one has to open a connection, and prepare a statement.
    private const int FirstReadings = 4;

    // A server's clock that is so far from the one before is followed at once: to close the gap slowly would take long,
    // and for as long a node that starts meanwhile would have another time than the rest.
    private const long StepTicks = 5 * TimeSpan.TicksPerSecond;

    private readonly ITimeSource _source;
    private readonly TimeProvider _machine;
    private readonly ILogger _log;
    private readonly long _began;
    private readonly CancellationTokenSource _stopping = new();
    private Task _following = Task.CompletedTask;
    private ClockEstimate? _best;
    private ClockLine? _line;

    /// <param name="role">The service.</param>
    /// <param name="source">The clock of its database.</param>
    /// <param name="machine">The clock of this machine.</param>
    /// <param name="log">Receives the trouble.</param>
    public SharedClock(Role role, ITimeSource source, TimeProvider machine, ILogger log)
    {
        (_source, _machine, _log, _began) = (source, machine, log, machine.GetTimestamp());
        Skew = new ClockSkew(role, machine, log);
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => _machine.TimestampFrequency;

    /// <summary>How far the machine's own wall clock is off.</summary>
    internal ClockSkew Skew { get; }

    private long Moment => MomentOf(_machine.GetTimestamp());

    /// <summary>Reads the time for the first time, and follows it from then on.</summary>
    /// <exception cref="TransientFault">The database does not answer.</exception>
    /// <exception cref="FatalFault"><c>broken-clock</c>: the database's clock is.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        for (var i = 0; i < FirstReadings; i++)
        {
            var reading = await _source.ReadTimeAsync(_machine, cancellation);
            ClockRange.Require(reading.Us / 1_000, "The database server's clock");
            Take(reading);
        }

        var now = Moment;
        Volatile.Write(ref _line, new ClockLine(now, _best!.Value.At(now), Gap: 0));
        Skew.Measure(_line.At(now), _best.Value.ErrorAt(now));
        _following = FollowAsync();
    }

    public override DateTimeOffset GetUtcNow() => _line is { } line
        ? new DateTimeOffset(DateTimeOffset.UnixEpoch.Ticks + line.At(Moment), TimeSpan.Zero)
        : throw new InvalidOperationException("The shared clock has not started.");

    public override long GetTimestamp() => _machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _machine.CreateTimer(callback, state, dueTime, period);

    public async ValueTask DisposeAsync()
    {
        _stopping.Cancel();
        await _following;
        _stopping.Dispose();
        Skew.Dispose();
    }

    private async Task FollowAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(ReadEvery, _machine, _stopping.Token);
                Take(await _source.ReadTimeAsync(_machine, _stopping.Token));
                Skew.Measure(_line!.At(Moment), _best!.Value.ErrorAt(Moment));
            }
            catch (Exception fault) when (fault is TransientFault or FatalFault or OperationCanceledException)
            {
                // The last reading serves until the database answers again; the lanes meet and report every other fault
                // of the database.
                continue;
            }
        }
    }

    private void Take(TimeReading reading)
    {
        var asked = MomentOf(reading.AskedAt);
        var error = (MomentOf(reading.AnsweredAt) - asked) / 2;
        var estimate = new ClockEstimate(asked + error, reading.Us * TimeSpan.TicksPerMicrosecond, error);
        if (!ClockRange.Has(reading.Us / 1_000))
        {
            EngineLog.BrokenServerClock(_log, reading.Us / 1_000_000);
        }
        else if (_best is not { } best || estimate.Replaces(best))
        {
            _best = estimate;
            if (_line is { } line)
            {
                Volatile.Write(ref _line, Bend(line, estimate));
            }
        }
    }

    private ClockLine Bend(ClockLine line, ClockEstimate estimate)
    {
        var now = Moment;
        var target = estimate.At(now);
        var gap = target - line.At(now);
        if (Math.Abs(gap) < StepTicks)
        {
            return new ClockLine(now, target - gap, gap);
        }

        EngineLog.SharedClockSet(_log, Math.Round(gap / (double)TimeSpan.TicksPerSecond, 1));
        return new ClockLine(now, target, Gap: 0);
    }

    private long MomentOf(long timestamp) => _machine.GetElapsedTime(_began, timestamp).Ticks;
}
