namespace Cartwright.Lab.Check;

/// <summary>The inconsistencies of one round; all are zero for a checkout that is right.</summary>
internal sealed record RoundFindings
{
    public required int Paid { get; init; }

    public required int Failed { get; init; }

    /// <summary>Units sold that never existed.</summary>
    public required long Oversold { get; init; }

    /// <summary>Units by which stock differs from the units that the paid orders leave.</summary>
    public required long StockWrong { get; init; }

    /// <summary>
    /// Sum over the users of the difference between their credit and the credit that their paid orders leave.
    /// </summary>
    public required long CreditWrong { get; init; }

    /// <summary>Orders with an untrue answer, and possible sales that were rejected.</summary>
    public required int Untrue { get; init; }

    /// <summary>Orders without an outcome when the time was up.</summary>
    public required int Unsettled { get; init; }

    public bool AreNone => Oversold == 0 && StockWrong == 0 && CreditWrong == 0 && Untrue == 0 && Unsettled == 0;
}
