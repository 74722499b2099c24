namespace Cartwright.Client;

/// <summary>An order as the shop shows it.</summary>
/// <param name="OrderId">Its number.</param>
/// <param name="UserId">The user who pays.</param>
/// <param name="Status">Its status.</param>
/// <param name="TotalCost">The sum of its lines, in the smallest unit of money.</param>
/// <param name="Lines">Its lines, one for each item.</param>
/// <param name="Attempt">The number of its last checkout; null before the first.</param>
/// <param name="Reason">
/// The code of the last failed attempt's reason; while it is processing, of the failure that is about to come;
/// otherwise null.
/// </param>
/// <param name="UpdatedAt">The time of its last change.</param>
public sealed record ShopOrder(
    string OrderId,
    string UserId,
    ShopOrderStatus Status,
    long TotalCost,
    IReadOnlyList<ShopOrderLine> Lines,
    string? Attempt,
    string? Reason,
    DateTimeOffset UpdatedAt)
{
    /// <summary>Whether its status is paid.</summary>
    public bool IsPaid => Status == ShopOrderStatus.Paid;
}
