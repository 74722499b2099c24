namespace Cartwright.Engine;

/// <summary>
/// The time that this engine has lived, for everything that begins and ends in this process: how long something has
/// waited, and when it is given up. A wall clock that is set, or that is wrong, changes none of it.
/// </summary>
public sealed class Uptime(TimeProvider clock)
{
    private readonly long _began = clock.GetTimestamp();

    /// <summary>Milliseconds since the engine was made.</summary>
    public long Ms => (long)clock.GetElapsedTime(_began).TotalMilliseconds;
}
