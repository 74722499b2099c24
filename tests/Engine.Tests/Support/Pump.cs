namespace Cartwright.Engine.Tests.Support;

/// <summary>
/// Runs all code of a test on its own thread, in one order: the continuations of an await are queued here, and run when
/// the test drains the queue. When the queue is empty, nothing more happens until the test acts.
/// </summary>
internal sealed class Pump : SynchronizationContext
{
    private const int StepsMax = 1_000_000;
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_queue)
        {
            _queue.Enqueue((d, state));
        }
    }

    /// <summary>Runs an action, and then everything that follows from it.</summary>
    public T Run<T>(Func<T> action)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var result = action();
            Drain();
            return result;
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public void Run(Action action) => Run(() =>
    {
        action();
        return true;
    });

    /// <summary>Runs an action that must be complete when nothing more happens.</summary>
    public void Finish(Func<Task> action)
    {
        var task = Run(action);
        Assert.True(task.IsCompleted, "It is still waiting for something.");
        task.GetAwaiter().GetResult();
    }

    private void Drain()
    {
        for (var steps = 0; TryNext(out var next); steps++)
        {
            Assert.True(steps < StepsMax, "It goes on and on.");
            next.Callback(next.State);
        }
    }

    private bool TryNext(out (SendOrPostCallback Callback, object? State) next)
    {
        lock (_queue)
        {
            return _queue.TryDequeue(out next);
        }
    }
}
