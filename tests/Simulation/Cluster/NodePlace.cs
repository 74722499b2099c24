namespace Cartwright.Simulation.Cluster;

/// <summary>The place of a node in its world; the node of a place is replaced after a crash.</summary>
internal sealed record NodePlace(World World, int Number)
{
    /// <summary>Ends the node between two of its steps, and starts it again later.</summary>
    public void Kill() => World.Scheduler.After(0, () => World.Kill(Number, downFor: 1_000_000));
}
