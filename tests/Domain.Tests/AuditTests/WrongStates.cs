using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Domain.Tests.AuditTests;

/// <summary>
/// Contradictory states, column by column, and the finding for each. Order 20000001 is paid by attempt 901; its number
/// is beyond every reset.
/// </summary>
internal static class WrongStates
{
    private const long In2100 = 4_102_444_800_000;

    private static readonly OrderId Created = new(20_000_001);
    private static readonly Key Paid = Order.Table.KeyOf(1);
    private static readonly Key Failed = Order.Table.KeyOf(3);
    private static readonly Key Processing = Order.Table.KeyOf(4);
    private static readonly Key Retried = Order.Table.KeyOf(6);
    private static readonly Key User = Account.Table.KeyOf(1);
    private static readonly Key Item1 = Item.Table.KeyOf(1);
    private static readonly Key TakenBy101 = Reservation.Table.KeyOf(101);
    private static readonly Key RefusedTo103 = Reservation.Table.KeyOf(103);

    /// <summary>The change, and the audit's finding.</summary>
    public static TheoryData<string, string> Mistakes { get; } = new()
    {
        { "item below zero", "item 1 has -1 units" },
        { "item out of balance", "item 1 has 95 units, but its counters make 94" },
        { "item counts too much", "item 1 counts 2 more as taken than the records" },
        { "item counts too little", "item 1 counts 3 less as returned than the records" },
        { "item gone", "item 1 does not exist, although attempts have records of amounts taken" },
        { "account gone", "user 1 does not exist, although attempts have records of amounts captured" },
        { "account below zero", "user 1 has a credit of -1" },
        { "account out of balance", "but the counters make" },
        { "held is not its holds", "held, but the holds make" },
        { "account counts too much", "user 1 counts 5 more as captured than the records" },
        { "account counts too little", "user 1 counts 20 less as refunded than the records" },
        { "hold without sweep", "user 1 has holds that no sweep will ask after" },
        { "wait without hold", "user 2 has attempts that wait, but no hold" },
        { "attempt in accounts twice", "attempt 104 of user 2 stands in accounts twice" },
        { "total wrong", "order 1 has a total of 21, but its lines cost 20" },
        { "line without units", "order 1 has a line without units" },
        { "paid without attempt", "order 1 is paid, but has no attempt" },
        { "open with attempt", "order 7 is open, but names an attempt" },
        { "processing without sweep", "order 4 is processing, but no sweep will look after it" },
        { "processing for long", "order 4 has been processing for too long" },
        { "cancelling for long", "order 5 has been cancelling for too long" },
        { "hold for long", "attempt 104 of order 4 has been held for too long" },
        { "attempt named twice", "attempt 101 of order 3 is named twice" },
        { "paid, nothing taken", "attempt 101 of order 1 has its stock untouched and its credit captured" },
        { "paid, refused", "attempt 101 of order 1 has its stock refused" },
        { "paid, returned", "attempt 101 of order 1 has its stock returned" },
        { "paid, not captured", "its credit untouched, but the order is paid" },
        { "paid, voided", "its credit voided, but the order is paid" },
        { "paid, other amount", "attempt 101 of order 1 is known with another user or amount" },
        { "paid, other user", "attempt 101 of order 1 is known with another user or amount" },
        { "paid, other order paid for", "attempt 101 of order 1 is known with other orders than 1" },
        { "paid, other order taken", "attempt 101 of order 1 is known with other orders than 1" },
        { "paid, other item taken", "attempt 101 of order 1 has taken other lines than its order has" },
        { "paid, other quantity taken", "attempt 101 of order 1 has taken other lines than its order has" },
        { "failed, taken", "attempt 103 of order 3 has its stock taken" },
        { "failed, held", "attempt 103 of order 3 has its stock refused and its credit held" },
        { "failed, captured", "its credit captured, but the order is failed" },
        { "failed before, captured", "attempt 106 of order 6 has its stock refused and its credit captured" },
        { "processing, captured", "its credit captured, but the order is processing" },
        { "failing, taken", "but the order is processing and about to fail" },
        { "cancelled, not returned", "attempt 102 of order 2 has its stock taken" },
        { "cancelled, not refunded", "its credit captured, but the order is cancelled" },
        { "cancelling, refunded first", "attempt 105 of order 5 has its stock taken and its credit refunded" },
        { "reset, taken for nothing", "attempt 107 of order 7 has its stock taken and its credit untouched" },
        { "reset, paid for nothing", "attempt 107 of order 7 has its stock untouched and its credit captured" },
        { "no such order", "attempt 109 belongs to order 99, which does not exist" },
        { "reason other than refused", "attempt 103 of order 3 fails by timeout, which is not the recorded reason" },
        { "reason of another item", "attempt 103 of order 3 fails by out-of-stock of item 1, which is not the" },
        { "reason without item", "attempt 103 of order 3 fails by out-of-stock, which is not the recorded reason" },
        { "former reason other than refused", "attempt 106 of order 6 fails by timeout, which is not the recorded" },
        { "out of stock without refusal", "attempt 103 of order 3 fails by out-of-stock of item 2, which is not" },
        { "insufficient credit without decline", "attempt 103 of order 3 fails by insufficient-credit, which is" },
        { "failed, never declined nor voided", "attempt 103 of order 3 has its stock refused and its credit unt" },
        { "failed, other user", "attempt 103 of order 3 is known with another user or amount" },
        { "hold for an order that is open", "attempt 904 of order 20000001 has its stock untouched and its credit" },
        { "second attempt taken and captured", "attempt 902 of order 20000001 has its stock taken and its credit" },
        { "paid became open", "attempt 901 of order 20000001 has its stock taken and its credit captured, but" },
        {
            "processing until 2100",
            "order 4 is processing, but no sweep will look after it before 2100-01-01 00:00:00Z"
        },
        { "deadline in 2100", "order 4 has its deadline too far ahead: 2100-01-01 00:00:00Z" },
        { "changed in 2100", "order 1 was changed in the future: 2100-01-01 00:00:00Z" },
        { "hold until 2100", "user 1 has holds that no sweep will ask after before 2100-01-01 00:00:00Z" },
        { "hold since 2100", "user 1 has a hold for attempt 104 that begins in the future: 2100-01-01 00:00:00Z" },
        { "due without hold", "user 3 is due, but has no hold to ask after" },
        { "paid and due", "order 1 is paid, but a sweep is to look after it" },
        { "paid with deadline", "order 1 is paid, but has a deadline" },
        { "processing without deadline", "order 4 is processing, but has no deadline" },
        { "paid with reason", "order 1 is paid, but has a reason to fail: timeout" },
        { "failed without reason", "order 3 is failed, but has no reason" },
        { "item blamed for nothing", "order 1 names item 1 as the reason, but has no reason" },
        { "failed before without reason", "order 6 has a failed attempt without its reason" },
        { "failed before is the latest", "order 6 names attempt 206 as the one before, but has no later one" },
        { "line below nothing", "order 1 has a line that costs less than nothing" },
        { "two lines of one item", "order 1 has two lines of one item" },
        { "paid for nothing at all", "order 1 is paid, but has no lines" },
        { "price below nothing", "item 1 costs -1" },
        { "counters below zero", "item 1 has a counter below zero" },
        { "more returned than taken", "item 1 had 99 units returned, but only" },
        { "more refunded than captured", "user 1 had 999 refunded, but only" },
        { "account counters below zero", "user 1 has a counter below zero" },
        { "item reset that cannot be", "item 20000002 has generation 1, although no reset reaches it" },
        { "user reset that cannot be", "user 20000003 has generation 1, although no reset reaches it" },
        { "taken without lines", "the reservation of attempt 101 is taken, but has no lines" },
        { "refused with lines", "the reservation of attempt 103 is refused, but has taken lines" },
        { "refused without reason", "the reservation of attempt 103 is refused, and its reason is none" },
        { "captured with reason", "the payment of attempt 101 is captured, and its reason is timeout" },
        { "reply of unknown attempt", "attempt 905, which the stored reply a names, has no record" },
        { "reply of unknown cancel", "attempt 905, which the stored reply a names, has no record" },
        { "reply of unknown order", "the stored reply a names order 20000009, which does not exist" },
        { "reply of unknown item", "the stored reply a names item 20000009, which does not exist" },
        { "reply of unknown user", "the stored reply a names user 20000009, which does not exist" },
        { "reply that cannot be read", "the stored reply a cannot be read" },
        { "numbers from the beginning", "the order service hands out numbers from 0 on, but 20000001 is in use" },
        { "numbers of items from the beginning", "the stock service hands out numbers from 0 on, but 20000002 is" },
        { "numbers of users from the beginning", "the payment service hands out numbers from 0 on, but 20000003" },
        { "held and captured", "attempt 104 of order 4 stands in an account, although its payment is captured" },
    };

