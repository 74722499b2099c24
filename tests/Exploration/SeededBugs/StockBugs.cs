using System.Collections.Immutable;
using Cartwright.Domain;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Exploration.SeededBugs;

/// <summary>Mistakes of the stock service.</summary>
internal static class StockBugs
{
    public static IReadOnlyList<SeededBug> All { get; } =
    [
        In("leaves no mark for a cancel", "The take that comes later succeeds for a failed attempt.", NoCancelMark),
        In("records no refusal", "A repeated take succeeds for a failed attempt.", NoRefusalRecord),
        In("takes after a cancel", "Stock is taken for an attempt that was cancelled.", TakeCancelled),
        In("takes once more at each repetition", "A message that comes twice takes twice.", TakeTwice),
        In("takes what is not there", "Two buyers get the last unit.", Oversell),
        In("takes the lines that it can", "An order is paid and part of it is missing.", TakePart),
        In("refuses the last unit", "Somebody is told out of stock while a unit is there.", RefuseLast),
        In("returns twice", "A message that comes twice makes stock out of nothing.", ReturnTwice),
        In("returns into a reset item", "The new stock grows by units of the old.", ReturnToReset),
        In("adds negative stock", "Units vanish without being subtracted.", AddNegative),
    ];

    private static SeededBug In(string name, string description, Alteration alteration) =>
        SeededBug.In(Role.Stock, name, description, alteration);

    private static Decision NoCancelMark(IService real, IRows rows, Message message, long now) =>
        real.Decide(rows, message, now).Altered(rows: row => message is CancelAttempt ? null : row);

    private static Decision NoRefusalRecord(IService real, IRows rows, Message message, long now) =>
        real.Decide(rows, message, now).Altered(rows: row =>
            row is Reservation { Status: ReservationStatus.Refused } ? null : row);

    private static Decision TakeCancelled(IService real, IRows rows, Message message, long now) =>
        real.Decide(
            message is TakeStock
                ? rows.Seeing<Reservation>(record => record.Status is ReservationStatus.Cancelled ? null : record)
                : rows,
            message,
            now);

    private static Decision TakeTwice(IService real, IRows rows, Message message, long now) =>
        real.Decide(
            message is TakeStock
                ? rows.Seeing<Reservation>(record => record.Status is ReservationStatus.Taken ? null : record)
                : rows,
            message,
            now);

    private static Decision Oversell(IService real, IRows rows, Message message, long now)
    {
        if (message is not TakeStock)
        {
            return real.Decide(rows, message, now);
        }

        const long plenty = 1_000;
        return real.Decide(rows.Seeing<Item>(item => item with { Stock = item.Stock + plenty }), message, now)
            .Altered(rows: row => row is Item item ? item with { Stock = item.Stock - plenty } : row);
    }

    private static Decision TakePart(IService real, IRows rows, Message message, long now)
    {
        if (message is not TakeStock take)
        {
            return real.Decide(rows, message, now);
        }

        var there = take.Lines
            .Where(line => rows.Find<Item>(Item.KeyOf(line.Item))?.Stock >= line.Quantity)
            .ToImmutableArray();
        return real.Decide(rows, there.IsEmpty ? take : take with { Lines = there }, now);
    }

    private static Decision RefuseLast(IService real, IRows rows, Message message, long now)
    {
        var takesLast = message is TakeStock take
            && rows.Find<Reservation>(Reservation.KeyOf(take.Attempt.Id)) is null
            && take.Lines.Any(line => rows.Find<Item>(Item.KeyOf(line.Item))?.Stock == line.Quantity);
        return takesLast
            ? real.Decide(rows.Seeing<Item>(item => item with { Stock = 0 }), message, now)
            : real.Decide(rows, message, now);
    }

    private static Decision ReturnTwice(IService real, IRows rows, Message message, long now) =>
        real.Decide(
            message is ReturnStock
                ? rows.Seeing<Reservation>(record => record with { Status = ReservationStatus.Taken })
                : rows,
            message,
            now);

    private static Decision ReturnToReset(IService real, IRows rows, Message message, long now)
    {
        if (message is not ReturnStock giveBack
            || rows.Find<Reservation>(Reservation.KeyOf(giveBack.Attempt.Id)) is not { } before)
        {
            return real.Decide(rows, message, now);
        }

        var today = before.Lines
            .Select(line => line with { Generation = rows.Find<Item>(Item.KeyOf(line.Item))?.Generation ?? 0 })
            .ToImmutableArray();
        return real.Decide(rows.Seeing<Reservation>(record => record with { Lines = today }), message, now)
            .Altered(rows: row => row is Reservation record ? record with { Lines = before.Lines } : row);
    }

    private static Decision AddNegative(IService real, IRows rows, Message message, long now)
    {
        if (message is not AddStock { Amount: < 0 } add || rows.Find<Item>(Item.KeyOf(add.Item)) is not { } item)
        {
            return real.Decide(rows, message, now);
        }

        var less = item with { Stock = item.Stock + add.Amount, Added = item.Added + add.Amount };
        return Decision.Nothing.Change(Item.KeyOf(add.Item), less).With(new StockUpdated(add.Item, less.Stock));
    }
}
