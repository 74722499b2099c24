using Cartwright.Domain.Orders;
using Cartwright.Domain.Sagas;
using Cartwright.Kernel;

namespace Cartwright.Domain.Audit;

/// <summary>The rules for an order's row by itself.</summary>
/// <param name="time">The time of the audit.</param>
/// <param name="checkout">The saga by which orders are checked out: it may leave a paid order due.</param>
internal sealed class OrderRules(AuditTime time, Saga checkout)
{
    public IEnumerable<string> CheckOrder(OrderId id, Order order) =>
        CheckLines(id, order).Concat(CheckAttempt(id, order)).Concat(CheckTimes(id, order));

    /// <summary>The description of an order that has been on its way for too long; null where it has not.</summary>
    public string? DescribeUnfinished(OrderId id, Order order)
    {
        var since = Math.Max(order.UpdatedAt, order.Deadline ?? order.UpdatedAt);
        return (IsOnItsWay(order) || AwaitsAnswers(order)) && time.IsTooLong(since)
            ? $"order {id} has been {StatusText(order)}{(AwaitsAnswers(order) ? " and incomplete" : "")} for too long: "
                + $"since {AuditTime.FormatUtc(since)}"
            : null;
    }

    private static IEnumerable<string> CheckLines(OrderId id, Order order)
    {
        var total = order.Lines.Aggregate((Int128)0, (sum, line) => sum + line.Cost);
        if (order.Total != total)
        {
            yield return $"order {id} has a total of {order.Total}, but its lines cost {total}";
        }

        if (order.Lines.Any(line => line.Quantity <= 0))
        {
            yield return $"order {id} has a line without units";
        }

        if (order.Lines.Any(line => line.Cost < 0))
        {
            yield return $"order {id} has a line that costs less than nothing";
        }

        if (order.Lines.DistinctBy(line => line.Item).Count() < order.Lines.Length)
        {
            yield return $"order {id} has two lines of one item";
        }

        if (order.Lines.IsEmpty && order.Status is not OrderStatus.Open)
        {
            yield return $"order {id} is {StatusText(order)}, but has no lines";
        }
    }

    private static IEnumerable<string> CheckAttempt(OrderId id, Order order)
    {
        if (order.Attempt is null != order.Status is OrderStatus.Open)
        {
            var names = order.Attempt is null ? "has no" : "names an";
            yield return $"order {id} is {StatusText(order)}, but {names} attempt";
        }

        if (order.Status is OrderStatus.Failed && order.Reason is null)
        {
            yield return $"order {id} is failed, but has no reason";
        }

        if (order.Status is not (OrderStatus.Failed or OrderStatus.Processing) && order.Reason is not null)
        {
            yield return $"order {id} is {StatusText(order)}, but has a reason to fail: {order.Reason.Value.ToCode()}";
        }

        if (order.ReasonItem is not null && order.Reason is null)
        {
            yield return $"order {id} names item {order.ReasonItem} as the reason, but has no reason";
        }

        if (order.FailedAttempt is null != order.FailedReason is null)
        {
            yield return $"order {id} has a failed attempt without its reason, or the other way round";
        }

        if (order.FailedAttempt is not null && (order.Attempt is null || order.FailedAttempt == order.Attempt))
        {
            yield return $"order {id} names attempt {order.FailedAttempt} as the one before, but has no later one";
        }
    }

    private IEnumerable<string> CheckTimes(OrderId id, Order order)
    {
        if (time.IsAhead(order.UpdatedAt))
        {
            yield return $"order {id} was changed in the future: {AuditTime.FormatUtc(order.UpdatedAt)}";
        }

        if (order.Status is OrderStatus.Processing != order.Deadline is not null)
        {
            yield return $"order {id} is {StatusText(order)}, but has {(order.Deadline is null ? "no" : "a")} deadline";
        }

        if (order.Deadline is { } deadline && time.IsFarAhead(deadline))
        {
            yield return $"order {id} has its deadline too far ahead: {AuditTime.FormatUtc(deadline)}";
        }

        if (IsOnItsWay(order) && order.Due is null)
        {
            yield return $"order {id} is {StatusText(order)}, but no sweep will look after it";
        }

        if (!IsOnItsWay(order) && !AwaitsAnswers(order) && order.Due is not null)
        {
            yield return $"order {id} is {StatusText(order)}, but a sweep is to look after it";
        }

        if (order.Due is { } due && time.IsAhead(due))
        {
            yield return $"order {id} is {StatusText(order)}, "
                + $"but no sweep will look after it before {AuditTime.FormatUtc(due)}";
        }
    }

    private static bool IsOnItsWay(Order order) => order.Status is OrderStatus.Processing or OrderStatus.Cancelling;

    // Steps after the decision are pushed until their answers are there.
    private bool AwaitsAnswers(Order order) =>
        checkout.AwaitsAfterDecision && order is { Status: OrderStatus.Paid, Due: not null };

    private static string StatusText(Order order) => EnumText.TextOf(order.Status);
}
