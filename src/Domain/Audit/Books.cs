using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Domain.Audit;

/// <summary>
/// The audit: whether the rows of the three services, as they stood at one moment, tell one story in which no unit
/// and no cent has appeared or vanished. It keeps what orders say of their attempts and what counters say; the
/// records of the attempts, of which there are the most, go by one at a time.
/// </summary>
public static class Books
{
    /// <summary>What is wrong, in words; nothing where the books are right.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="now">The moment, in milliseconds since 1970.</param>
    /// <param name="unfinishedMaxMs">
    /// How long something may be unfinished: an order past its deadline, or a hold since it began.
    /// </param>
    /// <param name="totals">Takes what was seen.</param>
    public static IEnumerable<string> Check(BookRows rows, long now, long unfinishedMaxMs, BookTotals totals)
    {
        var audit = new Pass(totals, now - unfinishedMaxMs);
        return audit.Items(rows.Items)
            .Concat(audit.Accounts(rows.Accounts))
            .Concat(audit.Orders(rows.Orders))
            .Concat(audit.Attempts(rows.Reservations, rows.Payments))
            .Concat(audit.Rest());
    }

    /// <summary>One pass over all rows, in this order.</summary>
    private sealed class Pass(BookTotals totals, long unfinished)
    {
        private readonly CounterBook _items = new("item", "taken", "returned");
        private readonly CounterBook _accounts = new("user", "captured", "refunded");
        private readonly Dictionary<AttemptId, AccountEntry> _entries = [];
        private readonly Dictionary<AttemptId, NamedAttempt> _named = [];
        private readonly HashSet<OrderId> _orders = [];

        public IEnumerable<string> Items(IEnumerable<(ItemId, Item)> items)
        {
            foreach (var (id, item) in items)
            {
                totals.Add(item);
                _items.Open(id.Value, item.Generation, item.Taken, item.Returned);
                foreach (var wrong in RowRules.Check(id, item))
                {
                    yield return wrong;
                }
            }
        }

        public IEnumerable<string> Accounts(IEnumerable<(UserId, Account)> accounts)
        {
            foreach (var (id, account) in accounts)
            {
                totals.Add(account);
                _accounts.Open(id.Value, account.Generation, account.Captured, account.Refunded);
                var entries = account.Holds.Select(hold => new AccountEntry(id, hold, IsHeld: true))
                    .Concat(account.Waiting.Select(hold => new AccountEntry(id, hold, IsHeld: false)));
                foreach (var wrong in RowRules.Check(id, account).Concat(entries.SelectMany(Enter)))
                {
                    yield return wrong;
                }
            }
        }

        public IEnumerable<string> Orders(IEnumerable<(OrderId, Order)> orders)
        {
            foreach (var (id, order) in orders)
            {
                totals.Add(order);
                _orders.Add(id);
                var names = Enumerable.Empty<string>();
                if (order.Attempt is { } latest)
                {
                    names = names.Concat(Name(latest, NamedAttempt.Latest(id, order)));
                }

                if (order.FailedAttempt is { } former)
                {
                    names = names.Concat(Name(former, NamedAttempt.Former(id, order)));
                }

                foreach (var wrong in RowRules.Check(id, order, unfinished).Concat(names))
                {
                    yield return wrong;
                }
            }
        }

        public IEnumerable<string> Attempts(
            IEnumerable<(AttemptId, Reservation)> reservations, IEnumerable<(AttemptId, Payment)> payments)
        {
            foreach (var (id, reservation, payment) in ByAttempt.Merge(reservations, payments))
            {
                Count(reservation);
                Count(payment);
                foreach (var wrong in Check(id, reservation, payment))
                {
                    yield return wrong;
                }
            }
        }

        /// <summary>The attempts that have no record, and the counters.</summary>
        public IEnumerable<string> Rest()
        {
            var left = _named.Keys.Union(_entries.Keys).ToList();
            foreach (var wrong in left.SelectMany(id => Check(id, null, null)))
            {
                yield return wrong;
            }

            foreach (var wrong in _items.Check().Concat(_accounts.Check()))
            {
                yield return wrong;
            }
        }

        private IEnumerable<string> Check(AttemptId id, Reservation? reservation, Payment? payment)
        {
            NamedAttempt? named = _named.Remove(id, out var name) ? name : null;
            AccountEntry? entry = _entries.Remove(id, out var found) ? found : null;
            return new AttemptFacts(id, named, reservation, payment, entry).Check(_orders.Contains, unfinished);
        }

        private IEnumerable<string> Enter(AccountEntry entry)
        {
            if (!_entries.TryAdd(entry.Hold.Attempt, entry))
            {
                yield return $"attempt {entry.Hold.Attempt} of user {entry.User} stands in accounts twice";
            }
        }

        private IEnumerable<string> Name(AttemptId id, NamedAttempt named)
        {
            if (!_named.TryAdd(id, named))
            {
                yield return $"attempt {id} of order {named.Order} is named twice";
            }
        }

        private void Count(Reservation? reservation)
        {
            totals.Reservations += reservation is null ? 0 : 1;
            if (reservation?.Status is not (ReservationStatus.Taken or ReservationStatus.Returned))
            {
                return;
            }

            foreach (var line in reservation.Lines)
            {
                var cameBack = reservation.Status is ReservationStatus.Returned;
                _items.Count(line.Item.Value, line.Generation, line.Quantity, cameBack);
            }
        }

        private void Count(Payment? payment)
        {
            totals.Payments += payment is null ? 0 : 1;
            if (payment?.Status is PaymentStatus.Captured or PaymentStatus.Refunded)
            {
                var cameBack = payment.Status is PaymentStatus.Refunded;
                _accounts.Count(payment.User.Value, payment.Generation, payment.Amount, cameBack);
            }
        }
    }
}
