using System.Diagnostics;

namespace Cartwright.Lab.Load;

/// <summary>
/// An open loop: requests are due by the schedule, however slow the answers are. A thread of its own keeps the time;
/// when a request is due it is sent on that thread by the connection that was used last (few connections stay busy, the
/// others cost nothing), and when none is free it waits in line with its intended time.
/// </summary>
internal sealed class OpenPace : IPace
{
    private const long NapNsMax = 50_000_000;

    private readonly ArrivalSchedule _schedule;
    private readonly long _endTicks;
    private readonly int _arrivalsMax;
    private readonly CancellationToken _stop;
    private readonly Lock _lock = new();
    private readonly Queue<long> _due = [];
    private readonly Stack<TaskCompletionSource<long>> _idle = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _over;

    public OpenPace(ArrivalSchedule schedule, long endTicks, int arrivalsMax, CancellationToken stop)
    {
        _schedule = schedule;
        _endTicks = endTicks;
        _arrivalsMax = arrivalsMax;
        _stop = stop;
    }

    /// <summary>Done when no request will be handed out any more.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Requests that were due and found no connection until the end.</summary>
    public IReadOnlyCollection<long> Unsent => _due;

    public void Start() => new Thread(KeepTime) { IsBackground = true, Name = "open loop" }.Start();

    public ValueTask<long> NextAsync()
    {
        lock (_lock)
        {
            if (_over)
            {
                return ValueTask.FromResult(IPace.Over);
            }

            if (_due.TryDequeue(out var intended))
            {
                return ValueTask.FromResult(intended);
            }

            // Continued on the thread that keeps the time: a hop to the pool would cost more than the sending.
            var turn = new TaskCompletionSource<long>();
            _idle.Push(turn);
            return new ValueTask<long>(turn.Task);
        }
    }

    private void KeepTime()
    {
        for (var arrivals = 0; arrivals < _arrivalsMax; arrivals++)
        {
            var intended = _schedule.NextArrival();
            if (intended >= _endTicks || !WaitUntil(intended))
            {
                break;
            }

            Release(intended);
        }

        End();
    }

    private void Release(long intended)
    {
        TaskCompletionSource<long>? turn;
        lock (_lock)
        {
            if (!_idle.TryPop(out turn))
            {
                _due.Enqueue(intended);
            }
        }

        turn?.SetResult(intended);
    }

    /// <summary>False when the run was stopped meanwhile.</summary>
    private bool WaitUntil(long intended)
    {
        while (!_stop.IsCancellationRequested)
        {
            var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), intended);
            if (wait <= TimeSpan.Zero)
            {
                return true;
            }

            Nap.For(Math.Min((long)wait.TotalNanoseconds, NapNsMax));
        }

        return false;
    }

    /// <summary>Lets due requests be sent until the end of the time, then ends all clients.</summary>
    private void End()
    {
        while (Backlog() > 0 && WaitUntil(Math.Min(_endTicks, Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 100))))
        {
            if (Stopwatch.GetTimestamp() >= _endTicks)
            {
                break;
            }
        }

        TaskCompletionSource<long>[] idle;
        lock (_lock)
        {
            _over = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        foreach (var turn in idle)
        {
            turn.SetResult(IPace.Over);
        }

        _ended.SetResult();
    }

    private int Backlog()
    {
        lock (_lock)
        {
            return _due.Count;
        }
    }
}
