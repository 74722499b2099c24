namespace Cartwright.Domain.Audit;

/// <summary>One thing that an audit has found.</summary>
/// <param name="Text">The finding, in words.</param>
public sealed record Finding(string Text)
{
    /// <summary>
    /// The attempt with records in several databases that contradict each other; null where one database contradicts
    /// itself. Databases that are read one after the other can show an attempt before and after a step, so such a
    /// finding is believed only when the attempt is found wrong again.
    /// </summary>
    public AttemptId? Across { get; init; }

    /// <summary>Whether it is right and only takes too long.</summary>
    public bool IsUnfinished { get; init; }
}
