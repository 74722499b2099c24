namespace Cartwright.Simulation.Kernel;

/// <summary>Where a simulated server gets its delays from.</summary>
public interface ITimeline
{
    /// <summary>Runs the action so much later.</summary>
    void After(long microseconds, Action action);
}

/// <summary>No delay at all: everything happens at once, on the caller's thread.</summary>
public sealed class Immediately : ITimeline
{
    public void After(long microseconds, Action action) => action();
}
