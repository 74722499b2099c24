using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Exploration.SeededBugs;

/// <summary>Mistakes of the order service in its clients' commands.</summary>
internal static class OrderBugs
{
    public static IReadOnlyList<SeededBug> All { get; } =
    [
        In("resets a cancelling order", "Its stock is back, and its payment is never refunded.", ResetCancelling),
        In("resets a processing order", "Whoever waits for the attempt never hears how it ended.", ResetProcessing),
        In("checks out again in flight", "One order is paid by two attempts.", CheckOutInFlight),
        In("checks out again when paid", "One order is paid by two attempts.", CheckOutPaid),
        In("begins one attempt twice", "Its old answers are taken as word of the failed one.", BeginTwice),
        In("cancels what is not paid", "Nothing was taken yet that could be returned.", CancelUnpaid),
        In("forgets the failed attempt", "Whoever waited for it hears the next one's outcome.", ForgetFailed),
        In("takes the first line only", "The order is paid and part of it is missing.", TakeFirstLine),
        In("keeps two lines of one item", "Two changes of one row: the units of one line are lost.", KeepTwoLines),
        In("counts totals in 32 bits", "A large order costs next to nothing.", WrapTotals),
        In("adds lines of negative quantity", "The order's total falls.", AddNegativeLines),
        In("removes lines in flight", "The order is paid, and has fewer lines than were taken.", RemoveInFlight),
        In("removes lines and keeps their cost", "The user pays for units that nobody takes.", KeepCost),
        new(
            "believes a refusal after the return",
            "Stock forgets that it was taken, and the order that it was paid.",
            new Dictionary<Role, Alteration> { [Role.Order] = BelieveRefusal, [Role.Stock] = RefuseReturned }),
    ];

    private static SeededBug In(string name, string description, Alteration alteration) =>
        SeededBug.In(Role.Order, name, description, alteration);

    private static Decision ResetCancelling(IService real, IRows rows, Message message, long now) =>
        real.Decide(message is InitOrders ? Hiding(rows, OrderStatus.Cancelling) : rows, message, now);

    private static Decision ResetProcessing(IService real, IRows rows, Message message, long now) =>
        real.Decide(message is InitOrders ? Hiding(rows, OrderStatus.Processing) : rows, message, now);

    private static Decision CheckOutInFlight(IService real, IRows rows, Message message, long now) =>
        real.Decide(message is CheckOutOrder ? Hiding(rows, OrderStatus.Processing) : rows, message, now);

    private static Decision CheckOutPaid(IService real, IRows rows, Message message, long now) =>
        real.Decide(message is CheckOutOrder ? Hiding(rows, OrderStatus.Paid) : rows, message, now);

    private static Decision BeginTwice(IService real, IRows rows, Message message, long now)
    {
        if (message is not CheckOutOrder checkOut
            || rows.Find<Order>(Order.KeyOf(checkOut.Order)) is not { Status: OrderStatus.Failed } before
            || before.Attempt != checkOut.Attempt)
        {
            return real.Decide(rows, message, now);
        }

        return real.Decide(rows.Seeing<Order>(order => order with { Attempt = null }), message, now)
            .Altered(rows: row => row is Order order ? order with { FailedAttempt = before.Attempt } : row);
    }

    private static IRows Hiding(IRows rows, OrderStatus status) => rows.Seeing<Order>(order =>
        order.Status == status ? order with { Status = OrderStatus.Open } : order);

    private static Decision CancelUnpaid(IService real, IRows rows, Message message, long now) =>
        real.Decide(
            message is CancelOrder
                ? rows.Seeing<Order>(order => order.Status is OrderStatus.Processing
                    ? order with { Status = OrderStatus.Paid }
                    : order)
                : rows,
            message,
            now);

    private static Decision ForgetFailed(IService real, IRows rows, Message message, long now) =>
        real.Decide(rows, message, now).Altered(rows: row =>
            message is CheckOutOrder && row is Order order
                ? order with { FailedAttempt = null, FailedReason = null }
                : row);

    private static Decision TakeFirstLine(IService real, IRows rows, Message message, long now) =>
        real.Decide(rows, message, now).Altered(messages: sent => sent switch
        {
            HoldCredit { Lines: { } lines } hold => hold with { Lines = [lines[0]] },
            TakeStock take => take with { Lines = [take.Lines[0]] },
            _ => sent,
        });

    private static Decision KeepTwoLines(IService real, IRows rows, Message message, long now)
    {
        if (message is not AddLine add || rows.Find<Order>(Order.KeyOf(add.Order)) is not { } before)
        {
            return real.Decide(rows, message, now);
        }

        return real.Decide(rows.Seeing<Order>(order => order with { Lines = [] }), message, now).Altered(rows: row =>
            row is Order order ? order with { Lines = before.Lines.AddRange(order.Lines) } : row);
    }

    private static Decision WrapTotals(IService real, IRows rows, Message message, long now) =>
        real.Decide(rows, message, now).Altered(rows: row =>
            row is Order order ? order with { Total = unchecked((int)order.Total) } : row);

    private static Decision AddNegativeLines(IService real, IRows rows, Message message, long now)
    {
        if (message is not AddLine { Quantity: < 0 } add
            || rows.Find<Order>(Order.KeyOf(add.Order)) is not { Status: OrderStatus.Open } order)
        {
            return real.Decide(rows, message, now);
        }

        var cost = add.Quantity * add.Price;
        var changed = order with
        {
            Lines = order.Lines.Replace(
                order.Lines[0],
                order.Lines[0] with
                {
                    Quantity = order.Lines[0].Quantity + add.Quantity,
                    Cost = order.Lines[0].Cost + cost,
                }),
            Total = order.Total + cost,
        };
        return Decision.Nothing
            .Change(Order.KeyOf(add.Order), changed)
            .With(new LineAdded(add.Order, add.Item, changed.Total));
    }

    private static Decision RemoveInFlight(IService real, IRows rows, Message message, long now) =>
        message is RemoveLine remove
            && rows.Find<Order>(Order.KeyOf(remove.Order)) is { Status: OrderStatus.Processing }
            ? real.Decide(Hiding(rows, OrderStatus.Processing), message, now).Altered(rows: row =>
                row is Order order ? order with { Status = OrderStatus.Processing } : row)
            : real.Decide(rows, message, now);

    private static Decision KeepCost(IService real, IRows rows, Message message, long now) =>
        message is RemoveLine remove && rows.Find<Order>(Order.KeyOf(remove.Order)) is { } before
            ? real.Decide(rows, message, now).Altered(rows: row =>
                row is Order order ? order with { Total = before.Total } : row)
            : real.Decide(rows, message, now);

    private static Decision BelieveRefusal(IService real, IRows rows, Message message, long now) =>
        real.Decide(
            message is StockRefused
                ? rows.Seeing<Order>(order => order.IsDecidedPaid
                    ? order with { Status = OrderStatus.Processing }
                    : order)
                : rows,
            message,
            now);

    private static Decision RefuseReturned(IService real, IRows rows, Message message, long now)
    {
        var attempt = message switch
        {
            TakeStock take => take.Attempt,
            CancelAttempt cancel => cancel.Attempt,
            _ => null,
        };
        return attempt is not null
            && rows.Find<Reservation>(Reservation.KeyOf(attempt.Id))?.Status is ReservationStatus.Returned
            ? Decision.Nothing.Send(new StockRefused(attempt, Reason.Cancelled))
            : real.Decide(rows, message, now);
    }
}
