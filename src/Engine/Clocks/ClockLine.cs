namespace Cartwright.Engine.Clocks;

/// <summary>
/// A time as a function of a machine's monotonic clock, all in ticks of 100 ns. It is continuous: a gap towards the
/// right time is closed by going a tenth faster or slower, and never backwards.
/// </summary>
/// <param name="From">From when on it holds, by the monotonic clock.</param>
/// <param name="Start">The time then, since 1970.</param>
/// <param name="Gap">By how much the time should have been later.</param>
internal sealed record ClockLine(long From, long Start, long Gap)
{
    private const int Slowness = 10;

    /// <summary>The time at a moment of the monotonic clock.</summary>
    public long At(long moment)
    {
        var passed = Math.Max(moment - From, 0);
        return Start + passed + Math.Clamp(Gap, -passed / Slowness, passed / Slowness);
    }
}
