using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine;
using Cartwright.Engine.Housekeeping;

namespace Cartwright.Simulation.Checks;

/// <summary>The end of a world: everything must be at rest, and the books must balance over all databases.</summary>
internal sealed class FinalAudit(Facts facts, Tallies tallies, Promises promises, Violations violations)
{
    /// <summary>The work that is not at rest; null once everything is.</summary>
    public string? WhatMoves()
    {
        foreach (var (key, order) in facts.Orders.Rows(Order.Table))
        {
            if (order.Status is OrderStatus.Processing or OrderStatus.Cancelling || order.Due is not null)
            {
                return $"{key} is {order.Status}, attempt {order.Attempt}, reason {order.Reason}";
            }
        }

        foreach (var (key, account) in facts.Accounts.Rows(Account.Table))
        {
            if (!account.Holds.IsEmpty || !account.Waiting.IsEmpty || account.Due is not null)
            {
                return $"{key} has {account.Holds.Length} holds and {account.Waiting.Length} waiting";
            }
        }

        foreach (var (key, parked) in facts.Databases.SelectMany(database => database.Rows(ParkedMessage.Table)))
        {
            if (parked.Due is not null)
            {
                return $"{key} waits to be tried again";
            }
        }

        return facts.Databases.FirstOrDefault(database => database.Outbox.Count > 0) is { } behind
            ? $"the outbox of {behind.Name} has {behind.Outbox.Count} envelopes"
            : null;
    }

    public void Check()
    {
        CheckItems();
        CheckAccounts();
        CheckOrders();
        foreach (var known in facts.Attempts)
        {
            promises.CheckAtEnd(known);
            var isTaken = facts.ReservationOf(known.Id)?.Status
                is ReservationStatus.Taken or ReservationStatus.Returned;
            violations.Unless(
                !known.IsBegun || known.IsPaid != true || isTaken,
                "one outcome",
                () => $"Attempt {known.Id} is paid, but its stock is not taken.");
            CheckMoney(known, isTaken);
        }

        foreach (var (key, parked) in facts.Databases.SelectMany(database => database.Rows(ParkedMessage.Table)))
        {
            violations.Add("parked", $"{key} {parked.Error}");
        }
    }

    // The reservation is the decision; the payment must agree with it.
    private void CheckMoney(AttemptFacts known, bool isTaken)
    {
        var payment = facts.PaymentOf(known.Id)?.Status;
        var isCaptured = payment is PaymentStatus.Captured or PaymentStatus.Refunded;
        violations.Unless(
            isCaptured == isTaken,
            "money follows stock",
            () => $"Attempt {known.Id} has stock {(isTaken ? "" : "not ")}taken and payment {payment}.");
        var isReturned = facts.ReservationOf(known.Id)?.Status is ReservationStatus.Returned;
        violations.Unless(
            isReturned == (payment is PaymentStatus.Refunded),
            "money follows stock",
            () => $"Attempt {known.Id} has stock {(isReturned ? "" : "not ")}returned and payment {payment}.");
    }

    private void CheckItems()
    {
        var taken = facts.Items.Rows(Reservation.Table)
            .Where(row => row.State.Status is ReservationStatus.Taken)
            .SelectMany(row => row.State.Lines)
            .ToLookup(line => (line.Item, line.Generation), line => line.Quantity);
        foreach (var (key, item) in facts.Items.Rows(Item.Table))
        {
            var held = taken[(new ItemId(key.Id), item.Generation)].Sum();
            violations.Unless(
                item.Taken - item.Returned == held,
                "conservation of units",
                () => $"{key} has {item.Taken - item.Returned} units taken, its reservations {held}.");
            tallies.Check(key, item, violations);
        }
    }

    private void CheckAccounts()
    {
        var paid = facts.Accounts.Rows(Payment.Table)
            .Where(row => row.State.Status is PaymentStatus.Captured)
            .ToLookup(row => (row.State.User, row.State.Generation), row => row.State.Amount);
        foreach (var (key, account) in facts.Accounts.Rows(Account.Table))
        {
            var captured = paid[(new UserId(key.Id), account.Generation)].Sum();
            violations.Unless(
                account.Captured - account.Refunded == captured,
                "conservation of money",
                () => $"{key} has captured {account.Captured - account.Refunded}, its payments {captured}.");
            tallies.Check(key, account, violations);
        }
    }

    private void CheckOrders()
    {
        foreach (var (key, order) in facts.Orders.Rows(Order.Table))
        {
            var cost = order.Lines.Sum(line => line.Cost);
            violations.Unless(
                order.Total == cost,
                "balance",
                () => $"{key} has a total of {order.Total}, and its lines cost {cost}.");
            if (order.Attempt is not { } attempt)
            {
                continue;
            }

            var reservation = facts.ReservationOf(attempt)?.Status;
            var expected = order.Status switch
            {
                OrderStatus.Paid => reservation is ReservationStatus.Taken,
                OrderStatus.Cancelled => reservation is ReservationStatus.Returned,
                _ => reservation is not (ReservationStatus.Taken or ReservationStatus.Returned),
            };
            violations.Unless(
                expected, "one outcome", () => $"{key} is {order.Status}, and its attempt's stock is {reservation}.");
        }
    }
}
