using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Domain.Audit;

/// <summary>
/// The audit: whether the rows of the three services, as they stood at one moment, agree, and no unit and no cent has
/// appeared or vanished. The attempts named by orders and the counters are kept in memory; the records of the attempts,
/// of which there are the most, are read one at a time.
/// </summary>
public static class Books
{
    /// <summary>The errors, and the work that takes too long; nothing where the books are right.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="time">The time of the audit.</param>
    /// <param name="totals">Receives the totals.</param>
    public static IEnumerable<Finding> Check(BookRows rows, AuditTime time, BookTotals totals)
    {
        var audit = new Pass(totals, time, rows.Repaired);
        return audit.Items(rows.Items)
            .Concat(audit.Accounts(rows.Accounts))
            .Concat(audit.Orders(rows.Orders))
            .Concat(audit.Replies(rows.Replies))
            .Concat(audit.Attempts(rows.Reservations, rows.Payments))
            .Concat(audit.Rest())
            .Concat(audit.Numbers.Check(rows.Numberings));
    }

    /// <summary>One pass over all rows, in this order.</summary>
    private sealed class Pass(BookTotals totals, AuditTime time, IReadOnlySet<AttemptId> repaired)
    {
        private readonly CounterBook _items = new("item", "taken", "returned");
        private readonly CounterBook _accounts = new("user", "captured", "refunded");
        private readonly Dictionary<AttemptId, AccountEntry> _entries = [];
        private readonly Dictionary<AttemptId, NamedAttempt> _named = [];
        private readonly HashSet<OrderId> _orders = [];
        private readonly Dictionary<AttemptId, string> _promised = [];
        private readonly UnreadIds _unread = new();

        public HandedOutIds Numbers { get; } = new();

        public IEnumerable<Finding> Items(IEnumerable<(ItemId, Item?)> items)
        {
            foreach (var (id, item) in items)
            {
                Numbers.Use(Item.Table, id.Value);
                if (item is null)
                {
                    _items.OpenUnread(id.Value);
                    continue;
                }

                totals.Add(item);
                _items.Open(id.Value, item.Generation, item.Taken, item.Returned);
                foreach (var wrong in RowRules.Check(id, item))
                {
                    yield return new Finding(wrong);
                }
            }
        }

        public IEnumerable<Finding> Accounts(IEnumerable<(UserId, Account?)> accounts)
        {
            foreach (var (id, account) in accounts)
            {
                Numbers.Use(Account.Table, id.Value);
                if (account is null)
                {
                    _accounts.OpenUnread(id.Value);
                    _unread.Add(id);
                    continue;
                }

                totals.Add(account);
                _accounts.Open(id.Value, account.Generation, account.Captured, account.Refunded);
                var entries = account.Holds.Select(hold => new AccountEntry(id, hold, IsHeld: true))
                    .Concat(account.Waiting.Select(hold => new AccountEntry(id, hold, IsHeld: false)));
                foreach (var wrong in RowRules.Check(id, account, time).Concat(entries.SelectMany(Enter)))
                {
                    yield return new Finding(wrong);
                }
            }
        }

        public IEnumerable<Finding> Orders(IEnumerable<(OrderId, Order?)> orders)
        {
            foreach (var (id, order) in orders)
            {
                Numbers.Use(Order.Table, id.Value);
                _orders.Add(id);
                if (order is null)
                {
                    _unread.Add(id);
                    continue;
                }

                totals.Add(order);
                var names = Enumerable.Empty<string>();
                if (order.Attempt is { } latest)
                {
                    names = names.Concat(Name(latest, NamedAttempt.Latest(id, order)));
                }

                if (order.FailedAttempt is { } former)
                {
                    names = names.Concat(Name(former, NamedAttempt.Former(id, order)));
                }

                foreach (var wrong in OrderRules.Check(id, order, time).Concat(names))
                {
                    yield return new Finding(wrong);
                }

                if (OrderRules.Unfinished(id, order, time) is { } unfinished)
                {
                    yield return new Finding(unfinished) { IsUnfinished = true };
                }
            }
        }

        /// <summary>The stored replies: all that they promise has to exist.</summary>
        public IEnumerable<Finding> Replies(IEnumerable<(string Key, Reply? Reply)> replies)
        {
            foreach (var (key, reply) in replies)
            {
                if (reply is null)
                {
                    yield return new Finding($"the stored reply {key} cannot be read");
                }
                else if (ReplyRules.Missing(reply, _orders.Contains, _items.Has, _accounts.Has) is { } missing)
                {
                    yield return new Finding($"the stored reply {key} names {missing}, which does not exist");
                }

                if (ReplyRules.Promise(reply) is var (order, attempt)
                    && !_named.ContainsKey(attempt) && !_unread.Has(order))
                {
                    _promised.TryAdd(attempt, key);
                }
            }
        }

        public IEnumerable<Finding> Attempts(
            IEnumerable<(AttemptId, Reservation?)> reservations, IEnumerable<(AttemptId, Payment?)> payments)
        {
            var merged = ByAttempt.Merge(Readable(reservations, _items), Readable(payments, _accounts));
            foreach (var (id, reservation, payment) in merged)
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
        public IEnumerable<Finding> Rest()
        {
            var left = _named.Keys.Union(_entries.Keys).ToList();
            foreach (var wrong in left.SelectMany(id => Check(id, null, null)))
            {
                yield return wrong;
            }

            foreach (var (id, key) in _promised)
            {
                yield return new Finding($"attempt {id}, which the stored reply {key} names, has no record")
                {
                    Across = id,
                };
            }

            foreach (var wrong in _items.Check().Concat(_accounts.Check()))
            {
                yield return new Finding(wrong);
            }
        }

        // The records that can be read; the merge of two services' needs no others.
        private IEnumerable<(AttemptId, T)> Readable<T>(IEnumerable<(AttemptId, T?)> records, CounterBook counters)
            where T : class
        {
            foreach (var (id, record) in records)
            {
                if (record is not null)
                {
                    yield return (id, record);
                    continue;
                }

                counters.CountUnread();
                _unread.Add(id);
                _promised.Remove(id);
            }
        }

        private IEnumerable<Finding> Check(AttemptId id, Reservation? reservation, Payment? payment)
        {
            NamedAttempt? named = _named.Remove(id, out var name) ? name : null;
            AccountEntry? entry = _entries.Remove(id, out var found) ? found : null;
            _promised.Remove(id);
            if (named is not null)
            {
                // The order service draws the numbers of its attempts from the same counter.
                Numbers.Use(Order.Table, id.Value);
            }

            var facts = new AttemptFacts(id, named, reservation, payment, entry)
            {
                IsRepaired = repaired.Contains(id) && reservation?.Status is ReservationStatus.Returned,
            };
            var records = (reservation is null ? [] : RecordRules.Check(id, reservation))
                .Concat(payment is null ? [] : RecordRules.Check(id, payment));
            foreach (var wrong in records)
            {
                yield return new Finding(wrong);
            }

            foreach (var wrong in _unread.Explains(facts) ? [] : facts.Check(_orders.Contains))
            {
                yield return new Finding(wrong) { Across = id };
            }

            if (facts.Unfinished(time) is { } unfinished)
            {
                yield return new Finding(unfinished) { IsUnfinished = true };
            }
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
