namespace Cartwright.Admin.Sagas;

/// <summary>An order, without the steps of its sagas.</summary>
public record SagaSummary
{
    public required string OrderId { get; init; }

    public required string Status { get; init; }

    public required string UserId { get; init; }

    public required long Amount { get; init; }

    public required IReadOnlyList<SagaLine> Lines { get; init; }

    /// <summary>The latest attempt; null before the first.</summary>
    public string? AttemptId { get; init; }

    /// <summary>Why the latest attempt failed, or is about to.</summary>
    public string? Reason { get; init; }

    public string? ReasonItem { get; init; }

    public required long UpdatedAt { get; init; }

    /// <summary>When the sweep has the decision made, if it is not made by then.</summary>
    public long? Deadline { get; init; }

    /// <summary>How often the sweep has looked since the order last moved.</summary>
    public long Looks { get; init; }

    /// <summary>When the sweep looks next; null while nothing is in flight.</summary>
    public long? NextLook { get; init; }
}
