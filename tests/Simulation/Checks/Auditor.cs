using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Simulation.Kernel;
using Cartwright.Simulation.Stores;

namespace Cartwright.Simulation.Checks;

/// <summary>Checks every commit of every database, at the moment at which it becomes visible.</summary>
internal sealed class Auditor(
    Facts facts, Tallies tallies, Violations violations, Scheduler scheduler, long checkoutTimeoutMs)
    : IDatabaseObserver
{
    public void Committed(SimulatedDatabase database, IReadOnlyList<CommittedRow> rows, WriteSet writes)
    {
        var trace = scheduler.Trace;
        trace.Add(scheduler.Now ^ (writes.Outbox.Count << 20) ^ (writes.Confirmed.Count << 10));
        foreach (var row in rows)
        {
            trace.Add(row.Key.Id ^ row.Key.Table.Ordinal);
            if (trace.IsReadable)
            {
                trace.Line(scheduler.Now, $"{database.Name} {row.Key} := {Describe.Row(row.After)}");
            }

            Check(row, rows);
        }

        Books.Check(rows, violations);
    }

    public void Refused(SimulatedDatabase database, string why) => violations.Add("balance", why);

    private void Check(CommittedRow row, IReadOnlyList<CommittedRow> rows)
    {
        switch (row.After)
        {
            case Order order:
                CheckOrder(new OrderId(row.Key.Id), (Order?)row.Before, order);
                break;
            case Item item:
                if (((Item?)row.Before)?.Generation != item.Generation)
                {
                    tallies.Reset(row.Key, item);
                }

                break;
            case Reservation reservation:
                CheckReservation(new AttemptId(row.Key.Id), (Reservation?)row.Before, reservation);
                Refusals.Check(facts, new AttemptId(row.Key.Id), reservation, rows, violations);
                break;
            case Account account:
                if (((Account?)row.Before)?.Generation != account.Generation)
                {
                    tallies.Reset(row.Key, account);
                }

                CheckAccount(row, account);
                Fairness.Check(row, violations);
                break;
            case Payment payment:
                CheckPayment(new AttemptId(row.Key.Id), (Payment?)row.Before, payment);
                Refusals.Check(facts, new AttemptId(row.Key.Id), payment, rows, violations);
                break;
            case ParkedMessage { Due: null } parked:
                violations.Add("parked", $"{row.Key}: {parked.Error} {parked.Body}");
                break;
        }
    }

    private void CheckOrder(OrderId id, Order? before, Order after)
    {
        // Only a reset makes a row forget its earlier attempt, whatever else is in the same batch.
        if (before?.Attempt is { } old && after.Attempt != old && after.FailedAttempt is null)
        {
            CheckReset(id, old, before);
            facts.Reset(id);
        }

        if (after.FailedAttempt is { } failed)
        {
            Decide(facts.Of(failed, id), isPaid: false, after.User);
        }

        if (after.Attempt is not { } attempt)
        {
            return;
        }

        if (after.Reason is Reason.Timeout && before?.Reason is not Reason.Timeout)
        {
            Refusals.CheckTimeout(attempt, facts.AskedAt(attempt), scheduler.NowMs, checkoutTimeoutMs, violations);
        }

        var known = facts.Of(attempt, id);
        if (!known.IsBegun)
        {
            (known.IsBegun, known.Life) = (true, facts.LifeOf(id));
        }

        if (after.Status is OrderStatus.Failed || after.IsDecidedPaid)
        {
            Decide(known, after.IsDecidedPaid, after.User);
        }
        else if (known.IsPaid is { } decided)
        {
            var was = decided ? "paid" : "failed";
            violations.Add("one outcome", $"Attempt {attempt} was {was}, now {after.Status}.");
        }
    }

    // In one batch an attempt can end and its order be reset after it.
    private void CheckReset(OrderId id, AttemptId old, Order before)
    {
        var isEnded = before.Status switch
        {
            OrderStatus.Processing => facts.LeftBy(old, before.User) is not "its credit is held",
            OrderStatus.Cancelling => facts.PaymentOf(old)?.Status is PaymentStatus.Refunded,
            _ => true,
        };
        violations.Unless(isEnded, "reset", () => $"Order {id} was reset while attempt {old} was {before.Status}.");
    }

    private void Decide(AttemptFacts known, bool isPaid, UserId user)
    {
        if (known.IsPaid == isPaid)
        {
            return;
        }

        violations.Unless(
            known.IsPaid is null,
            "one outcome",
            () => $"Attempt {known.Id} of order {known.Order} changed its outcome.");
        known.IsPaid = isPaid;
        if (isPaid)
        {
            violations.Unless(
                facts.ReservationOf(known.Id)?.Status is ReservationStatus.Taken or ReservationStatus.Returned,
                "paid without stock",
                () => $"Attempt {known.Id} of order {known.Order} is paid, but its stock is not taken.");
        }
        else if (facts.LeftBy(known.Id, user) is { } left)
        {
            violations.Add("complete rollback", $"Attempt {known.Id} of order {known.Order} failed, but {left}.");
        }
    }

    private void CheckReservation(AttemptId id, Reservation? before, Reservation after)
    {
        violations.Unless(
            before is null || (before.Status, after.Status) is (ReservationStatus.Taken, ReservationStatus.Returned),
            "answers never change",
            () => $"The reservation of attempt {id} went from {before!.Status} to {after.Status}.");
        var known = facts.Of(id, after.Order);
        if (after.Status is ReservationStatus.Refused or ReservationStatus.Cancelled)
        {
            violations.Unless(known.IsPaid != true, "one outcome", () => $"Attempt {id} is paid, but {after.Status}.");
            return;
        }

        violations.Unless(known.IsPaid != false, "one outcome", () => $"Attempt {id} failed, but is {after.Status}.");
        if (known.IsTaken)
        {
            return;
        }

        known.IsTaken = true;
        CheckLines(known, after);
        foreach (var other in facts.Attempts)
        {
            violations.Unless(
                other == known || other.Order != known.Order || other.Life != known.Life || !other.IsTaken,
                "no double effect",
                () => $"Order {known.Order} took its stock twice, for attempts {other.Id} and {id}.");
        }
    }

    private void CheckLines(AttemptFacts known, Reservation taken)
    {
        var order = facts.OrderOf(known.Order);
        if (order?.Attempt == known.Id)
        {
            violations.Unless(
                order.Lines.Select(line => (line.Item, line.Quantity))
                    .SequenceEqual(taken.Lines.Select(line => (line.Item, line.Quantity))),
                "all or nothing",
                () => $"Attempt {known.Id} of order {known.Order} took other lines than the order has.");
        }
    }

    private void CheckAccount(CommittedRow row, Account after)
    {
        violations.Unless(
            after.Held == after.Holds.Sum(hold => hold.Amount),
            "balance",
            () => $"{row.Key} holds other than it says.");
        foreach (var hold in after.Holds.Concat(after.Waiting))
        {
            var known = facts.Of(hold.Attempt, hold.Order);
            violations.Unless(
                known.IsPaid != false,
                "complete rollback",
                () => $"Attempt {hold.Attempt} has failed, but {row.Key} holds {hold.Amount} for it.");
            violations.Unless(
                facts.PaymentOf(hold.Attempt) is null,
                "answers never change",
                () => $"Attempt {hold.Attempt} has ended, but {row.Key} holds {hold.Amount} for it.");
        }
    }

    private void CheckPayment(AttemptId id, Payment? before, Payment after)
    {
        violations.Unless(
            before is null || (before.Status, after.Status) is (PaymentStatus.Captured, PaymentStatus.Refunded),
            "answers never change",
            () => $"The payment of attempt {id} went from {before!.Status} to {after.Status}.");
        var total = facts.OrderOf(after.Order) is { } order && order.Attempt == id ? order.Total : after.Amount;
        violations.Unless(
            total == after.Amount, "all or nothing",
            () => $"Attempt {id} paid {after.Amount} for an order of {total}.");
        var isTaken = facts.ReservationOf(id)?.Status is ReservationStatus.Taken or ReservationStatus.Returned;
        var isPaid = after.Status is PaymentStatus.Captured or PaymentStatus.Refunded;
        violations.Unless(
            isTaken == isPaid,
            "money follows stock",
            () => $"The payment of attempt {id} is {after.Status}, and its stock is {(isTaken ? "" : "not ")}taken.");
    }
}
