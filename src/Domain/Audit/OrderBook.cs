using Cartwright.Domain.Orders;

namespace Cartwright.Domain.Audit;

/// <summary>The rows of the order service, and the attempts that they name.</summary>
internal sealed class OrderBook(BookTotals totals, OrderRules rules, HandedOutIds numbers, UnreadIds unread)
{
    private readonly HashSet<OrderId> _orders = [];
    private readonly Dictionary<AttemptId, NamedAttempt> _named = [];

    /// <summary>The named attempts that were not taken out yet.</summary>
    public IEnumerable<AttemptId> Attempts => _named.Keys;

    /// <summary>Whether there is such an order.</summary>
    public bool Has(OrderId id) => _orders.Contains(id);

    /// <summary>Whether an order names an attempt that was not taken out yet.</summary>
    public bool Names(AttemptId id) => _named.ContainsKey(id);

    /// <summary>Takes a named attempt out; null where no order names it.</summary>
    public NamedAttempt? Take(AttemptId id)
    {
        if (!_named.Remove(id, out var named))
        {
            return null;
        }

        // The order service draws the numbers of its attempts from the same counter.
        numbers.RecordUse(Order.Table, id.Value);
        return named;
    }

    /// <summary>The errors in the orders by themselves.</summary>
    public IEnumerable<Finding> Orders(IEnumerable<(OrderId, Order?)> orders)
    {
        foreach (var (id, order) in orders)
        {
            numbers.RecordUse(Order.Table, id.Value);
            _orders.Add(id);
            if (order is null)
            {
                unread.AddOrder(id);
                continue;
            }

            totals.AddOrder(order);
            var names = Enumerable.Empty<string>();
            if (order.Attempt is { } latest)
            {
                names = names.Concat(Name(latest, NamedAttempt.LatestOf(id, order)));
            }

            if (order.FailedAttempt is { } former)
            {
                names = names.Concat(Name(former, NamedAttempt.FormerOf(id, order)));
            }

            foreach (var wrong in rules.CheckOrder(id, order).Concat(names))
            {
                yield return new Finding(wrong);
            }

            if (rules.DescribeUnfinished(id, order) is { } unfinished)
            {
                yield return new Finding(unfinished) { IsUnfinished = true };
            }
        }
    }

    private IEnumerable<string> Name(AttemptId id, NamedAttempt named)
    {
        if (!_named.TryAdd(id, named))
        {
            yield return $"attempt {id} of order {named.Order} is named twice";
        }
    }
}
