using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Simulation.Stores;

namespace Cartwright.Simulation.Checks;

/// <summary>
/// Conservation, commit by commit: an item's counters change by the reservations of the same commit, and an account's
/// by its payments.
/// </summary>
internal static class Books
{
    public static void Check(IReadOnlyList<CommittedRow> rows, Violations violations)
    {
        foreach (var row in rows)
        {
            switch (row)
            {
                case { Before: Item before, After: Item after } when before.Generation == after.Generation:
                    var units = Units(rows, new ItemId(row.Key.Id), after.Generation);
                    violations.Unless(
                        units == (after.Taken - before.Taken, after.Returned - before.Returned),
                        "conservation of units",
                        () => $"{row.Key} moved from {before} to {after}, its reservations by {units}.");
                    break;
                case { Before: Account before, After: Account after } when before.Generation == after.Generation:
                    var cents = Cents(rows, new UserId(row.Key.Id), after.Generation);
                    violations.Unless(
                        cents == (after.Captured - before.Captured, after.Refunded - before.Refunded),
                        "conservation of money",
                        () => $"{row.Key} moved from {before} to {after}, its payments by {cents}.");
                    break;
            }
        }
    }

    private static (long Taken, long Returned) Units(IReadOnlyList<CommittedRow> rows, ItemId item, long generation)
    {
        var (taken, returned) = (0L, 0L);
        foreach (var row in rows)
        {
            if (row.After is Reservation after)
            {
                var lines = after.Lines.Where(line => line.Item == item && line.Generation == generation);
                var quantity = lines.Sum(line => line.Quantity);
                taken += row.Before is null ? quantity : 0;
                returned += after.Status is ReservationStatus.Returned ? quantity : 0;
            }
        }

        return (taken, returned);
    }

    private static (long Captured, long Refunded) Cents(IReadOnlyList<CommittedRow> rows, UserId user, long generation)
    {
        var (captured, refunded) = (0L, 0L);
        foreach (var row in rows)
        {
            if (row.After is Payment { Status: PaymentStatus.Captured or PaymentStatus.Refunded } after
                && after.User == user && after.Generation == generation)
            {
                captured += row.Before is null ? after.Amount : 0;
                refunded += after.Status is PaymentStatus.Refunded ? after.Amount : 0;
            }
        }

        return (captured, refunded);
    }
}
