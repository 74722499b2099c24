namespace Cartwright.Lab.Load;

/// <summary>
/// The results of one phase (warm-up or measurement), from its first request to its last known outcome.
/// </summary>
internal sealed record PhaseResult
{
    public required Scoreboard Score { get; init; }

    /// <summary>Until the last outcome was known, not only until the last request was sent.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Until the last request that was sent had its answer.</summary>
    public required TimeSpan Sending { get; init; }

    /// <summary>Requests of an open loop that were due and never found a free connection.</summary>
    public required int Unsent { get; init; }

    /// <summary>True when there were no fresh orders left before the time was up.</summary>
    public required bool RanOut { get; init; }

    /// <summary>CPU time of the generator itself.</summary>
    public required TimeSpan OwnCpu { get; init; }

    public int Sent => Score.Outcomes.Count - Score.CountOf(OrderOutcome.Unsent);
}
