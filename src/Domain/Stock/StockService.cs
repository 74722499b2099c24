using System.Collections.Immutable;
using Cartwright.Kernel;

namespace Cartwright.Domain.Stock;

/// <summary>
/// The stock service. Stock moves only when an attempt is decided (a take), when a paid order is cancelled (a return),
/// or when the warehouse changes it. An attempt's first answer is recorded in its reservation and repeated.
/// </summary>
public sealed class StockService : IService
{
    public Role Role => Role.Stock;

    public IReadOnlyList<Table> Tables { get; } = [Item.Table, Reservation.Table];

    public void AddKeys(Message message, ICollection<Key> keys)
    {
        switch (message)
        {
            case CreateItem create:
                keys.Add(Item.KeyOf(create.Item));
                break;
            case AddStock add:
                keys.Add(Item.KeyOf(add.Item));
                break;
            case SubtractStock subtract:
                keys.Add(Item.KeyOf(subtract.Item));
                break;
            case QuotePrice quote:
                keys.Add(Item.KeyOf(quote.Item));
                break;
            case InitItems init:
                Init.AddKeys(Item.Table, init.First, init.Count, keys);
                break;
            case TakeStock take:
                AddAttemptKeys(take.Attempt, take.Lines, keys);
                break;
            case CancelAttempt cancel:
                keys.Add(Reservation.KeyOf(cancel.Attempt.Id));
                break;
            case ReturnStock giveBack:
                AddAttemptKeys(giveBack.Attempt, giveBack.Lines, keys);
                break;
            default:
                throw new ImpossibleMeetingException($"The stock service has no {message.GetType().Name}.");
        }
    }

    public Decision Decide(IRows rows, Message message, long now) => message switch
    {
        CreateItem create => NewItem(rows.Find<Item>(Item.KeyOf(create.Item)), create),
        AddStock add => AddToItem(rows.Find<Item>(Item.KeyOf(add.Item)), add),
        SubtractStock subtract => SubtractFromItem(rows.Find<Item>(Item.KeyOf(subtract.Item)), subtract),
        QuotePrice quote => Decision.Nothing.Send(new PriceQuoted(
            quote.Item, quote.Request, quote.ReplyTo, rows.Find<Item>(Item.KeyOf(quote.Item))?.Price)),
        InitItems init => InitAll(rows, init),
        TakeStock take => TakeLines(FindReservation(rows, take.Attempt), rows, take),
        CancelAttempt cancel => CancelReservation(FindReservation(rows, cancel.Attempt), cancel.Attempt),
        ReturnStock giveBack => ReturnLines(FindReservation(rows, giveBack.Attempt), rows, giveBack),
        _ => throw new ImpossibleMeetingException($"The stock service has no {message.GetType().Name}."),
    };

    public Message SweepMessage(Key key) =>
        throw new ImpossibleMeetingException("Nothing in the stock service falls due.");

    private static Decision NewItem(Item? existing, CreateItem create) => create.Price switch
    {
        _ when existing is not null => throw new ImpossibleMeetingException($"Item {create.Item} exists already."),
        < 0 => Decision.Reject(Reason.OutOfRange),
        > Limits.PriceMax => Decision.Reject(Reason.OverMaximum),
        _ => Decision.Nothing
            .Change(Item.KeyOf(create.Item), new Item { Price = create.Price })
            .With(new ItemCreated(create.Item)),
    };

    private static Decision AddToItem(Item? item, AddStock add)
    {
        if (add.Amount <= 0)
        {
            return Decision.Reject(Reason.OutOfRange);
        }

        if (item is null)
        {
            return Decision.Reject(Reason.UnknownItem, add.Item);
        }

        if (item.Stock > Limits.StockMax - add.Amount || item.Added > Limits.CounterMax)
        {
            return Decision.Reject(Reason.OverMaximum, add.Item);
        }

        return UpdateItem(add.Item, item with { Stock = item.Stock + add.Amount, Added = item.Added + add.Amount });
    }

    private static Decision SubtractFromItem(Item? item, SubtractStock subtract)
    {
        if (subtract.Amount <= 0)
        {
            return Decision.Reject(Reason.OutOfRange);
        }

        if (item is null)
        {
            return Decision.Reject(Reason.UnknownItem, subtract.Item);
        }

        if (item.Stock < subtract.Amount)
        {
            return Decision.RejectTooLittle(Reason.OutOfStock, subtract.Amount, item.Stock, subtract.Item);
        }

        return UpdateItem(
            subtract.Item,
            checked(item with
            {
                Stock = item.Stock - subtract.Amount,
                Subtracted = item.Subtracted + subtract.Amount,
            }));
    }

    private static Decision UpdateItem(ItemId id, Item item) =>
        Decision.Nothing.Change(Item.KeyOf(id), item).With(new StockUpdated(id, item.Stock));

    private static Decision InitAll(IRows rows, InitItems init)
    {
        if (init.Stock < 0 || init.Price < 0)
        {
            return Decision.Reject(Reason.OutOfRange);
        }

        if (init.Stock > Limits.StockMax || init.Price > Limits.PriceMax)
        {
            return Decision.Reject(Reason.OverMaximum);
        }

        var decision = Decision.Nothing.With(new InitDone(init.Count));
        for (var id = init.First; id < init.First + init.Count; id++)
        {
            var key = Item.Table.KeyOf(id);
            var generation = rows.Find<Item>(key) is { } old ? old.Generation + 1 : 0;
            decision.Change(
                key,
                new Item { Price = init.Price, Stock = init.Stock, Added = init.Stock, Generation = generation });
        }

        return decision;
    }

