namespace Cartwright.Client;

/// <summary>One event of an order's stream: a change of its status, or its status when the stream began.</summary>
/// <param name="EventId">
/// The id of the step: the attempt, and the number of the step. A later stream that begins after it sends no event
/// twice.
/// </param>
/// <param name="OrderId">The order.</param>
/// <param name="Status">The status that the order reached.</param>
/// <param name="Attempt">The number of the checkout; null before the first.</param>
/// <param name="Reason">The code of a failure's reason; null for other states.</param>
/// <param name="UpdatedAt">The time of the change; null for a step that the shop filled in.</param>
public sealed record OrderUpdate(
    string EventId,
    string OrderId,
    ShopOrderStatus Status,
    string? Attempt,
    string? Reason,
    DateTimeOffset? UpdatedAt)
{
    /// <summary>Whether nothing is in flight after it: the order is paid, failed or cancelled.</summary>
    public bool IsFinal => Status is ShopOrderStatus.Paid or ShopOrderStatus.Failed or ShopOrderStatus.Cancelled;
}
