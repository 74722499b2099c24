using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Domain.Tests.Support;

/// <summary>Conditions that hold in a shop after every message, and conditions that hold once it is at rest.</summary>
internal static class CleanSlate
{
    /// <summary>No unit and no cent has appeared or vanished, and nothing is below zero.</summary>
    public static void BooksBalance(Rows rows)
    {
        foreach (var item in StatesOf<Item>(rows))
        {
            BooksBalance(item);
        }

        foreach (var account in StatesOf<Account>(rows))
        {
            BooksBalance(account);
        }
    }

    public static void BooksBalance(Item item)
    {
        Assert.Equal(item.Added + item.Returned - item.Subtracted - item.Taken, item.Stock);
        Assert.True(item.Returned <= item.Taken, $"{item}");
        Assert.All(
            [item.Stock, item.Added, item.Subtracted, item.Taken, item.Returned],
            value => Assert.True(value >= 0, $"{item}"));
    }

    public static void BooksBalance(Account account)
    {
        Assert.Equal(
            account.Funded + account.Refunded - account.Paid - account.Captured, account.Credit + account.Held);
        Assert.Equal(account.Holds.Sum(hold => hold.Amount), account.Held);
        Assert.True(account.Refunded <= account.Captured, $"{account}");
        Assert.All(
            [account.Credit, account.Held, account.Funded, account.Paid, account.Captured, account.Refunded],
            value => Assert.True(value >= 0, $"{account}"));
        Assert.Equal(account.Holds.IsEmpty, account.Due is null);
        var attempts = account.Holds.Concat(account.Waiting).Select(hold => hold.Attempt).ToList();
        Assert.Equal(attempts.Distinct().Count(), attempts.Count);
        if (account.Waiting is [var head, ..] && account.Holds.Length < Limits.HoldsMax)
        {
            Assert.InRange(head.Amount, account.Credit + 1, account.Credit + account.Held);
        }
    }

    /// <summary>The clean slate: nothing held, waiting or due, and the rows of all services agree.</summary>
    public static void IsClean(Rows rows)
    {
        BooksBalance(rows);
        foreach (var account in StatesOf<Account>(rows))
        {
            Assert.Equal(0, account.Held);
            Assert.Empty(account.Holds);
            Assert.Empty(account.Waiting);
            Assert.Null(account.Due);
        }

        foreach (var order in StatesOf<Order>(rows))
        {
            Assert.True(order.Status is not (OrderStatus.Processing or OrderStatus.Cancelling), $"{order}");
            Assert.Null(order.Due);
            Assert.Null(order.Deadline);
            TellsTheTruth(rows, order);
        }

        ServicesAgree(rows);
    }

    // The order's row of its latest attempt agrees with the records of stock and payment.
    private static void TellsTheTruth(Rows rows, Order order)
    {
        if (order.Attempt is not { } attempt)
        {
            Assert.Equal(OrderStatus.Open, order.Status);
            return;
        }

        var stock = rows.Find<Reservation>(Reservation.KeyOf(attempt))?.Status;
        var payment = rows.Find<Payment>(Payment.KeyOf(attempt))?.Status;
        switch (order.Status)
        {
            case OrderStatus.Paid:
                Assert.Equal((ReservationStatus.Taken, PaymentStatus.Captured), (stock, payment));
                break;
            case OrderStatus.Cancelled:
                Assert.Equal((ReservationStatus.Returned, PaymentStatus.Refunded), (stock, payment));
                break;
            default:
                Assert.Equal(OrderStatus.Failed, order.Status);
                Assert.NotNull(order.Reason);
                Assert.True(stock is null or ReservationStatus.Refused or ReservationStatus.Cancelled, $"{stock}");
                Assert.True(payment is PaymentStatus.Voided or PaymentStatus.Declined, $"{payment}");
                break;
        }
    }

    // Every attempt, named by an order or not: taken stock is captured, returned stock is refunded.
    private static void ServicesAgree(Rows rows)
    {
        var reservations = IdsOf<Reservation>(rows, row => row.Status is ReservationStatus.Taken);
        Assert.Equal(reservations, IdsOf<Payment>(rows, row => row.Status is PaymentStatus.Captured));
        var returned = IdsOf<Reservation>(rows, row => row.Status is ReservationStatus.Returned);
        Assert.Equal(returned, IdsOf<Payment>(rows, row => row.Status is PaymentStatus.Refunded));
    }

    private static List<long> IdsOf<T>(Rows rows, Func<T, bool> has)
        where T : class =>
        [.. rows.All.Where(row => row.Value is T state && has(state)).Select(row => row.Key.Id).Order()];

    private static IEnumerable<T> StatesOf<T>(Rows rows)
        where T : class => rows.All.Select(row => row.Value).OfType<T>();
}
