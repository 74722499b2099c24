using Cartwright.AddedStep;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Domain.Tests.AuditTests;

/// <summary>Each rule of the audit must find one seeded mistake in a shop with right books.</summary>
public sealed class BooksTests
{
    private static readonly OrderId Paid = new(1);
    private static readonly OrderId Cancelled = new(2);
    private static readonly OrderId Failed = new(3);
    private static readonly OrderId Processing = new(4);
    private static readonly OrderId Cancelling = new(5);
    private static readonly OrderId Retried = new(6);
    private static readonly OrderId Reset = new(7);
    private static readonly OrderId Waiting = new(8);
    private static readonly OrderId Created = new(20_000_001);
    private static readonly Key User = Account.Table.KeyOf(1);
    private static readonly Key Item1 = Item.Table.KeyOf(1);

    public static TheoryData<string, string> Mistakes => WrongStates.Mistakes;

    [Fact]
    public void Right_books_have_no_findings_and_their_totals()
    {
        var shop = MakeShop();
        Assert.Empty(shop.Audit());
        Assert.Equal(2, shop.Totals.OrdersOf(OrderStatus.Paid));
        Assert.Equal(40, shop.Totals.Held);
        Assert.Equal(40, shop.Totals.Paid);
        Assert.Equal(3, shop.Totals.Accounts);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_found(string mistake, string finding)
    {
        var shop = MakeShop();
        Seed(shop, mistake);
        Assert.Contains(shop.Audit(), found => found.Contains(finding, StringComparison.Ordinal));
    }

    // Written by a node of a version without that reason, as in a rolling upgrade.
    [Fact]
    public void A_reason_of_a_later_version_may_be_told_as_other()
    {
        var shop = MakeShop();
        shop.Change<Order>(Order.Table.KeyOf(3), order => order with { Reason = Reason.Other });
        Assert.Empty(shop.Audit());
        shop.Change<Order>(Order.Table.KeyOf(3), order => order with { Reason = Reason.Timeout });
        Assert.NotEmpty(shop.Audit());
    }

    // The reader of the row reports it; the unreadable row alone makes no other row wrong.
    [Fact]
    public void A_row_that_cannot_be_read_makes_nothing_else_wrong()
    {
        foreach (var key in MakeShop().Keys)
        {
            var shop = MakeShop();
            shop.Replies.Add(("key", new AttemptAccepted(Failed, new AttemptId(103))));
            Assert.Empty(shop.Audit());
            shop.Damage(key);
            Assert.True(shop.Audit() is [], $"{key}: {string.Join("; ", shop.Audit())}");
        }
    }

    // A mistake that an unreadable row might have explained stays a mistake.
    [Fact]
    public void An_unreadable_record_hides_only_what_it_could_explain()
    {
        var shop = MakeShop();
        shop.Damage(Reservation.Table.KeyOf(101));
        shop.Change<Item>(Item1, item => item with { Taken = 0, Returned = 0, Stock = item.Added - item.Subtracted });
        Assert.Contains(shop.Audit(), found => found.StartsWith("item 1 counts", StringComparison.Ordinal));
    }

    // A failed order with its stock returned after all is right only if a repair is on record.
    [Theory]
    [InlineData(PaymentStatus.Voided)]
    [InlineData(PaymentStatus.Captured)]
    public void Stock_that_a_failed_order_has_taken_is_wrong_until_its_repair_is_done_and_on_record(PaymentStatus paid)
    {
        var (shop, attempt) = (MakeShop(), new AttemptId(103));
        var (item, user) = (shop.Find<Item>(Item1)!, shop.Find<Account>(User)!);
        shop.Messages.Clear();
        TakeThoughFailed(shop, attempt, paid);
        Assert.Contains(shop.Audit(), found => found.Contains("has its stock taken", StringComparison.Ordinal));
        shop.Repaired.Add(attempt);
        Assert.Contains(shop.Audit(), found => found.Contains("has its stock taken", StringComparison.Ordinal));

        var repair = new ReturnTaken(new Attempt(attempt, Failed, new UserId(1), 20, 0));
        shop.Settle(repair);
        Assert.Empty(shop.Audit());
        Assert.Equal(
            item with { Taken = item.Taken + 2, Returned = item.Returned + 2 }, shop.Find<Item>(Item1));
        Assert.Equal((user.Credit, user.Held), (shop.Find<Account>(User)!.Credit, shop.Find<Account>(User)!.Held));
        shop.Settle(repair);
        Assert.Empty(shop.Audit());

        shop.Repaired.Clear();
        Assert.Contains(shop.Audit(), found => found.Contains("has its stock returned", StringComparison.Ordinal));
    }

    // Payment cannot distinguish a forged repair from a real one: only the order records which attempt has failed.
    [Fact]
    public void A_forged_repair_undoes_a_paid_order_which_the_audit_names_and_a_cancel_ends()
    {
        var shop = MakeShop();
        shop.Messages.Clear();
        shop.Decide(new VoidCredit(new Attempt(new AttemptId(101), Paid, new UserId(1), 20, 0), ReturnsStock: true));
        List<string> parked = [];
        while (shop.Messages.Count > 0)
        {
            var next = shop.Messages[0];
            shop.Messages.RemoveAt(0);
            try
            {
                shop.Decide(next);
            }
            catch (ImpossibleMeetingException)
            {
                parked.Add(next.GetType().Name);
            }
        }

        Assert.Equal([nameof(CreditVoided), nameof(StockReturned)], parked);
        Assert.Equal(OrderStatus.Paid, shop.Find<Order>(Order.KeyOf(Paid))!.Status);
        Assert.Contains(shop.Audit(), found => found.Contains("1 has its stock returned and its credit refunded, but"));

        shop.Settle(new CancelOrder(Paid, ReplyTo: 0));
        Assert.Equal(OrderStatus.Cancelled, shop.Find<Order>(Order.KeyOf(Paid))!.Status);
        Assert.Empty(shop.Audit());
    }

    // The result of another shop's answer or of a restored database: the order failed, and its attempt took two units.
    private static void TakeThoughFailed(Shop shop, AttemptId attempt, PaymentStatus paid)
    {
        shop.Put(
            Reservation.KeyOf(attempt),
            new Reservation
            {
                Order = Failed, Status = ReservationStatus.Taken, Lines = [new TakenLine(new ItemId(1), 2, 0)],
            });
        shop.Change<Item>(Item1, item => item.Take(2));
        if (paid is PaymentStatus.Captured)
        {
            shop.Change<Payment>(Payment.KeyOf(attempt), payment => payment with { Status = paid });
            shop.Change<Account>(User, user => user with { Credit = user.Credit - 20, Captured = user.Captured + 20 });
        }
    }

    // Until its deadline, an order is not late.
    [Fact]
    public void An_order_is_unfinished_for_too_long_from_its_deadline_on_and_not_from_its_acceptance()
    {
        var shop = MakeShop();
        shop.Change<Order>(
            Order.KeyOf(Processing),
            order => order with { UpdatedAt = shop.Now - 400_000, Deadline = shop.Now - 300_000 });
        Assert.Empty(shop.Audit(unfinishedMaxMs: 300_000));
        shop.Change<Order>(Order.KeyOf(Processing), order => order with { Deadline = order.Deadline - 1 });
        Assert.Contains(
            shop.Audit(unfinishedMaxMs: 300_000), found => found.Contains("order 4 has been processing for too long"));
    }

    [Fact]
    public void A_hold_of_a_paid_order_may_wait_for_its_capture_for_a_while()
    {
        var shop = MakeShop();
        while (shop.Find<Order>(Order.KeyOf(Processing))!.Status is not OrderStatus.Paid)
        {
            var next = shop.Messages.First(message => message is IAttemptMessage { Attempt.Id.Value: 104 });
            shop.Messages.Remove(next);
            shop.Decide(next);
        }

        Assert.Empty(shop.Audit(unfinishedMaxMs: 1_000));
        shop.Now += 1_001;
        Assert.Contains(shop.Audit(unfinishedMaxMs: 1_000), found => found.Contains("held for too long"));
    }

    // A step after the capture, as in tests/AddedStep: its answer is awaited.
    [Fact]
    public void A_paid_order_may_be_due_while_a_step_after_the_decision_is_awaited()
    {
        var shop = MakeShop();
        shop.Change<Order>(Order.KeyOf(Paid), order => order with { Due = shop.Now });
        Assert.Contains(shop.Audit(), found => found.Contains("is paid, but a sweep is to look after it"));

        shop.Checkout = ShippingShop.Sagas.Checkout;
        Assert.Empty(shop.Audit());
        shop.Now += 300_001;
        Assert.Contains(shop.Audit(), found => found.Contains("has been paid and incomplete for too long"));
    }

    /// <summary>One order in each state, all by user 1, of 2 units for 20 each.</summary>
    private static Shop MakeShop()
    {
        var shop = new Shop();
        shop.Settle(new CreateItem(new ItemId(1), 10), new AddStock(new ItemId(1), 100));
        shop.Settle(new CreateItem(new ItemId(2), 10), new AddStock(new ItemId(2), 1));
        shop.Settle(new CreateUser(new UserId(1)), new AddFunds(new UserId(1), 100));
        shop.Settle(new CreateUser(new UserId(2)), new AddFunds(new UserId(2), 20));
        shop.Settle(new CreateItem(new ItemId(3), 10), new AddStock(new ItemId(3), 9));
        shop.Settle(new CreateUser(new UserId(3)), new AddFunds(new UserId(3), 20));
        foreach (var order in (OrderId[])[Paid, Cancelled, Processing, Cancelling, Reset])
        {
            AddOrder(shop, order, user: 1, item: 1);
        }

        AddOrder(shop, Failed, user: 1, item: 2);
        AddOrder(shop, Retried, user: 1, item: 2);
        AddOrder(shop, Waiting, user: 2, item: 1);
        AddOrder(shop, Created, user: 3, item: 3);
        shop.Settle(CheckOut(Created, attempt: 901));
        shop.Settle(CheckOut(Paid), CheckOut(Cancelled), CheckOut(Failed), CheckOut(Retried), CheckOut(Reset));
        shop.Settle(new CancelOrder(Cancelled, 0), CheckOut(Retried, attempt: 206), CheckOut(Cancelling));
        shop.Settle(new InitOrders(Reset.Value, 1, Items: 1, Users: 1, Price: 10, Seed: 1));
        shop.Decide(new CancelOrder(Cancelling, 0));
        Hold(shop, Processing);
        Hold(shop, Waiting);
        return shop;
    }

    private static void AddOrder(Shop shop, OrderId order, long user, long item) =>
        shop.Settle(new CreateOrder(order, new UserId(user)), new AddLine(order, new ItemId(item), 2, 10));

    private static CheckOutOrder CheckOut(OrderId order, long? attempt = null) =>
        new(order, new AttemptId(attempt ?? 100 + order.Value), Deadline: 1_030_000, ReplyTo: 0);

    private static void Hold(Shop shop, OrderId order)
    {
        shop.Decide(CheckOut(order));
        var hold = shop.Messages.OfType<HoldCredit>().Single(hold => hold.Attempt.Order == order);
        shop.Messages.Remove(hold);
        shop.Decide(hold);
    }

    private static void Seed(Shop shop, string mistake)
    {
        switch (mistake)
        {
            case "item below zero":
                shop.Change<Item>(Item1, item => item with { Stock = -1, Subtracted = item.Stock + 1 });
                break;
            case "item out of balance":
                shop.Change<Item>(Item1, item => item with { Stock = item.Stock + 1 });
                break;
            case "item counts too much":
                shop.Change<Item>(Item1, item => item with { Stock = item.Stock - 2, Taken = item.Taken + 2 });
                break;
            case "item counts too little":
                shop.Change<Item>(Item1, item => item with { Returned = item.Returned - 3 });
                break;
            case "item gone":
                shop.Put(Item1, null);
                break;
            case "account gone":
                shop.Put(User, null);
                break;
            case "account below zero":
                shop.Change<Account>(User, user => user with { Credit = -1 });
                break;
            case "account out of balance":
                shop.Change<Account>(User, user => user with { Credit = user.Credit + 1 });
                break;
            case "held is not its holds":
                shop.Change<Account>(User, user => user with { Held = user.Held + 1, Credit = user.Credit - 1 });
                break;
            case "account counts too much":
                shop.Change<Account>(User, user => user with { Captured = user.Captured + 5 });
                break;
            case "account counts too little":
                shop.Change<Account>(User, user => user with { Refunded = user.Refunded - 20 });
                break;
            case "hold without sweep":
                shop.Change<Account>(User, user => user with { Due = null });
                break;
            case "wait without hold":
                shop.Change<Account>(Account.Table.KeyOf(2), user => user with { Waiting = user.Holds, Holds = [] });
                break;
            case "attempt in accounts twice":
                var holds = shop.Find<Account>(User)!.Holds;
                shop.Change<Account>(Account.Table.KeyOf(2), user => user with { Waiting = holds });
                break;
            default:
                SeedOrder(shop, mistake);
                break;
        }
    }

    private static void SeedOrder(Shop shop, string mistake)
    {
        var (paid, processing) = (Order.KeyOf(Paid), Order.KeyOf(Processing));
        switch (mistake)
        {
            case "total wrong":
                shop.Change<Order>(paid, order => order with { Total = order.Total + 1 });
                break;
            case "line without units":
                shop.Change<Order>(paid, order => order with { Lines = [order.Lines[0] with { Quantity = 0 }] });
                break;
            case "paid without attempt":
                shop.Change<Order>(paid, order => order with { Attempt = null });
                break;
            case "open with attempt":
                shop.Change<Order>(Order.KeyOf(Reset), order => order with { Attempt = new AttemptId(107) });
                break;
            case "processing without sweep":
                shop.Change<Order>(processing, order => order with { Due = null });
                break;
            case "processing for long":
                shop.Now += 30_000 + 300_001;
                break;
            case "cancelling for long" or "hold for long":
                shop.Now += 300_001;
                break;
            case "attempt named twice":
                shop.Change<Order>(Order.KeyOf(Failed), order => order with { Attempt = new AttemptId(101) });
                break;
            case "processing, captured":
                var attempt = shop.Find<Order>(processing)!.AttemptOf(Processing);
                shop.Decide(new CaptureCredit(attempt));
                break;
            case "failing, taken":
                var failing = shop.Find<Order>(processing)!.AttemptOf(Processing);
                shop.Decide(new TakeStock(failing, [new Units(new ItemId(1), 2)]));
                shop.Change<Order>(processing, order => order with { Reason = Reason.Timeout });
                break;
            default:
                SeedRecord(shop, mistake);
                break;
        }
    }

    private static void SeedRecord(Shop shop, string mistake)
    {
        Key StockOf(long attempt) => Reservation.Table.KeyOf(attempt);
        Key MoneyOf(long attempt) => Payment.Table.KeyOf(attempt);
        void Decide(long attempt, ReservationStatus status) =>
            shop.Change<Reservation>(StockOf(attempt), row => row with { Status = status });
        void End(long attempt, PaymentStatus status) =>
            shop.Change<Payment>(MoneyOf(attempt), row => row with { Status = status });
        switch (mistake)
        {
            case "paid, nothing taken": shop.Put(StockOf(101), null); break;
            case "paid, refused": Decide(101, ReservationStatus.Refused); break;
            case "paid, returned": Decide(101, ReservationStatus.Returned); break;
            case "paid, not captured": shop.Put(MoneyOf(101), null); break;
            case "paid, voided": End(101, PaymentStatus.Voided); break;
            case "paid, other amount": shop.Change<Payment>(MoneyOf(101), row => row with { Amount = 19 }); break;
            case "paid, other user":
                shop.Change<Payment>(MoneyOf(101), row => row with { User = new UserId(2) });
                break;
            case "paid, other order paid for":
                shop.Change<Payment>(MoneyOf(101), row => row with { Order = Failed });
                break;
            case "paid, other order taken":
                shop.Change<Reservation>(StockOf(101), row => row with { Order = Failed });
                break;
            case "paid, other item taken":
                var other = new TakenLine(new ItemId(2), 2, 0);
                shop.Change<Reservation>(StockOf(101), row => row with { Lines = [other] });
                break;
            case "paid, other quantity taken":
                var more = new TakenLine(new ItemId(1), 3, 0);
                shop.Change<Reservation>(StockOf(101), row => row with { Lines = [more] });
                break;
            case "failed, taken": Decide(103, ReservationStatus.Taken); break;
            case "failed, held":
                shop.Put(MoneyOf(103), null);
                var hold = new Hold(new AttemptId(103), Failed, 20, 0, shop.Now);
                shop.Change<Account>(User, user => user with { Holds = user.Holds.Add(hold) });
                break;
            case "failed, captured": End(103, PaymentStatus.Captured); break;
            case "failed before, captured": End(106, PaymentStatus.Captured); break;
            case "cancelled, not returned": Decide(102, ReservationStatus.Taken); break;
            case "cancelled, not refunded": End(102, PaymentStatus.Captured); break;
            case "cancelling, refunded first": End(105, PaymentStatus.Refunded); break;
            case "reset, taken for nothing": shop.Put(MoneyOf(107), null); break;
            case "reset, paid for nothing": shop.Put(StockOf(107), null); break;
            case "no such order":
                var lost = new Attempt(new AttemptId(109), new OrderId(99), new UserId(1), 1, 0);
                shop.Put(MoneyOf(109), Payment.FromAttempt(lost, PaymentStatus.Voided));
                break;
            case "held and captured":
                var held = shop.Find<Order>(Order.KeyOf(Processing))!.AttemptOf(Processing);
                shop.Put(MoneyOf(104), Payment.FromAttempt(held, PaymentStatus.Captured));
                break;
            default: WrongStates.Seed(shop, mistake); break;
        }
    }
}
