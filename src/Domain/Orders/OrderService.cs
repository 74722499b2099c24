using System.Collections.Immutable;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Domain.Orders;

/// <summary>
/// The order service: which rows a message touches, the commands that users give, and the way from the saga's
/// messages to <see cref="Checkout"/>.
/// </summary>
public sealed class OrderService(OrderSagas sagas) : IService
{
    private readonly Checkout _checkout = new(sagas);
    private readonly SagaProgress _progress = new(sagas);

    public Role Role => Role.Order;

    public IReadOnlyList<Table> Tables { get; } = [Order.Table];

    public void AddKeys(Message message, ICollection<Key> keys)
    {
        switch (message)
        {
            case InspectOrders inspect:
                Init.AddKeys(Order.Table, inspect.First, inspect.Count, keys);
                break;
            case InitOrders init:
                Init.AddKeys(Order.Table, init.First, init.Count, keys);
                break;
            case AskPrice or PriceQuoted:
                break;
            case CreateOrder or AddLine or RemoveLine or CheckOutOrder or CancelOrder or PushOrder or SweepOrder
                or ReturnTaken:
                keys.Add(Order.KeyOf(OrderOf(message)));
                break;
            case IAttemptMessage answer when sagas.FindAnswer(message) is not null:
                keys.Add(Order.KeyOf(answer.Attempt.Order));
                break;
            default:
                throw UnknownMessage(message);
        }
    }

    public Decision Decide(IRows rows, Message message, long now) => message switch
    {
        InspectOrders inspect => BusyOrder(rows, inspect.First, inspect.Count)
            ?? Decision.Nothing.With(new InitDone(inspect.Count)),
        InitOrders init => InitAll(rows, init, now),
        AskPrice ask => Decision.Nothing
            .Send(new QuotePrice(ask.Item, ask.Request, ask.ReplyTo))
            .With(new PriceAsked(ask.Request)),
        PriceQuoted quoted => Decision.Nothing.With(new PriceTold(quoted.Request, quoted.Price)),
        CreateOrder create => NewOrder(FindOrder(rows, create.Order), create, now),
        AddLine add => AddToOrder(FindOwn(rows, add.Order, add), add, now),
        RemoveLine remove => RemoveFromOrder(FindOwn(rows, remove.Order, remove), remove, now),
        CheckOutOrder checkOut => _checkout.BeginCheckout(FindOwn(rows, checkOut.Order, checkOut), checkOut, now),
        CancelOrder cancel => _checkout.BeginCancellation(FindOrder(rows, cancel.Order), cancel, now),
        PushOrder push => _checkout.PushNow(FindOrder(rows, push.Order), push.Order, now),
        SweepOrder sweep => _checkout.PushWhenDue(FindOrder(rows, sweep.Order), sweep.Order, now),
        ReturnTaken repair => Repair.BeginRepair(FindOrder(rows, repair.Attempt.Order), repair.Attempt),
        IAttemptMessage answer => _progress.ContinueSaga(FindOrder(rows, answer.Attempt.Order), message, now),
        _ => throw UnknownMessage(message),
    };

    public Message SweepMessage(Key key) => new SweepOrder(new OrderId(key.Id));

    private static OrderId OrderOf(Message message) => message switch
    {
        CreateOrder create => create.Order,
        AddLine add => add.Order,
        RemoveLine remove => remove.Order,
        CheckOutOrder checkOut => checkOut.Order,
        CancelOrder cancel => cancel.Order,
        PushOrder push => push.Order,
        SweepOrder sweep => sweep.Order,
        ReturnTaken repair => repair.Attempt.Order,
        _ => throw UnknownMessage(message),
    };

    private static Order? FindOrder(IRows rows, OrderId order) => rows.Find<Order>(Order.KeyOf(order));

    // The order of another user is as if it were not there.
    private static Order? FindOwn(IRows rows, OrderId id, OwnedOrderMessage command) =>
        FindOrder(rows, id) is { } order && command.MayTouch(order.User) ? order : null;

    private static ImpossibleMeetingException UnknownMessage(Message message) =>
        new($"The order service has no {message.GetType().Name}.");

    private static ImpossibleMeetingException UnknownStatus(OrderStatus status) =>
        new($"Nothing is decided of an order that is {status}.");

    private static Decision NewOrder(Order? existing, CreateOrder create, long now) =>
        !create.MayTouch(create.User) ? Decision.Reject(Reason.UnknownUser)
        : existing is null
        ? Decision.Nothing
            .Change(Order.KeyOf(create.Order), new Order { User = create.User, UpdatedAt = now })
            .With(new OrderCreated(create.Order))
        : throw new ImpossibleMeetingException($"Order {create.Order} exists already.");

