using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Domain.Audit;

/// <summary>The attempts: all that the three services and the stored replies have on record of each.</summary>
/// <param name="orders">The attempts that orders name.</param>
/// <param name="stock">The items.</param>
/// <param name="payments">The attempts in accounts.</param>
/// <param name="unread">The rows that cannot be read.</param>
/// <param name="time">The time of the audit.</param>
internal sealed class AttemptBook(
    OrderBook orders, StockBook stock, PaymentBook payments, UnreadIds unread, AuditTime time)
{
    private readonly Dictionary<AttemptId, string> _promised = [];

    /// <summary>The failed attempts with stock that an operator has had returned.</summary>
    public required IReadOnlySet<AttemptId> Repaired { get; init; }

    /// <summary>The stored replies: all that they promise has to exist.</summary>
    public IEnumerable<Finding> Replies(IEnumerable<(string Key, Reply? Reply)> replies)
    {
        foreach (var (key, reply) in replies)
        {
            if (reply is null)
            {
                yield return new Finding($"the stored reply {key} cannot be read");
            }
            else if (ReplyRules.MissingReference(reply, orders.Has, stock.Has, payments.Has) is { } missing)
            {
                yield return new Finding($"the stored reply {key} names {missing}, which does not exist");
            }

            if (ReplyRules.PromisedAttempt(reply) is var (order, attempt)
                && !orders.Names(attempt) && !unread.HasOrder(order))
            {
                _promised.TryAdd(attempt, key);
            }
        }
    }

    /// <summary>The attempts with a record in either service; both come in the order of their attempts.</summary>
    public IEnumerable<Finding> Recorded(
        IEnumerable<(AttemptId Id, Reservation Row)> reservations, IEnumerable<(AttemptId Id, Payment Row)> paid) =>
        ByAttempt.MergeRecords(reservations, paid).SelectMany(
            found => Check(found.Id, found.Reservation, found.Payment));

    /// <summary>The attempts that have no record.</summary>
    public IEnumerable<Finding> Unrecorded()
    {
        var left = orders.Attempts.Union(payments.Attempts).ToList();
        foreach (var wrong in left.SelectMany(id => Check(id, null, null)))
        {
            yield return wrong;
        }

        // A record that cannot be read is there all the same.
        foreach (var (id, key) in _promised.Where(promise => !unread.HasAttempt(promise.Key)))
        {
            yield return new Finding($"attempt {id}, which the stored reply {key} names, has no record")
            {
                Across = id,
            };
        }
    }

    private IEnumerable<Finding> Check(AttemptId id, Reservation? reservation, Payment? payment)
    {
        var named = orders.Take(id);
        _promised.Remove(id);
        var facts = new AttemptFacts(id, named, reservation, payment, payments.Take(id))
        {
            IsRepaired = Repaired.Contains(id) && reservation?.Status is ReservationStatus.Returned,
        };
        var records = (reservation is null ? [] : RecordRules.CheckReservation(id, reservation))
            .Concat(payment is null ? [] : RecordRules.CheckPayment(id, payment));
        foreach (var wrong in records)
        {
            yield return new Finding(wrong);
        }

        foreach (var wrong in unread.MayExplain(facts) ? [] : facts.CheckAttempt(orders.Has))
        {
            yield return new Finding(wrong) { Across = id };
        }

        if (facts.DescribeUnfinished(time) is { } unfinished)
        {
            yield return new Finding(unfinished) { IsUnfinished = true };
        }
    }
}
