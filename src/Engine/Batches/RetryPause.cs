namespace Cartwright.Engine.Batches;

/// <summary>The pause after a try that failed: it doubles from try to try, up to a bound.</summary>
internal static class RetryPause
{
    private const int FirstMs = 20;
    private const int DoublingsMax = 10;

    /// <summary>
    /// The pause after so many tries. The clock's last digits shorten it by up to a half: after an outage, lanes that
    /// failed at one moment do not all retry at one moment, and a run of the simulation stays a function of its seed.
    /// </summary>
    public static TimeSpan PauseAfter(int tries, int maxMs, long timestamp)
    {
        var longest = Math.Min(FirstMs << Math.Clamp(tries - 1, 0, DoublingsMax), maxMs);
        return TimeSpan.FromMilliseconds(longest - (timestamp % ((longest / 2) + 1)));
    }

    /// <summary>Waits before the next try.</summary>
    public static Task WaitAsync(int tries, int maxMs, TimeProvider clock, CancellationToken cancellation) =>
        Task.Delay(PauseAfter(tries, maxMs, clock.GetTimestamp()), clock, cancellation);
}
