namespace Cartwright.Simulation.Kernel;

/// <summary>
/// One process of the simulated world: everything that runs in it is posted here. A killed process drops its remaining
/// work; a stalled one keeps it for later.
/// </summary>
public sealed class Host(Scheduler scheduler, string name, int number) : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Callback, object? State)> _backlog = [];

    public string Name { get; } = name;

    public int Number { get; } = number;

    public bool IsDead { get; private set; }

    public bool IsStalled { get; private set; }

    public override void Post(SendOrPostCallback d, object? state) => scheduler.Post(this, d, state);

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nobody in the simulation blocks.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs an action here when its turn comes.</summary>
    public void Run(Action action) => Post(static state => ((Action)state!)(), action);

    public void Kill()
    {
        IsDead = true;
        _backlog.Clear();
    }

    public void Stall() => IsStalled = true;

    public void Resume()
    {
        IsStalled = false;
        foreach (var (callback, state) in _backlog)
        {
            Post(callback, state);
        }

        _backlog.Clear();
    }

    /// <summary>Keeps the work that a stalled process cannot do now.</summary>
    internal void Keep(SendOrPostCallback callback, object? state) => _backlog.Add((callback, state));
}