    private static Decision AddToOrder(Order? order, AddLine add, long now)
    {
        if (WhyNotAdd(order, add) is { } reason)
        {
            return Decision.Reject(reason);
        }

        var cost = add.Quantity * add.Price;
        var lines = order!.Lines;
        var place = IndexOf(lines, add.Item);
        var merged = place < 0
            ? new Line(add.Item, add.Quantity, cost)
            : new Line(add.Item, lines[place].Quantity + add.Quantity, lines[place].Cost + cost);
        if (merged.Quantity > Limits.QuantityMax || (place < 0 && lines.Length >= Limits.LinesMax))
        {
            return Decision.Reject(Reason.OverMaximum);
        }

        var changed = order with
        {
            Lines = place < 0 ? lines.Add(merged) : lines.SetItem(place, merged),
            Total = order.Total + cost,
            UpdatedAt = now,
        };
        return Decision.Nothing
            .Change(Order.KeyOf(add.Order), changed)
            .With(new LineAdded(add.Order, add.Item, changed.Total));
    }

    private static Reason? WhyNotAdd(Order? order, AddLine add)
    {
        if (add.Quantity <= 0 || add.Price < 0)
        {
            return Reason.OutOfRange;
        }

        return WhyNotChange(order) ?? (PassesTotal(order!.Total, add) ? Reason.OverMaximum : null);
    }

    private static Decision RemoveFromOrder(Order? order, RemoveLine remove, long now)
    {
        if (WhyNotChange(order) is { } reason)
        {
            return Decision.Reject(reason);
        }

        var place = IndexOf(order!.Lines, remove.Item);
        if (place < 0)
        {
            return Decision.Reject(Reason.UnknownLine, remove.Item);
        }

        var changed = order with
        {
            Lines = order.Lines.RemoveAt(place),
            Total = order.Total - order.Lines[place].Cost,
            UpdatedAt = now,
        };
        return Decision.Nothing
            .Change(Order.KeyOf(remove.Order), changed)
            .With(new LineRemoved(remove.Order, remove.Item, changed.Total));
    }

    // The lines of an order are final from its checkout on, until that has failed.
    private static Reason? WhyNotChange(Order? order) => order?.Status switch
    {
        null => Reason.UnknownOrder,
        OrderStatus.Processing => Reason.OrderProcessing,
        OrderStatus.Paid => Reason.OrderPaid,
        OrderStatus.Cancelling or OrderStatus.Cancelled => Reason.OrderCancelled,
        OrderStatus.Open or OrderStatus.Failed => null,
        _ => throw UnknownStatus(order.Status),
    };

    private static bool PassesTotal(long total, AddLine add) =>
        add.Quantity > Limits.QuantityMax
        || add.Price > Limits.PriceMax
        || (Int128)add.Quantity * add.Price > Limits.CreditMax - total;

    private static int IndexOf(ImmutableArray<Line> lines, ItemId item)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Item == item)
            {
                return i;
            }
        }

        return -1;
    }

    // An order that is on its way is not recreated: its attempt would lose the row that decides how to end it.
    private static Decision? BusyOrder(IRows rows, long first, int count)
    {
        for (var id = first; id < first + count; id++)
        {
            var order = FindOrder(rows, new OrderId(id));
            switch (order?.Status)
            {
                case OrderStatus.Processing:
                    return Decision.Reject(Reason.OrderProcessing);
                case OrderStatus.Cancelling:
                    return Decision.Reject(Reason.OrderCancelled);
                case null or OrderStatus.Open or OrderStatus.Paid or OrderStatus.Failed or OrderStatus.Cancelled:
                    break;
                default:
                    throw UnknownStatus(order.Status);
            }
        }

        return null;
    }

    private static Decision InitAll(IRows rows, InitOrders init, long now)
    {
        if (init.Items <= 0 || init.Users <= 0 || init.Price < 0)
        {
            return Decision.Reject(Reason.OutOfRange);
        }

        if (BusyOrder(rows, init.First, init.Count) is { } busy)
        {
            return busy;
        }

        if (init.Price > Limits.PriceMax)
        {
            return Decision.Reject(Reason.OverMaximum);
        }

        var all = Decision.Nothing.With(new InitDone(init.Count));
        for (var id = init.First; id < init.First + init.Count; id++)
        {
            var first = new ItemId(Init.PickNumber(init.Seed, id * 3, init.Items));
            var second = new ItemId(Init.PickNumber(init.Seed, (id * 3) + 1, init.Items));
            var order = new Order
            {
                User = new UserId(Init.PickNumber(init.Seed, (id * 3) + 2, init.Users)),
                Lines = first == second
                    ? [new Line(first, 2, 2 * init.Price)]
                    : [new Line(first, 1, init.Price), new Line(second, 1, init.Price)],
                Total = checked(2 * init.Price),
                UpdatedAt = now,
            };
            all.Change(Order.Table.KeyOf(id), order);
        }

        return all;
    }
}
