namespace Cartwright.AdminConsole.Figures;

/// <summary>The figures of the whole shop at one moment. A figure is null where it is not known.</summary>
internal sealed record ShopSample
{
    /// <summary>Milliseconds since the console was started, by a clock that cannot be set.</summary>
    public required long At { get; init; }

    /// <summary>What the figures are without.</summary>
    public MissingParts Missing { get; init; } = new();

    /// <summary>Ended checkouts a second, by outcome.</summary>
    public IReadOnlyDictionary<string, double> Outcomes { get; init; } = new Dictionary<string, double>();

    /// <summary>Paid checkouts a second.</summary>
    public double? Paid { get; init; }

    /// <summary>Checkouts a second that ended without being paid.</summary>
    public double? Failed { get; init; }

    /// <summary>Requests a second that were shed.</summary>
    public double? Shed { get; init; }

    /// <summary>The median duration of the checkouts that ended since the sample before, in milliseconds.</summary>
    public double? MedianMs { get; init; }

    /// <summary>The duration that one in a hundred of them exceeded, in milliseconds.</summary>
    public double? TailMs { get; init; }

    public double? InFlight { get; init; }

    /// <summary>For how long the oldest unfinished work has not moved, in milliseconds; 0 without any.</summary>
    public double? OldestMs { get; init; }

    public double? Parked { get; init; }

    /// <summary>The age of the oldest envelope that the log has not confirmed, in milliseconds.</summary>
    public double? OutboxMs { get; init; }

    /// <summary>Records in the inboxes that are not done yet.</summary>
    public double? Lag { get; init; }
}
