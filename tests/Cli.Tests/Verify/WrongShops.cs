using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Housekeeping;
using Cartwright.Kernel;

namespace Cartwright.Cli.Tests.Verify;

/// <summary>
/// Shops whose databases accept every row and contradict themselves. Each has one wrong state, complete in the file and
/// in the three databases of a cluster.
/// </summary>
internal static class WrongShops
{
    private const long In2100 = 4_102_444_800_000;
    private static readonly OrderId Order1 = new(20_000_001);
    private static readonly ItemId Item1 = new(20_000_002);
    private static readonly UserId User1 = new(20_000_003);
    private static readonly AttemptId First = new(20_000_004);
    private static readonly AttemptId Second = new(20_000_005);

    private static readonly Order Open = new()
    {
        User = User1,
        Lines = [new Line(Item1, 2, 20)],
        Total = 20,
        UpdatedAt = 5,
    };

    private static readonly Order Paid = Open with { Status = OrderStatus.Paid, Attempt = First };
    private static readonly Order Failed = Open with { Status = OrderStatus.Failed, Attempt = First };

    /// <summary>The wrong state, and the finding that the audit must report.</summary>
    public static TheoryData<string, string> All => new()
    {
        { "two attempts", "attempt 20000005 of order 20000001 has its stock taken and its credit captured, but" },
        { "paid became open", "attempt 20000004 of order 20000001 has its stock taken and its credit captured, but" },
        { "another reason", "fails by timeout, which is not the recorded reason" },
        { "no refusal", "fails by out-of-stock of item 20000002, which is not the recorded reason" },
        { "no decline", "fails by insufficient-credit, which is not the recorded reason" },
        { "never swept", "order 20000001 is processing, but no sweep will look after it before 2100-01-01 00:00:00Z" },
        {
            "hold never asked after",
            "user 20000003 has holds that no sweep will ask after before 2100-01-01 00:00:00Z"
        },
        {
            "hold of an open order",
            "has its stock untouched and its credit held, but the order names another attempt or none"
        },
        { "reply of nobody", "attempt 20000009, which the stored reply key names, has no record" },
        { "numbers again", "hands out numbers from 0 on, but 20000004 is in use" },
    };

    /// <summary>The number at which the database's sequence continues.</summary>
    public static long NextIdOf(string wrong) => wrong == "numbers again" ? 0 : 50_000_000;

    public static IEnumerable<(Role Role, Key Key, object State)> RowsOf(string wrong) => wrong switch
    {
        "two attempts" =>
        [
            OrderRow(Paid), StockOf(taken: 4), Money(captured: 40), Taken(First), Taken(Second),
            Captured(First), Captured(Second),
        ],
        "paid became open" => [OrderRow(Open), StockOf(2), Money(20), Taken(First), Captured(First)],
        "another reason" => [OrderRow(Fails(Reason.Timeout)), StockOf(0), Money(0), Refused(), Voided()],
        "no refusal" => [OrderRow(Fails(Reason.OutOfStock, Item1)), StockOf(0), Money(0), Voided()],
        "no decline" => [OrderRow(Fails(Reason.InsufficientCredit)), StockOf(0), Money(0), Refused(), Voided()],
        "never swept" =>
            [OrderRow(Paid with { Status = OrderStatus.Processing, Due = In2100, Deadline = 9 }), StockOf(0), Money(0)],
        "hold never asked after" or "hold of an open order" => [OrderRow(Open), StockOf(0), Held()],
        "reply of nobody" =>
        [
            OrderRow(Open), StockOf(0), Money(0),
            (Role.Order, StoredReply.KeyOf("key"), new StoredReply(
                "POST /orders/checkout/20000001",
                """attempt-accepted.v1 {"order":20000001,"attempt":20000009}""",
                TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() + 1_000)),
        ],
        "numbers again" or "nothing" => [OrderRow(Paid), StockOf(2), Money(20), Taken(First), Captured(First)],
        _ => throw new ArgumentException($"Nobody knows this shop: {wrong}", nameof(wrong)),
    };

    private static Order Fails(Reason reason, ItemId? item = null) =>
        Failed with { Reason = reason, ReasonItem = item };

    private static (Role, Key, object) OrderRow(Order order) => (Role.Order, Order.KeyOf(Order1), order);

    private static (Role, Key, object) StockOf(long taken) =>
        (Role.Stock, Item.KeyOf(Item1), new Item { Price = 10, Stock = 9 - taken, Added = 9, Taken = taken });

    private static (Role, Key, object) Money(long captured) => (Role.Payment, Account.KeyOf(User1), new Account
    {
        Credit = 90 - captured,
        Funded = 90,
        Captured = captured,
    });

    private static (Role, Key, object) Held() => (Role.Payment, Account.KeyOf(User1), new Account
    {
        Credit = 70,
        Held = 20,
        Funded = 90,
        Holds = [new Hold(First, Order1, 20, 0, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds())],
        Due = In2100,
    });

    private static (Role, Key, object) Taken(AttemptId attempt) => (Role.Stock, Reservation.KeyOf(attempt),
        new Reservation { Order = Order1, Status = ReservationStatus.Taken, Lines = [new TakenLine(Item1, 2, 0)] });

    private static (Role, Key, object) Refused() => (Role.Stock, Reservation.KeyOf(First), new Reservation
    {
        Order = Order1,
        Status = ReservationStatus.Refused,
        Reason = Reason.OutOfStock,
        ReasonItem = Item1,
    });

    private static (Role, Key, object) Captured(AttemptId attempt) =>
        PaymentRow(attempt, PaymentStatus.Captured);

    private static (Role, Key, object) Voided() => PaymentRow(First, PaymentStatus.Voided);

    private static (Role, Key, object) PaymentRow(AttemptId attempt, PaymentStatus status) => (
        Role.Payment,
        Payment.KeyOf(attempt),
        Payment.FromAttempt(new Attempt(attempt, Order1, User1, 20, 0), status));
}
