namespace Cartwright.Simulation.Kernel;

/// <summary>The source of a simulated server's delays.</summary>
public interface ITimeline
{
    /// <summary>Runs the action after this delay.</summary>
    void After(long microseconds, Action action);
}

/// <summary>No delay at all: everything happens at once, on the caller's thread.</summary>
public sealed class Immediately : ITimeline
{
    public void After(long microseconds, Action action) => action();
}
