namespace Cartwright.Simulation.Kernel;

/// <summary>
/// The clock of one process's machine: its wall clock may be wrong and may be set, and its timers fire in the process
/// that made them.
/// </summary>
public sealed class SimulatedClock(Scheduler scheduler, Host host, TimeSpan error) : TimeProvider
{
    /// <summary>The error of the wall clock; positive if it is ahead.</summary>
    public TimeSpan Error { get; set; } = error;

    public override long TimestampFrequency => 1_000_000;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() =>
        Scheduler.Beginning.AddTicks(scheduler.Now * TimeSpan.TicksPerMicrosecond) + Error;

    public override long GetTimestamp() => scheduler.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(scheduler, host, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class SimulatedTimer(Scheduler scheduler, Host host, TimerCallback callback, object? state) : ITimer
    {
        private Planned? _planned;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan)
            {
                throw new NotSupportedException("Nobody needs a timer that repeats.");
            }

            _planned?.GiveUp();
            _planned = null;
            if (dueTime != Timeout.InfiniteTimeSpan && !host.IsDead)
            {
                Planned? mine = null;
                mine = new Planned(() => host.Run(() => Fire(mine!)));
                _planned = scheduler.Plan((long)dueTime.TotalMicroseconds, mine);
            }

            return true;
        }

        public void Dispose()
        {
            _planned?.GiveUp();
            _planned = null;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        // A timer that was changed or disposed between being due and having its turn does not fire.
        private void Fire(Planned planned)
        {
            if (ReferenceEquals(_planned, planned))
            {
                _planned = null;
                callback(state);
            }
        }
    }
}
