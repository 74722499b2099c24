namespace Cartwright.Exploration.Rules;

/// <summary>A condition on every state, or on every decision.</summary>
internal enum Invariant
{
    /// <summary>Stock and credit equal the sums of their lifetime counters, and the holds add up.</summary>
    Balances,

    /// <summary>No stock, credit, hold or counter is below zero.</summary>
    NeverNegative,

    /// <summary>An order's total is the sum of its lines, each item has one line, and the status fits.</summary>
    OrderAddsUp,

    /// <summary>
    /// The units that an item counts as taken and returned are those that the attempts took and returned, once each.
    /// </summary>
    TakenOnce,

    /// <summary>
    /// The amounts that an account counts as captured and refunded are those that the attempts paid, once each.
    /// </summary>
    PaidOnce,

    /// <summary>An attempt is held, waiting, or recorded: one of them, in one place.</summary>
    OneRecord,

    /// <summary>Stock is taken only for credit that is held or captured, and only of a paid attempt.</summary>
    MoneyBeforeStock,

    /// <summary>Credit is captured only for stock that is taken.</summary>
    StockBeforeCapture,

    /// <summary>Paid stays paid until its owner cancels, failed stays failed.</summary>
    OutcomeStays,

    /// <summary>An order begins an attempt only when none is in flight and none has paid it.</summary>
    OneAttempt,

    /// <summary>A failed attempt holds nothing, waits for nothing, has taken and paid nothing.</summary>
    NoResidue,

    /// <summary>Paid means taken and held or captured; cancelled means returned and refunded.</summary>
    PaidIsTrue,

    /// <summary>A paid order took all its lines and paid its whole total.</summary>
    WholeOrder,

    /// <summary>An order fails for the reason that a participant has recorded.</summary>
    ReasonIsRecorded,

    /// <summary>"Out of stock", "insufficient credit" and "unknown" are true when they are answered.</summary>
    RefusalIsTrue,

    /// <summary>No attempt is both accepted and rejected by a service, nor both captured and voided.</summary>
    OneAnswer,

    /// <summary>A record of an attempt is written once; taken may become returned, captured refunded.</summary>
    RecordStays,

    /// <summary>No attempt that waits for credit is overtaken.</summary>
    NobodyOvertakes,

    /// <summary>Amounts that are not positive are rejected, and accepted amounts are booked unchanged.</summary>
    AmountsAreBooked,

    /// <summary>A message changes each row once, and only rows that it names or new ones.</summary>
    NamedRowsOnly,

    /// <summary>A sweep looks again later, not at once.</summary>
    SweepMovesOn,

    /// <summary>
    /// No decision ends in an exception: no message is decided in a state that is declared impossible.
    /// </summary>
    NoImpossibleMeeting,

    /// <summary>With every message lost, the sweeps alone end everything as they should.</summary>
    EndsQuiet,

    /// <summary>The view of a saga shows recorded steps as done, and the remaining steps as waiting.</summary>
    ViewIsTrue,
}

/// <summary>A broken invariant, as text.</summary>
internal sealed record Violation(Invariant Invariant, string Detail);
