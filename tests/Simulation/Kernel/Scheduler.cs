namespace Cartwright.Simulation.Kernel;

/// <summary>
/// The whole world on one thread: ready work runs in an order that the seed chooses, and when nothing is ready, time
/// jumps to the next planned action. Work that leaves the thread is reported.
/// </summary>
public sealed class Scheduler : ITimeline
{
    /// <summary>When the world begins: 2026-01-01.</summary>
    public static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Planned, (long At, long Turn)> _planned = new();
    private readonly List<Step> _ready = [];
    private readonly SeededRandom _random;
    private readonly bool _isShuffled;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile string? _escape;
    private int _next;
    private long _turn;

    public Scheduler(SeededRandom random, Trace trace, bool isShuffled) =>
        (_random, Trace, _isShuffled) = (random, trace, isShuffled);

    public Trace Trace { get; }

    /// <summary>Microseconds since the beginning.</summary>
    public long Now { get; private set; }

    /// <summary>Microseconds since 1970.</summary>
    public long NowUs => (Beginning.ToUnixTimeMilliseconds() * 1_000) + Now;

    /// <summary>The time of a process with a right clock.</summary>
    public long NowMs => Beginning.ToUnixTimeMilliseconds() + (Now / 1000);

    public void After(long microseconds, Action action) => Plan(microseconds, new Planned(action));

    /// <summary>Plans an action that can be cancelled.</summary>
    public Planned Plan(long microseconds, Planned planned)
    {
        _planned.Enqueue(planned, (Now + Math.Max(microseconds, 0), _turn++));
        return planned;
    }

    /// <summary>Runs until a level is reached. Returns false if it was not reached by that time.</summary>
    public bool RunUntil(Func<bool> isReached, long until)
    {
        var before = SynchronizationContext.Current;
        try
        {
            while (true)
            {
                RunReady();
                if (isReached())
                {
                    return true;
                }

                if (!_planned.TryPeek(out var planned, out var place) || place.At > until)
                {
                    Now = Math.Max(Now, until);
                    return false;
                }

                _planned.Dequeue();
                Now = Math.Max(Now, place.At);
                SynchronizationContext.SetSynchronizationContext(null);
                planned.Action?.Invoke();
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    internal void Post(Host host, SendOrPostCallback callback, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            _escape ??= $"{callback.Method} was posted to {host.Name} from a foreign thread: {Environment.StackTrace}";
            return;
        }

        if (!host.IsDead)
        {
            _ready.Add(new Step(host, callback, state));
        }
    }

    private void RunReady()
    {
        while (_next < _ready.Count)
        {
            if (_isShuffled && _ready.Count - _next > 1)
            {
                var other = _next + _random.Below(Math.Min(_ready.Count - _next, 8));
                (_ready[_next], _ready[other]) = (_ready[other], _ready[_next]);
            }

            var step = _ready[_next++];
            if (_next == _ready.Count)
            {
                _ready.Clear();
                _next = 0;
            }

            Run(step);
            if (_escape is not null)
            {
                throw new InvalidOperationException(_escape);
            }
        }
    }

    private void Run(Step step)
    {
        var host = step.Host;
        if (host.IsDead)
        {
            return;
        }

        if (host.IsStalled)
        {
            host.Keep(step.Callback, step.State);
            return;
        }

        Trace.Add((Now << 8) ^ host.Number);
        SynchronizationContext.SetSynchronizationContext(host);
        step.Callback(step.State);
    }

    private readonly record struct Step(Host Host, SendOrPostCallback Callback, object? State);
}

/// <summary>A planned action, which can be cancelled.</summary>
public sealed class Planned(Action? action)
{
    public Action? Action { get; private set; } = action;

    public void GiveUp() => Action = null;
}
