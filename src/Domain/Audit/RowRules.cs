using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Domain.Audit;

/// <summary>What has to be true of a row by itself.</summary>
internal static class RowRules
{
    public static IEnumerable<string> Check(ItemId id, Item item)
    {
        if (item.Stock < 0)
        {
            yield return $"item {id} has {item.Stock} units";
        }

        var balance = (Int128)item.Added + item.Returned - item.Subtracted - item.Taken;
        if (item.Stock != balance)
        {
            yield return $"item {id} has {item.Stock} units, but its counters make {balance}";
        }
    }

    public static IEnumerable<string> Check(UserId id, Account account)
    {
        if (account.Credit < 0 || account.Held < 0)
        {
            yield return $"user {id} has a credit of {account.Credit} and holds of {account.Held}";
        }

        var balance = (Int128)account.Funded + account.Refunded - account.Paid - account.Captured;
        if ((Int128)account.Credit + account.Held != balance)
        {
            yield return $"user {id} has a credit of {account.Credit} and holds of {account.Held}, "
                + $"but the counters make {balance}";
        }

        var held = account.Holds.Aggregate((Int128)0, (sum, hold) => sum + hold.Amount);
        if (account.Held != held)
        {
            yield return $"user {id} has {account.Held} held, but the holds make {held}";
        }

        if (!account.Holds.IsEmpty && account.Due is null)
        {
            yield return $"user {id} has holds that no sweep will ask after";
        }

        if (!account.Waiting.IsEmpty && account.Holds.IsEmpty)
        {
            yield return $"user {id} has attempts that wait, but no hold that they could wait for";
        }
    }

    /// <param name="unfinished">From what time on an order may still be on its way.</param>
    public static IEnumerable<string> Check(OrderId id, Order order, long unfinished)
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

        if (order.Attempt is null != order.Status is OrderStatus.Open)
        {
            yield return $"order {id} is {Text(order)}, but {(order.Attempt is null ? "has no" : "names an")} attempt";
        }

        if (order.Status is not (OrderStatus.Processing or OrderStatus.Cancelling))
        {
            yield break;
        }

        if (order.Due is null)
        {
            yield return $"order {id} is {Text(order)}, but no sweep will look after it";
        }

        var since = Math.Max(order.UpdatedAt, order.Deadline ?? order.UpdatedAt);
        if (since < unfinished)
        {
            yield return $"order {id} has been {Text(order)} for too long: since {since}";
        }
    }

    private static string Text(Order order) => Storage.EnumText.Of(order.Status);
}
