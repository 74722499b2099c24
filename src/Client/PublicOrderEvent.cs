namespace Cartwright.Client;

/// <summary>
/// A public event: one change of an order's status, from the topic <c>cartwright.order.events.v1</c>.
/// </summary>
/// <param name="Id">The id of the step; a repetition has the same one.</param>
/// <param name="Type">The type, such as <c>cartwright.order.paid</c>.</param>
/// <param name="Sequence">The place of the event among those of its order: it grows, and is not contiguous.</param>
/// <param name="Time">The time of the change.</param>
/// <param name="OrderId">The order.</param>
/// <param name="UserId">The user who pays.</param>
/// <param name="Attempt">The number of the checkout.</param>
/// <param name="Status">The status that the order reached.</param>
/// <param name="TotalCost">The order's total, in the smallest unit of money.</param>
public sealed record PublicOrderEvent(
    string Id,
    string Type,
    long Sequence,
    DateTimeOffset Time,
    string OrderId,
    string UserId,
    string Attempt,
    ShopOrderStatus Status,
    long TotalCost)
{
    /// <summary>The lines; empty if the shop's version does not publish them.</summary>
    public IReadOnlyList<ShopOrderLine> Lines { get; init; } = [];

    /// <summary>The code of a failure's reason; null for other states.</summary>
    public string? Reason { get; init; }

    /// <summary>The item of the reason; null: it concerns none.</summary>
    public string? ReasonItem { get; init; }

    /// <summary>The W3C trace context of the checkout; null: it was not traced.</summary>
    public string? Traceparent { get; init; }
}
