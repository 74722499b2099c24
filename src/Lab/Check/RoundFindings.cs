namespace Cartwright.Lab.Check;

/// <summary>The inconsistencies of one round; all are zero for a checkout that is right.</summary>
internal sealed record RoundFindings
{
    public required int Paid { get; init; }

    public required int Failed { get; init; }

    /// <summary>Units sold that never existed.</summary>
    public required long Oversold { get; init; }

    /// <summary>Units by which stock differs from what the paid orders leave.</summary>
    public required long StockWrong { get; init; }

    /// <summary>Sum over the users of how much their credit differs from what their paid orders leave.</summary>
    public required long CreditWrong { get; init; }

    /// <summary>Orders whose answer is not true, and sales that were refused although they were possible.</summary>
    public required int Untrue { get; init; }

    /// <summary>Orders without an outcome when the time was up.</summary>
    public required int Unsettled { get; init; }

    public bool AreNone => Oversold == 0 && StockWrong == 0 && CreditWrong == 0 && Untrue == 0 && Unsettled == 0;
}
