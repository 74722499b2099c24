namespace Cartwright.Engine.Clocks;

/// <summary>The times of one node: the wall clock for rows, and its uptime for waits within the process.</summary>
public sealed class NodeTime(TimeProvider clock)
{
    private readonly long _began = clock.GetTimestamp();

    /// <summary>The clock itself, for timers.</summary>
    public TimeProvider Clock => clock;

    /// <summary>
    /// The time that is written into rows: milliseconds since 1970, rounded here and nowhere else.
    /// </summary>
    public long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Refuses a wall clock that cannot be right.</summary>
    /// <exception cref="Ports.FatalFault"><c>broken-clock</c>.</exception>
    public void Require() => ClockRange.Require(Now, "The clock");

    /// <summary>
    /// Milliseconds since the node was made: how long something has waited, and when it is given up. A wall clock that
    /// is set, or that is wrong, changes none of it.
    /// </summary>
    public long UptimeMs => (long)clock.GetElapsedTime(_began).TotalMilliseconds;
}