    private static Decision TakeLines(Reservation? reservation, IRows rows, TakeStock take)
    {
        if (reservation is not null)
        {
            return Decision.Nothing.Send(AnswerOf(reservation, take.Attempt));
        }

        RequireProper(take);

        var decided = new Reservation { Order = take.Attempt.Order, Status = ReservationStatus.Taken };
        if (WhyNot(rows, take.Lines) is { } refusal)
        {
            return RecordReservation(
                take.Attempt,
                decided with
                {
                    Status = ReservationStatus.Refused,
                    Reason = refusal.Reason,
                    ReasonItem = refusal.Item,
                });
        }

        var lines = ImmutableArray.CreateBuilder<TakenLine>(take.Lines.Length);
        foreach (var (id, quantity) in take.Lines)
        {
            lines.Add(new TakenLine(id, quantity, rows.Find<Item>(Item.KeyOf(id))!.Generation));
        }

        var decision = RecordReservation(take.Attempt, decided with { Lines = lines.MoveToImmutable() });
        foreach (var (id, quantity) in take.Lines)
        {
            decision.Change(Item.KeyOf(id), rows.Find<Item>(Item.KeyOf(id))!.Take(quantity));
        }

        return decision;
    }

    // An order has one line of an item, and no line of nothing.
    private static void RequireProper(TakeStock take)
    {
        if (take.Lines.IsDefaultOrEmpty)
        {
            throw new ImpossibleMeetingException($"Attempt {take.Attempt.Id} takes nothing: an order has lines.");
        }

        var items = new HashSet<ItemId>();
        foreach (var (item, quantity) in take.Lines)
        {
            if (quantity <= 0 || !items.Add(item))
            {
                throw new ImpossibleMeetingException($"Attempt {take.Attempt.Id} takes {quantity} of item {item}.");
            }
        }
    }

    // Reasons that stand first in their list win, wherever their lines stand in the order.
    private static Rejected? WhyNot(IRows rows, ImmutableArray<Units> lines)
    {
        Rejected? overMaximum = null;
        Rejected? outOfStock = null;
        foreach (var (id, quantity) in lines)
        {
            if (rows.Find<Item>(Item.KeyOf(id)) is not { } item)
            {
                return new Rejected(Reason.UnknownItem, id);
            }

            if (!item.CanCount(quantity))
            {
                overMaximum ??= new Rejected(Reason.OverMaximum, id);
            }

            if (item.Stock < quantity)
            {
                outOfStock ??= new Rejected(Reason.OutOfStock, id);
            }
        }

        return overMaximum ?? outOfStock;
    }

    private static Decision CancelReservation(Reservation? reservation, Attempt attempt) =>
        reservation is not null
            ? Decision.Nothing.Send(AnswerOf(reservation, attempt))
            : RecordReservation(
                attempt, new Reservation { Order = attempt.Order, Status = ReservationStatus.Cancelled });

    private static Decision ReturnLines(Reservation? reservation, IRows rows, ReturnStock command)
    {
        var attempt = command.Attempt;
        if (reservation?.Status is ReservationStatus.Returned)
        {
            return Decision.Nothing.Send(new StockReturned(attempt));
        }

        if (reservation?.Status is not ReservationStatus.Taken)
        {
            throw new ImpossibleMeetingException($"Attempt {attempt.Id} is returned but was never taken.");
        }

        // The rows of a message are known by the message alone, and this one does not name its items yet.
        if (command.Lines.IsEmpty && !reservation.Lines.IsEmpty)
        {
            return Decision.Nothing.Send(command with { Lines = reservation.LinesAsUnits() });
        }

        var decision = Decision.Nothing.Change(
            Reservation.KeyOf(attempt.Id), reservation with { Status = ReservationStatus.Returned });
        foreach (var line in reservation.Lines)
        {
            var item = rows.Find<Item>(Item.KeyOf(line.Item))
                ?? throw new ImpossibleMeetingException($"Attempt {attempt.Id} took item {line.Item}, which is gone.");
            if (item.Generation == line.Generation)
            {
                decision.Change(Item.KeyOf(line.Item), item.Return(line.Quantity));
            }
        }

        return decision.Send(new StockReturned(attempt));
    }

    private static Decision RecordReservation(Attempt attempt, Reservation reservation) =>
        Decision.Nothing
            .Change(Reservation.KeyOf(attempt.Id), reservation)
            .Send(AnswerOf(reservation, attempt));

    // The answer is a function of the record, so that it is the same each time.
    private static OrderMessage AnswerOf(Reservation reservation, Attempt attempt) => reservation.Status switch
    {
        ReservationStatus.Taken or ReservationStatus.Returned => new StockTaken(attempt),
        ReservationStatus.Refused => new StockRefused(attempt, reservation.Reason!.Value, reservation.ReasonItem),
        ReservationStatus.Cancelled => new StockRefused(attempt, Reason.Cancelled),
        _ => throw new ImpossibleMeetingException($"No answer means that a reservation is {reservation.Status}."),
    };

    private static Reservation? FindReservation(IRows rows, Attempt attempt)
    {
        var reservation = rows.Find<Reservation>(Reservation.KeyOf(attempt.Id));
        return reservation is null || reservation.Order == attempt.Order
            ? reservation
            : throw new ImpossibleMeetingException($"Attempt {attempt.Id} belongs to order {reservation.Order}.");
    }

    private static void AddAttemptKeys(Attempt attempt, ImmutableArray<Units> lines, ICollection<Key> keys)
    {
        keys.Add(Reservation.KeyOf(attempt.Id));
        foreach (var line in lines)
        {
            keys.Add(Item.KeyOf(line.Item));
        }
    }
}
