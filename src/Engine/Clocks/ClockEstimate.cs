namespace Cartwright.Engine.Clocks;

/// <summary>
/// One reading of another clock, all in ticks of 100 ns: the time that it showed at a moment of the own monotonic
/// clock, and the maximum error of that.
/// </summary>
internal readonly record struct ClockEstimate(long Moment, long Time, long Error)
{
    // A clock is off by less than 100 µs a second; two of them by twice that.
    private const int TicksPerTickOfDrift = 5_000;
    private const long Slack = TimeSpan.TicksPerMillisecond;

    /// <summary>The other clock as it should stand by now.</summary>
    public long At(long moment) => Time + moment - Moment;

    /// <summary>By how much that can be wrong.</summary>
    public long ErrorAt(long moment) => Error + Math.Max(moment - Moment, 0) / TicksPerTickOfDrift;

    /// <summary>Whether this later estimate is of use: it is more exact by now, or the other clock was set.</summary>
    public bool Replaces(ClockEstimate earlier)
    {
        var knownTo = earlier.ErrorAt(Moment);
        return Error <= knownTo || Math.Abs(earlier.At(Moment) - Time) > knownTo + Error + Slack;
    }
}
