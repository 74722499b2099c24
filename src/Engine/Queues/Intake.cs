using Cartwright.Engine.Options;

namespace Cartwright.Engine.Queues;

/// <summary>
/// The messages and commands that wait for a lane: messages first, then commands, each in order of arrival and each
/// with a bound. A lane takes those that are there, and never waits for a batch to fill.
/// </summary>
internal sealed class Intake : IDisposable
{
    private readonly EngineOptions _options;
    private readonly ITimer _pause;
    private readonly Lock _lock = new();
    private readonly Queue<Work> _messages = new();
    private readonly Queue<Work> _commands = new();
    private TaskCompletionSource? _arrival;
    private int _inHand;
    private bool _isClosed;

    public Intake(EngineOptions options, TimeProvider clock)
    {
        _options = options;
        _pause = clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many messages and commands wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _messages.Count + _commands.Count;
            }
        }
    }

    /// <summary>Whether as much waits as one batch may take.</summary>
    public bool HasWholeBatch => Count >= _options.BatchMax;

    /// <summary>Whether nothing waits, and all that was taken is done.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                return _messages.Count + _commands.Count + _inHand == 0;
            }
        }
    }

    /// <summary>Adds messages that belong together, all or none. False: there is no room.</summary>
    public bool TryAddMessages(IReadOnlyCollection<Work> works)
    {
        lock (_lock)
        {
            // An envelope larger than the bound must still pass, alone.
            if (_messages.Count > 0 && _messages.Count + works.Count > _options.MessagesMax)
            {
                return false;
            }

            foreach (var work in works)
            {
                _messages.Enqueue(work);
            }
        }

        Wake();
        return true;
    }

    /// <summary>Adds a command. False: there is no room, or no more are taken.</summary>
    public bool TryAddCommand(Work work)
    {
        lock (_lock)
        {
            if (_isClosed || _commands.Count >= _options.CommandsMax)
            {
                return false;
            }

            _commands.Enqueue(work);
        }

        Wake();
        return true;
    }

    /// <summary>Waits until something is there, or the pause has passed.</summary>
    public async ValueTask WaitAsync(TimeSpan pause, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Task arrival;
        lock (_lock)
        {
            if (_messages.Count + _commands.Count > 0)
            {
                return;
            }

            _arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            arrival = _arrival.Task;
        }

        _pause.Change(pause, Timeout.InfiniteTimeSpan);
        await using (cancellation.Register(Wake))
        {
            await arrival;
        }

        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>
    /// Takes a batch of the waiting works, if any. The taker calls <see cref="FinishWorks"/> afterwards.
    /// </summary>
    public List<Work> Take()
    {
        lock (_lock)
        {
            var works = new List<Work>(Math.Min(_options.BatchMax, _messages.Count + _commands.Count));
            while (works.Count < _options.BatchMax
                && (_messages.TryDequeue(out var work) || _commands.TryDequeue(out work)))
            {
                works.Add(work);
            }

            _inHand += works.Count;
            return works;
        }
    }

    /// <summary>Takes out the commands with clients that have waited too long; the commands had no effect.</summary>
    public List<Work> TakeExpired(long now)
    {
        lock (_lock)
        {
            List<Work> expired = [];
            while (_commands.TryPeek(out var oldest) && oldest.Client!.GiveUpAt <= now)
            {
                expired.Add(_commands.Dequeue());
            }

            return expired;
        }
    }

    /// <summary>So many of the taken works are done.</summary>
    public void FinishWorks(int count)
    {
        lock (_lock)
        {
            _inHand -= count;
        }
    }

    /// <summary>Takes no more commands, and gives out those that wait; nothing has happened to them.</summary>
    public List<Work> Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            List<Work> left = [.. _commands];
            _commands.Clear();
            return left;
        }
    }

    public void Dispose() => _pause.Dispose();

    private void Wake()
    {
        TaskCompletionSource? arrival;
        lock (_lock)
        {
            (arrival, _arrival) = (_arrival, null);
        }

        arrival?.TrySetResult();
    }
}
