namespace Cartwright.Admin.Parked;

/// <summary>A parked message without its bytes.</summary>
public record ParkedSummary
{
    public required string Id { get; init; }

    public required string Service { get; init; }

    public required string Type { get; init; }

    /// <summary>Its source, such as <c>Payment 3@118</c>.</summary>
    public required string Origin { get; init; }

    public required string Error { get; init; }

    /// <summary>When it was parked last, in milliseconds since 1970.</summary>
    public required long At { get; init; }

    /// <summary>When it is tried again; null until that is asked for.</summary>
    public long? Due { get; init; }

    /// <summary>Why an operator had its work undone; then it is the record of a repair.</summary>
    public string? ReturnReason { get; init; }

    public long? ReturnedAt { get; init; }
}
