using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Exploration.Rules;

/// <summary>Conditions on each single row.</summary>
internal static class RowRules
{
    public static Violation? Check(object row) => row switch
    {
        Item item => CheckItem(item),
        Account account => CheckAccount(account),
        Order order => CheckOrder(order),
        _ => null,
    };

    private static Violation? CheckItem(Item item)
    {
        long[] numbers = [item.Price, item.Stock, item.Added, item.Subtracted, item.Taken, item.Returned];
        if (numbers.Any(number => number < 0))
        {
            return new Violation(Invariant.NeverNegative, $"{item}");
        }

        return item.Stock == item.Added + item.Returned - item.Subtracted - item.Taken
            ? null
            : new Violation(Invariant.Balances, $"{item}");
    }

    private static Violation? CheckAccount(Account account)
    {
        long[] numbers =
            [account.Credit, account.Held, account.Funded, account.Paid, account.Captured, account.Refunded];
        if (numbers.Any(number => number < 0) || account.Holds.Concat(account.Waiting).Any(hold => hold.Amount < 0))
        {
            return new Violation(Invariant.NeverNegative, $"{account}");
        }

        var owned = account.Funded + account.Refunded - account.Paid - account.Captured;
        return account.Credit + account.Held == owned && account.Held == account.Holds.Sum(hold => hold.Amount)
            ? null
            : new Violation(Invariant.Balances, $"{account}");
    }

    private static Violation? CheckOrder(Order order)
    {
        var statusFits = order.Status switch
        {
            OrderStatus.Open => order.Attempt is null,
            OrderStatus.Failed => order is { Attempt: not null, Reason: not null },
            OrderStatus.Processing => order.Attempt is not null,
            _ => order is { Attempt: not null, Reason: null },
        };
        var itemsDiffer = order.Lines.DistinctBy(line => line.Item).Count() == order.Lines.Length;
        var linesFit = order.Lines.All(line => line is { Quantity: > 0, Cost: >= 0 });
        return statusFits && itemsDiffer && linesFit && order.Total == order.Lines.Sum(line => line.Cost)
            ? null
            : new Violation(
                Invariant.OrderAddsUp, $"{order.Status}, total {order.Total}: {string.Join(", ", order.Lines)}");
    }
}
