namespace Cartwright.Domain;

/// <summary>
/// The stated maxima. They bind what comes in from outside, and at the hold and the take what an attempt would move;
/// a capture, a return, a refund or a void is never refused for passing one. All products and sums of values within
/// them fit 64 bits; arithmetic is checked all the same.
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
    /// What a lifetime counter may reach by what comes in, and what captures and takes may add up to: far from the end
    /// of 64 bits. Refunds and returns count no more than was captured and taken before.
    /// </summary>
    public const long CounterMax = 4_000_000_000_000_000_000;

    /// <summary>The most lines of one order.</summary>
    public const int LinesMax = 250;

    /// <summary>The most holds in flight in one account; whoever comes then waits.</summary>
    public const int HoldsMax = 1_000;

    /// <summary>The most attempts that wait in one account; whoever comes then gets no answer and asks again.</summary>
    public const int WaitingMax = 1_000;

    /// <summary>How many attempts one sweep of an account asks after.</summary>
    public const int AsksMax = 100;

    /// <summary>The highest number of entities that one <c>batch_init</c> makes.</summary>
    public const long InitMax = 10_000_000;

    /// <summary>The most rows that one message of a <c>batch_init</c> touches.</summary>
    public const int InitRowsMax = 2_000;
}