    public static void Seed(Shop shop, string mistake)
    {
        switch (mistake)
        {
            case "failed, other user":
                shop.Change<Payment>(Payment.Table.KeyOf(103), row => row with { User = new UserId(2) });
                break;
            case "failed, never declined nor voided": shop.Put(Payment.Table.KeyOf(103), null); break;
            case "hold for an order that is open":
                var open = new Hold(new AttemptId(904), Created, 0, 0, shop.Now);
                shop.Change<Account>(User, user => user with { Holds = user.Holds.Add(open) });
                break;
            case "second attempt taken and captured":
                var second = new Attempt(new AttemptId(902), Created, new UserId(1), 20, 0);
                shop.Decide(new TakeStock(second, [new Units(new ItemId(1), 2)]));
                shop.Put(Payment.KeyOf(second.Id), Payment.FromAttempt(second, PaymentStatus.Captured));
                break;
            case "paid became open":
                Change(Order.KeyOf(Created), order => order with { Status = OrderStatus.Open, Attempt = null });
                break;
            case "processing until 2100": Change(Processing, order => order with { Due = In2100 }); break;
            case "deadline in 2100": Change(Processing, order => order with { Deadline = In2100 }); break;
            case "processing without deadline": Change(Processing, order => order with { Deadline = null }); break;
            case "changed in 2100": Change(Paid, order => order with { UpdatedAt = In2100 }); break;
            case "paid and due": Change(Paid, order => order with { Due = shop.Now }); break;
            case "paid with deadline": Change(Paid, order => order with { Deadline = shop.Now }); break;
            case "line below nothing":
                Change(Paid, order => order with { Lines = [order.Lines[0] with { Cost = -1 }] });
                break;
            case "two lines of one item":
                Change(Paid, order => order with { Lines = [order.Lines[0], order.Lines[0]] });
                break;
            case "paid for nothing at all": Change(Paid, order => order with { Lines = [] }); break;
            default: SeedReason(shop, mistake); break;
        }

        void Change(Key key, Func<Order, Order> change) => shop.Change(key, change);
    }

