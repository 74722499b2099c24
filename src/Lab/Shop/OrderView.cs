namespace Cartwright.Lab.Shop;

/// <summary>An order as the shop shows it.</summary>
internal sealed record OrderView(
    string Status, bool Paid, string UserId, long TotalCost, IReadOnlyList<(string ItemId, long Quantity)> Lines)
{
    /// <summary>False while the outcome is still being worked out.</summary>
    public bool IsSettled => Status is not ("processing" or "cancelling");
}
