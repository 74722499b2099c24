using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Domain.Audit;

/// <summary>
/// The audit: whether the rows of the three services, as they stood at one moment, tell one story in which no unit
/// and no cent has appeared or vanished. It keeps what orders say of their attempts and what counters say; the
/// records of the attempts, of which there are the most, go by one at a time.
/// </summary>
public static class Books
{
    /// <summary>What is wrong, and what takes too long; nothing where the books are right.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="time">When they are looked at.</param>
    /// <param name="totals">Takes what was seen.</param>
    public static IEnumerable<Finding> Check(BookRows rows, AuditTime time, BookTotals totals)
    {
        var audit = new Pass(totals, time, rows.Repaired);
        return audit.Items(rows.Items)
            .Concat(audit.Accounts(rows.Accounts))
            .Concat(audit.Orders(rows.Orders))
            .Concat(audit.Replies(rows.Replies))
            .Concat(audit.Attempts(rows.Reservations, rows.Payments))
            .Concat(audit.Rest())
            .Concat(audit.Numbers(rows.NextId));
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
        private readonly long[] _highest = new long[Enum.GetValues<Role>().Length];

        public IEnumerable<Finding> Items(IEnumerable<(ItemId, Item)> items)
        {
            foreach (var (id, item) in items)
            {
                totals.Add(item);
                Use(Role.Stock, id.Value);
                _items.Open(id.Value, item.Generation, item.Taken, item.Returned);
                foreach (var wrong in RowRules.Check(id, item))
                {
                    yield return new Finding(wrong);
                }
            }
        }

        public IEnumerable<Finding> Accounts(IEnumerable<(UserId, Account)> accounts)
        {
            foreach (var (id, account) in accounts)
            {
                totals.Add(account);
                Use(Role.Payment, id.Value);
                _accounts.Open(id.Value, account.Generation, account.Captured, account.Refunded);
                var entries = account.Holds.Select(hold => new AccountEntry(id, hold, IsHeld: true))
                    .Concat(account.Waiting.Select(hold => new AccountEntry(id, hold, IsHeld: false)));
                foreach (var wrong in RowRules.Check(id, account, time).Concat(entries.SelectMany(Enter)))
                {
                    yield return new Finding(wrong);
                }
            }
        }

        public IEnumerable<Finding> Orders(IEnumerable<(OrderId, Order)> orders)
        {
            foreach (var (id, order) in orders)
            {
                totals.Add(order);
                Use(Role.Order, id.Value);
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

        /// <summary>What clients were told exists.</summary>
        public IEnumerable<Finding> Replies(IEnumerable<(string Key, Reply? Reply)> replies)
        {
            foreach (var (key, reply) in replies)
            {
                var isKnown = reply switch
                {
                    OrderCreated created => _orders.Contains(created.Order),
                    LineAdded added => _orders.Contains(added.Order),
                    AttemptAccepted accepted => _orders.Contains(accepted.Order),
                    CancelAccepted accepted => _orders.Contains(accepted.Order),
                    ItemCreated created => _items.Has(created.Item.Value),
                    StockUpdated updated => _items.Has(updated.Item.Value),
                    UserCreated created => _accounts.Has(created.User.Value),
                    CreditUpdated updated => _accounts.Has(updated.User.Value),
                    _ => reply is not null,
                };
                if (!isKnown)
                {
                    yield return new Finding($"the stored reply {key} cannot be read, or names what does not exist");
                }

                if (AttemptOf(reply) is { } attempt && !_named.ContainsKey(attempt))
                {
                    _promised.TryAdd(attempt, key);
                }
            }
        }

        public IEnumerable<Finding> Attempts(
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
        public IEnumerable<Finding> Rest()
        {
            var left = _named.Keys.Union(_entries.Keys).ToList();
            foreach (var wrong in left.SelectMany(id => Check(id, null, null)))
            {
                yield return wrong;
            }

            foreach (var (id, key) in _promised)
            {
                yield return new Finding($"attempt {id}, which the stored reply {key} names, is known to nobody")
                {
                    Across = id,
                };
            }

            foreach (var wrong in _items.Check().Concat(_accounts.Check()))
            {
                yield return new Finding(wrong);
            }
        }

        /// <summary>A number that is handed out a second time is two things at once.</summary>
        public IEnumerable<Finding> Numbers(Func<Role, long?> nextId) =>
            from role in Enum.GetValues<Role>()
            let next = nextId(role)
            where _highest[(int)role] > 0 && _highest[(int)role] >= next
            select new Finding(
                $"the {EnumText.Of(role)} service hands out numbers from {next} on, "
                + $"but {_highest[(int)role]} is in use");

        private static AttemptId? AttemptOf(Reply? reply) =>
            (reply as AttemptAccepted)?.Attempt ?? (reply as CancelAccepted)?.Attempt;

        // Those of a batch_init are not handed out.
        private void Use(Role role, long id)
        {
            if (id >= Limits.InitMax)
            {
                _highest[(int)role] = Math.Max(_highest[(int)role], id);
            }
        }

        private IEnumerable<Finding> Check(AttemptId id, Reservation? reservation, Payment? payment)
        {
            NamedAttempt? named = _named.Remove(id, out var name) ? name : null;
            AccountEntry? entry = _entries.Remove(id, out var found) ? found : null;
            _promised.Remove(id);
            if (named is not null)
            {
                Use(Role.Order, id.Value);
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

            foreach (var wrong in facts.Check(_orders.Contains))
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