    private static void SeedReason(Shop shop, string mistake)
    {
        switch (mistake)
        {
            case "reason other than refused":
                Change(Failed, order => order with { Reason = Reason.Timeout, ReasonItem = null });
                break;
            case "reason of another item": Change(Failed, order => order with { ReasonItem = new ItemId(1) }); break;
            case "reason without item": Change(Failed, order => order with { ReasonItem = null }); break;
            case "former reason other than refused":
                Change(Retried, order => order with { FailedReason = Reason.Timeout });
                break;
            case "out of stock without refusal": shop.Put(RefusedTo103, null); break;
            case "insufficient credit without decline":
                Change(Failed, order => order with { Reason = Reason.InsufficientCredit, ReasonItem = null });
                break;
            case "paid with reason": Change(Paid, order => order with { Reason = Reason.Timeout }); break;
            case "failed without reason":
                Change(Failed, order => order with { Reason = null, ReasonItem = null });
                break;
            case "item blamed for nothing": Change(Paid, order => order with { ReasonItem = new ItemId(1) }); break;
            case "failed before without reason": Change(Retried, order => order with { FailedReason = null }); break;
            case "failed before is the latest":
                Change(Retried, order => order with { FailedAttempt = order.Attempt });
                break;
            case "taken without lines":
                shop.Change<Reservation>(TakenBy101, row => row with { Lines = [] });
                break;
            case "refused with lines":
                shop.Change<Reservation>(RefusedTo103, row => row with { Lines = [new(new ItemId(1), 1, 0)] });
                break;
            case "refused without reason":
                shop.Change<Reservation>(RefusedTo103, row => row with { Reason = null });
                break;
            case "captured with reason":
                shop.Change<Payment>(Payment.Table.KeyOf(101), row => row with { Reason = Reason.Timeout });
                break;
            default: SeedNumber(shop, mistake); break;
        }

        void Change(Key key, Func<Order, Order> change) => shop.Change(key, change);
    }

    private static void SeedNumber(Shop shop, string mistake)
    {
        switch (mistake)
        {
            case "hold until 2100": shop.Change<Account>(User, user => user with { Due = In2100 }); break;
            case "hold since 2100":
                shop.Change<Account>(
                    User, user => user with { Holds = [.. user.Holds.Select(hold => hold with { Since = In2100 })] });
                break;
            case "due without hold": shop.Put(Account.Table.KeyOf(3), new Account { Due = shop.Now }); break;
            case "price below nothing": shop.Change<Item>(Item1, item => item with { Price = -1 }); break;
            case "counters below zero":
                shop.Change<Item>(Item1, item => item with { Subtracted = -1, Added = item.Added - 1 });
                break;
            case "more returned than taken": shop.Change<Item>(Item1, item => item with { Returned = 99 }); break;
            case "more refunded than captured":
                shop.Change<Account>(User, user => user with { Refunded = 999 });
                break;
            case "account counters below zero": shop.Change<Account>(User, user => user with { Paid = -1 }); break;
            case "item reset that cannot be":
                shop.Put(Item.Table.KeyOf(20_000_002), new Item { Price = 1, Generation = 1 });
                break;
            case "user reset that cannot be":
                shop.Put(Account.Table.KeyOf(20_000_003), new Account { Generation = 1 });
                break;
            case "numbers from the beginning": shop.NextId = 0; break;
            case "numbers of items from the beginning":
                shop.Put(Item.Table.KeyOf(20_000_002), new Item { Price = 1 });
                shop.NextId = 0;
                break;
            case "numbers of users from the beginning":
                shop.Put(Account.Table.KeyOf(20_000_003), new Account());
                shop.NextId = 0;
                break;
            default: SeedReply(shop, mistake); break;
        }
    }

    private static void SeedReply(Shop shop, string mistake) => shop.Replies.Add(("a", mistake switch
    {
        "reply of unknown attempt" => new AttemptAccepted(Created, new AttemptId(905)),
        "reply of unknown cancel" => new CancelAccepted(Created, new AttemptId(905)),
        "reply of unknown order" => new OrderCreated(new OrderId(20_000_009)),
        "reply of unknown item" => new ItemCreated(new ItemId(20_000_009)),
        "reply of unknown user" => new CreditUpdated(new UserId(20_000_009), 1),
        "reply that cannot be read" => null,
        _ => throw new ArgumentException($"Nobody knows how to make this mistake: {mistake}", nameof(mistake)),
    }));
}
