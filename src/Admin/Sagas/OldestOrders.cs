using Cartwright.Domain;
using Cartwright.Domain.Orders;

namespace Cartwright.Admin.Sagas;

/// <summary>The orders of a sequence that moved the longest ago.</summary>
/// <param name="Found">They, the oldest first.</param>
/// <param name="Count">How many the sequence has.</param>
public sealed record OldestOrders(IReadOnlyList<(OrderId Id, Order Order)> Found, int Count)
{
    /// <summary>
    /// Reads a sequence to its end, which may have millions, and keeps only the orders that are asked for.
    /// </summary>
    public static OldestOrders FindOldest(IEnumerable<(OrderId Id, Order Order)> orders, int limit)
    {
        var youngestFirst = Comparer<(long At, long Id)>.Create((one, other) => other.CompareTo(one));
        var kept = new PriorityQueue<(OrderId Id, Order Order), (long At, long Id)>(youngestFirst);
        var count = 0;
        foreach (var row in orders)
        {
            kept.Enqueue(row, (row.Order.UpdatedAt, row.Id.Value));
            count++;
            if (kept.Count > limit)
            {
                kept.Dequeue();
            }
        }

        return new OldestOrders(
            [.. kept.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element)], count);
    }
}
