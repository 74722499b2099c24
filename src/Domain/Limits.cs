namespace Cartwright.Domain;

/// <summary>
/// The stated maxima. They bind all input from outside, and at the hold and the take the amounts that an attempt would
/// move; a capture, a return, a refund or a void is never rejected for passing one. All products and sums of values
/// within them fit 64 bits; arithmetic is checked all the same.
/// </summary>
public static class Limits
{
    /// <summary>The highest price of one unit.</summary>
    public const long PriceMax = 1_000_000_000_000;

    /// <summary>The most units of one item in one line.</summary>
    public const long QuantityMax = 1_000_000_000_000;

    /// <summary>The highest total of one order, and the most credit of one account.</summary>
    public const long CreditMax = 1_000_000_000_000_000;

    /// <summary>The most units of one item.</summary>
    public const long StockMax = 1_000_000_000_000_000;

    /// <summary>
    /// The maximum that input may bring a lifetime counter to, and the maximum sum of captures and takes: far from the
    /// end of 64 bits. Refunds and returns count no more than was captured and taken before.
    /// </summary>
    public const long CounterMax = 4_000_000_000_000_000_000;

    /// <summary>The most lines of one order.</summary>
    public const int LinesMax = 250;

    /// <summary>The most holds in flight in one account; a further attempt waits.</summary>
    public const int HoldsMax = 1_000;

    /// <summary>The most attempts that wait in one account; a further attempt gets no answer and is retried.</summary>
    public const int WaitingMax = 1_000;

    /// <summary>How many attempts one sweep of an account asks after.</summary>
    public const int AsksMax = 100;

    /// <summary>The highest number of entities that one <c>batch_init</c> makes.</summary>
    public const long InitMax = 10_000_000;

    /// <summary>The most rows that one message of a <c>batch_init</c> touches.</summary>
    public const int InitRowsMax = 2_000;
}
