using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Housekeeping;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Stores;

/// <summary>Sample rows for a store: ordinary ones, and rows at the limits of a store's values.</summary>
public static class Samples
{
    private const long Most = 4_000_000_000_000_000_000;

    public static IReadOnlyDictionary<string, (Key Key, object State)> All { get; } =
        new Dictionary<string, (Key, object)>
        {
            ["open order"] = (Order.Table.KeyOf(1), new Order { User = new UserId(2) }),
            ["extreme order"] = (
                Order.Table.KeyOf(long.MaxValue),
                new Order
                {
                    User = new UserId(long.MinValue),
                    Lines = [new Line(new ItemId(long.MaxValue), long.MinValue, -1), new Line(new ItemId(0), 0, 0)],
                    Total = long.MaxValue,
                    Status = OrderStatus.Processing,
                    Attempt = new AttemptId(long.MaxValue),
                    ReplyTo = int.MaxValue,
                    Reason = Reason.OutOfStock,
                    ReasonItem = new ItemId(long.MinValue),
                    FailedAttempt = new AttemptId(long.MinValue),
                    FailedReason = Reason.Timeout,
                    Deadline = long.MinValue,
                    Looks = long.MaxValue,
                    Due = long.MaxValue,
                    UpdatedAt = long.MinValue,
                }),
            ["order of zeros"] = (
                Order.Table.KeyOf(0),
                new Order
                {
                    User = new UserId(0),
                    Status = OrderStatus.Failed,
                    Attempt = new AttemptId(0),
                    ReasonItem = new ItemId(0),
                    FailedAttempt = new AttemptId(0),
                    Deadline = 0,
                    Due = 0,
                }),
            ["long order"] = (
                Order.Table.KeyOf(3),
                new Order
                {
                    User = new UserId(1),
                    Lines = [.. Enumerable.Range(1, Limits.LinesMax).Select(id => new Line(new ItemId(id), 1, 2))],
                }),
            ["item"] = (
                Item.Table.KeyOf(long.MinValue),
                new Item { Price = Limits.PriceMax, Stock = Most, Added = Most, Returned = 1, Taken = 1 }),
            ["empty item"] = (Item.Table.KeyOf(1), new Item { Price = 0 }),
            ["taken reservation"] = (
                Reservation.Table.KeyOf(-1),
                new Reservation
                {
                    Order = new OrderId(-1),
                    Status = ReservationStatus.Taken,
                    Lines = [new TakenLine(new ItemId(5), 6, 7)],
                }),
            ["refused reservation"] = (
                Reservation.Table.KeyOf(2),
                new Reservation
                {
                    Order = new OrderId(0),
                    Status = ReservationStatus.Refused,
                    Reason = Reason.UnknownItem,
                    ReasonItem = new ItemId(0),
                }),
            ["account"] = (
                Account.Table.KeyOf(7),
                new Account
                {
                    Credit = 10,
                    Held = 3,
                    Funded = 14,
                    Paid = 1,
                    Captured = 2,
                    Refunded = 2,
                    Generation = 1,
                    Holds = [new Hold(new AttemptId(1), new OrderId(2), 3, 4, 5)],
                    Waiting = [new Hold(new AttemptId(-6), new OrderId(7), long.MaxValue, int.MaxValue, long.MinValue)],
                    Looks = 1,
                    Due = -5,
                }),
            ["empty account"] = (Account.Table.KeyOf(0), new Account()),
            ["payment"] = (
                Payment.Table.KeyOf(long.MaxValue),
                new Payment
                {
                    Order = new OrderId(1),
                    User = new UserId(2),
                    Amount = long.MaxValue,
                    Status = PaymentStatus.Declined,
                    Reason = Reason.InsufficientCredit,
                    Generation = long.MaxValue,
                }),
            ["reply"] = (
                StoredReply.KeyOf("Robert'); DROP TABLE orders;--"),
                new StoredReply("POST /orders/checkout/1", "{\"a\":\"it's\"}", long.MaxValue)),
            ["empty texts"] = (StoredReply.KeyOf(string.Empty), new StoredReply(string.Empty, string.Empty, null)),
            ["unicode"] = (
                StoredReply.KeyOf("ключ-钥匙-🔑-e\u0301"),
                new StoredReply("ünïcödé 🛒", "\u0001 a one, a \t tab, a \u2028 line", -1)),
            ["long text"] = (
                StoredReply.KeyOf(new string('k', 3_000)), new StoredReply("", new string('é', 200_000), 1)),
            ["parked"] = (
                ParkedMessage.KeyOf("stock:take-stock.v1:77"),
                new ParkedMessage(Role.Stock, "inbox 3 at 17", "It's impossible.", "{}", IsBase64: true, 1, Due: null)
                {
                    ReturnReason = "It's taken.", ReturnedAt = 2,
                }),
        };

    public static TheoryData<string> Names { get; } = [.. All.Keys];

    /// <summary>An item with a wrong balance: the store must reject it.</summary>
    public static Item Unbalanced { get; } = new() { Price = 1, Stock = 5, Added = 4 };

    public static Item ItemOf(long stock) => new() { Price = 1, Stock = stock, Added = stock };

    public static Order OrderDue(long? due) => new() { User = new UserId(1), Due = due };
}
