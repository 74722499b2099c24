namespace Cartwright.Domain;

/// <summary>
/// The reason of a business rejection. Where several reasons hold at once, the one that stands first here is given.
/// <see cref="ReasonCodes"/> has the stable code of each; a code has a page in docs/errors.
/// </summary>
public enum Reason
{
    /// <summary>An amount or a quantity that is not positive, or a price below zero.</summary>
    OutOfRange = 1,

    /// <summary>There is no such order.</summary>
    UnknownOrder,

    /// <summary>There is no such user.</summary>
    UnknownUser,

    /// <summary>There is no such item.</summary>
    UnknownItem,

    /// <summary>The order has no line of this item.</summary>
    UnknownLine,

    /// <summary>The order is being checked out; it cannot be changed now.</summary>
    OrderProcessing,

    /// <summary>The order is paid; its lines are final.</summary>
    OrderPaid,

    /// <summary>The order is cancelled or on its way there.</summary>
    OrderCancelled,

    /// <summary>Only a paid order can be cancelled.</summary>
    OrderNotPaid,

    /// <summary>An order without lines cannot be checked out.</summary>
    EmptyOrder,

    /// <summary>A stated maximum would be passed, by the input or by the amount that an attempt would move.</summary>
    OverMaximum,

    /// <summary>The user's credit, all holds left out of account, is too small.</summary>
    InsufficientCredit,

    /// <summary>An item has fewer units than are asked for.</summary>
    OutOfStock,

    /// <summary>The attempt did not end before its deadline, and stock has confirmed that it never will.</summary>
    Timeout,

    /// <summary>The attempt was cancelled before its stock was taken. Between services only.</summary>
    Cancelled,

    /// <summary>
    /// The order no longer knows the attempt: it failed and others came after it, or the order was recreated.
    /// </summary>
    AttemptSuperseded,

    /// <summary>
    /// A row has a reason of a later version, as a node meets it in a rolling upgrade. No service gives it.
    /// </summary>
    Other,
}

/// <summary>The stable, public names of the reasons.</summary>
public static class ReasonCodes
{
    private static readonly string[] Codes =
    [
        "", "out-of-range", "unknown-order", "unknown-user", "unknown-item", "unknown-line", "order-processing",
        "order-paid", "order-cancelled", "order-not-paid", "empty-order", "over-maximum", "insufficient-credit",
        "out-of-stock", "timeout", "cancelled", "attempt-superseded", "other",
    ];

    /// <summary>The code of a reason, as users and databases see it.</summary>
    public static string ToCode(this Reason reason) => Codes[(int)reason];

    /// <summary>The reason that a row holds; <see cref="Reason.Other"/> where this version does not know it.</summary>
    public static Reason FromStored(string code) =>
        Array.IndexOf(Codes, code) is var index and > 0 ? (Reason)index : Reason.Other;

    /// <summary>The reason with this code.</summary>
    /// <exception cref="FormatException">There is no such code.</exception>
    public static Reason FromCode(string code)
    {
        var index = Array.IndexOf(Codes, code);
        return index > 0 ? (Reason)index : throw new FormatException($"'{code}' is not a reason.");
    }
}
