namespace Cartwright.Lab.Check;

/// <summary>The final answer to the client of one order.</summary>
internal enum CheckoutAnswer
{
    /// <summary>Nothing that could be relied on: an error, no answer, or the system stayed full.</summary>
    Nothing,

    /// <summary>The checkout was accepted.</summary>
    Processing,

    Paid,

    OutOfStock,

    InsufficientCredit,

    /// <summary>Failed for a reason of neither stock nor credit.</summary>
    FailedOtherwise,
}
