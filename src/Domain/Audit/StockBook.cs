using Cartwright.Domain.Stock;

namespace Cartwright.Domain.Audit;

/// <summary>The rows of the stock service: items, and the reservations that their counters are the sums of.</summary>
internal sealed class StockBook(BookTotals totals, HandedOutIds numbers, UnreadIds unread)
{
    private readonly CounterBook _items = new("item", "taken", "returned");

    /// <summary>Whether there is such an item.</summary>
    public bool Has(long item) => _items.HasCounter(item);

    /// <summary>The errors in the items by themselves.</summary>
    public IEnumerable<Finding> Items(IEnumerable<(ItemId, Item?)> items)
    {
        foreach (var (id, item) in items)
        {
            numbers.RecordUse(Item.Table, id.Value);
            if (item is null)
            {
                _items.OpenUnread(id.Value);
                continue;
            }

            totals.AddItem(item);
            _items.OpenCounter(id.Value, item.Generation, item.Taken, item.Returned);
            foreach (var wrong in RowRules.CheckItem(id, item))
            {
                yield return new Finding(wrong);
            }
        }
    }

    /// <summary>Counts the reservations, and gives those that can be read.</summary>
    public IEnumerable<(AttemptId Id, Reservation Row)> Count(IEnumerable<(AttemptId, Reservation?)> reservations)
    {
        foreach (var (id, reservation) in reservations)
        {
            if (reservation is null)
            {
                _items.CountUnread();
                unread.AddAttempt(id);
                continue;
            }

            totals.Reservations++;
            if (reservation.Status is ReservationStatus.Taken or ReservationStatus.Returned)
            {
                var cameBack = reservation.Status is ReservationStatus.Returned;
                foreach (var line in reservation.Lines)
                {
                    _items.CountMovement(line.Item.Value, line.Generation, line.Quantity, cameBack);
                }
            }

            yield return (id, reservation);
        }
    }

    /// <summary>Where the counters and the reservations differ.</summary>
    public IEnumerable<Finding> Check() => _items.CheckCounters().Select(wrong => new Finding(wrong));
}
