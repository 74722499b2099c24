namespace Cartwright.Admin.Nodes;

/// <summary>
/// Counters of one process since its start. They only grow, so that a reader makes rates of two readings.
/// </summary>
public sealed record CheckoutFigures
{
    /// <summary>When they were read, in milliseconds since 1970.</summary>
    public required long At { get; init; }

    /// <summary>Attempts that ended, by outcome: <c>paid</c>, or the code of a reason.</summary>
    public required IReadOnlyDictionary<string, long> Outcomes { get; init; }

    /// <summary>Requests that were rejected because the node was full.</summary>
    public required long Shed { get; init; }

    /// <summary>Attempts in flight now.</summary>
    public required int InFlight { get; init; }

    /// <summary>
    /// Durations of ended attempts: the upper bounds of the buckets in milliseconds, without the last one's.
    /// </summary>
    public required IReadOnlyList<double> BoundsMs { get; init; }

    /// <summary>Ended attempts in each bucket: one more than there are bounds.</summary>
    public required IReadOnlyList<long> Counts { get; init; }
}
