namespace Cartwright.Domain;

/// <summary>When a sweep looks again: twice as late each time, up to a bound.</summary>
public static class Backoff
{
    /// <summary>The first look, in milliseconds after the last sign of life.</summary>
    public const long FirstMs = 2_000;

    /// <summary>The longest pause between two looks, in milliseconds.</summary>
    public const long LongestMs = 60_000;

    private const int DoublingsMax = 5;

    /// <summary>The time of the next look after this many looks without effect.</summary>
    public static long Next(long now, int looks) =>
        now + Math.Min(FirstMs << Math.Min(looks, DoublingsMax), LongestMs);
}
