using Cartwright.Domain.Orders;

namespace Cartwright.Exploration.Rules;

/// <summary>
/// The most that a client can have learnt about an attempt: every status that the order's row has ever had may have
/// been read. It outlives the row, which forgets the attempt when it is reset.
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
    /// <summary>The status of the attempt that the order's row names.</summary>
    public static Verdict Of(OrderStatus status) => status switch
    {
        OrderStatus.Processing => Verdict.Accepted,
        OrderStatus.Paid => Verdict.Paid,
        OrderStatus.Failed => Verdict.Failed,
        OrderStatus.Cancelling => Verdict.Cancelling,
        OrderStatus.Cancelled => Verdict.Cancelled,
        _ => Verdict.None,
    };

    /// <summary>Whether a client may read the one status after the other.</summary>
    /// <param name="before">The earlier status.</param>
    /// <param name="after">The status now.</param>
    /// <param name="byOwner">Whether the owner's own cancel makes the change.</param>
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
