namespace Cartwright.Kernel;

/// <summary>When a sweep looks again: twice as late each time, up to a bound.</summary>
public static class Backoff
{
    /// <summary>The first look, in milliseconds after the last sign of life.</summary>
    public const long FirstMs = 2_000;

    /// <summary>The longest pause between two looks, in milliseconds.</summary>
    public const long LongestMs = 60_000;

    /// <summary>
    /// The furthest time ahead for a next look, in milliseconds. A later time was written while a clock was wrong;
    /// waiting for it would leave the row without a look for as long as the clock was off.
    /// </summary>
    public const long AheadMaxMs = 2 * LongestMs;

    private const int DoublingsMax = 5;

    /// <summary>The time of the next look after this many looks without effect.</summary>
    public static long NextLook(long now, int looks) =>
        now + Math.Min(FirstMs << Math.Min(looks, DoublingsMax), LongestMs);

    /// <summary>Whether the time of a look has come, or is too far ahead to be one.</summary>
    public static bool HasCome(long time, long now) => time <= now || time > AheadOf(now);

    /// <summary>From here on a time is too far ahead to be one.</summary>
    public static long AheadOf(long now) => now > long.MaxValue - AheadMaxMs ? long.MaxValue : now + AheadMaxMs;
}
