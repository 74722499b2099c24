using System.Collections.Immutable;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using CsCheck;

namespace Cartwright.Domain.Tests.Storage;

/// <summary>Every value of a state comes back from its columns.</summary>
public sealed class RoundTripTests
{
    private static readonly Gen<Reason> Reasons = Gen.Enum<Reason>();
    private static readonly Gen<long?> Numbers = Gen.Nullable(Gen.Long);
    private static readonly Gen<ItemId?> Items = Gen.Nullable(Gen.Long.Select(id => new ItemId(id)));
    private static readonly Gen<AttemptId?> Attempts = Gen.Nullable(Gen.Long.Select(id => new AttemptId(id)));

    private static readonly Gen<ImmutableArray<Hold>> Holds = Gen
        .Select(Gen.Long, Gen.Long, Gen.Long, Gen.Int, Gen.Long, (attempt, order, amount, replyTo, since) =>
            new Hold(new AttemptId(attempt), new OrderId(order), amount, replyTo, since))
        .Array[0, 4].Select(holds => holds.ToImmutableArray());

    private static readonly Gen<Order> Orders = Gen.Select(
        Gen.Select(Gen.Long, Gen.Long, Gen.Long).Array[0, 4],
        Gen.Select(Gen.Long, Gen.Long, Gen.Int, Gen.Long, Gen.Long),
        Gen.Enum<OrderStatus>(),
        Gen.Select(Attempts, Attempts, Items, Numbers, Numbers),
        Gen.Select(Gen.Nullable(Reasons), Gen.Nullable(Reasons)),
        (lines, plain, status, optional, reasons) => new Order
        {
            User = new UserId(plain.Item1),
            Lines = [.. lines.Select(line => new Line(new ItemId(line.Item1), line.Item2, line.Item3))],
            Total = plain.Item2,
            Status = status,
            Attempt = optional.Item1,
            ReplyTo = plain.Item3,
            Reason = reasons.Item1,
            ReasonItem = optional.Item3,
            FailedAttempt = optional.Item2,
            FailedReason = reasons.Item2,
            Deadline = optional.Item4,
            Looks = plain.Item4,
            Due = optional.Item5,
            UpdatedAt = plain.Item5,
        });

    private static readonly Gen<Account> Accounts = Gen.Select(
        Gen.Long.Array[8], Holds, Holds, Numbers, (numbers, holds, waiting, due) => new Account
        {
            Credit = numbers[0],
            Held = numbers[1],
            Funded = numbers[2],
            Paid = numbers[3],
            Captured = numbers[4],
            Refunded = numbers[5],
            Generation = numbers[6],
            Holds = holds,
            Waiting = waiting,
            Looks = numbers[7],
            Due = due,
        });

    private static readonly Gen<Reservation> Reservations = Gen.Select(
        Gen.Long,
        Gen.Enum<ReservationStatus>(),
        Gen.Select(Gen.Long, Gen.Long, Gen.Long).Array[0, 4],
        Gen.Nullable(Reasons),
        Items,
        (order, status, lines, reason, item) => new Reservation
        {
            Order = new OrderId(order),
            Status = status,
            Lines = [.. lines.Select(line => new TakenLine(new ItemId(line.Item1), line.Item2, line.Item3))],
            Reason = reason,
            ReasonItem = item,
        });

    [Fact]
    public void An_order_survives_being_written_and_read() => Orders.Sample(order =>
    {
        var read = Again(Order.Table, order);
        Assert.Equal(order.Lines, read.Lines);
        Assert.Equal(order with { Lines = [] }, read with { Lines = [] });
    });

    [Fact]
    public void An_account_survives_being_written_and_read() => Accounts.Sample(account =>
    {
        var read = Again(Account.Table, account);
        Assert.Equal(account.Holds, read.Holds);
        Assert.Equal(account.Waiting, read.Waiting);
        Assert.Equal(account with { Holds = [], Waiting = [] }, read with { Holds = [], Waiting = [] });
    });

    [Fact]
    public void A_reservation_survives_being_written_and_read() => Reservations.Sample(reservation =>
    {
        var read = Again(Reservation.Table, reservation);
        Assert.Equal(reservation.Lines, read.Lines);
        Assert.Equal(reservation with { Lines = [] }, read with { Lines = [] });
    });

    [Fact]
    public void An_item_survives_being_written_and_read() => Gen.Long.Array[7].Sample(numbers =>
    {
        var item = new Item
        {
            Price = numbers[0],
            Stock = numbers[1],
            Added = numbers[2],
            Subtracted = numbers[3],
            Taken = numbers[4],
            Returned = numbers[5],
            Generation = numbers[6],
        };
        Assert.Equal(item, Again(Item.Table, item));
    });

    [Fact]
    public void A_payment_survives_being_written_and_read() => Gen
        .Select(Gen.Long.Array[4], Gen.Enum<PaymentStatus>(), Gen.Nullable(Reasons))
        .Sample((numbers, status, reason) =>
        {
            var payment = new Payment
            {
                Order = new OrderId(numbers[0]),
                User = new UserId(numbers[1]),
                Amount = numbers[2],
                Status = status,
                Reason = reason,
                Generation = numbers[3],
            };
            Assert.Equal(payment, Again(Payment.Table, payment));
        });

    private static T Again<T>(Table<T> table, T state)
        where T : class =>
        ColumnValues.Parse(table, ColumnValues.Of(table, state).ToString()).Read<T>(table.KeyOf(1));
}
