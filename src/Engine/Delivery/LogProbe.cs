namespace Cartwright.Engine.Delivery;

/// <summary>
/// When to try a log that has confirmed nothing for some time. The repetitions of the sweep are held back meanwhile,
/// but perhaps only one partition is away, and nothing else is sent that would show it. The pauses double, and begin
/// again with each confirmation.
/// </summary>
/// <param name="firstMs">The first pause.</param>
internal sealed class LogProbe(int firstMs)
{
    private const long PauseMaxMs = 60_000;

    private readonly Lock _lock = new();
    private long _confirmed = -1;
    private long _pauseMs;
    private long _triedAt;

    /// <summary>Whether it is time; the next pause begins with this.</summary>
    /// <param name="confirmed">The newest envelope that the log has confirmed.</param>
    /// <param name="since">Since when the oldest envelope after it has waited, by the engine's uptime.</param>
    /// <param name="now">The engine's uptime.</param>
    public bool IsDue(long confirmed, long since, long now)
    {
        lock (_lock)
        {
            if (_confirmed != confirmed)
            {
                (_confirmed, _pauseMs, _triedAt) = (confirmed, firstMs, since);
            }

            if (now - _triedAt < _pauseMs)
            {
                return false;
            }

            (_pauseMs, _triedAt) = (Math.Min(2 * _pauseMs, PauseMaxMs), now);
            return true;
        }
    }
}
