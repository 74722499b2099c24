namespace Cartwright.Admin;

/// <summary>The effect of an operator's action.</summary>
/// <param name="Changed">How many orders or messages were changed.</param>
/// <param name="Silent">The services that did not answer, and were not changed.</param>
public sealed record ActionOutcome(int Changed, IReadOnlyList<string> Silent)
{
    /// <summary>
    /// The services that received it and did not answer: they may have been changed, and were not asked again. Null
    /// where there is none.
    /// </summary>
    public IReadOnlyList<string>? Unknown { get; init; }
}
