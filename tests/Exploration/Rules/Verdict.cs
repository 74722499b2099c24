using Cartwright.Domain.Orders;

namespace Cartwright.Exploration.Rules;

/// <summary>
/// The most that a client can have been told about an attempt: whatever the order's row has said once, somebody may
/// have read. It outlives the row, which forgets the attempt when it is reset.
/// </summary>
internal enum Verdict : ushort
{
    None,
    Accepted,
    Paid,
    Failed,
    Cancelling,
    Cancelled,
}

internal static class Verdicts
{
    /// <summary>What the order's row says about the attempt that it names.</summary>
    public static Verdict Of(OrderStatus status) => status switch
    {
        OrderStatus.Processing => Verdict.Accepted,
        OrderStatus.Paid => Verdict.Paid,
        OrderStatus.Failed => Verdict.Failed,
        OrderStatus.Cancelling => Verdict.Cancelling,
        OrderStatus.Cancelled => Verdict.Cancelled,
        _ => Verdict.None,
    };

    /// <summary>Whether a client may hear the one after the other.</summary>
    /// <param name="before">What was said last.</param>
    /// <param name="after">What is said now.</param>
    /// <param name="byOwner">Whether the owner's own cancel is what makes the change.</param>
    public static bool MayFollow(Verdict before, Verdict after, bool byOwner) => (before, after) switch
    {
        _ when before == after => true,
        (Verdict.None, Verdict.Accepted) => true,
        (Verdict.Accepted, Verdict.Paid or Verdict.Failed) => true,
        (Verdict.Paid, Verdict.Cancelling) => byOwner,
        (Verdict.Cancelling, Verdict.Cancelled) => true,
        _ => false,
    };
}
