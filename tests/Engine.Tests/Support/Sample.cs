using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Engine.Tests.Support;

/// <summary>A small shop: one item at 10, one user, and orders of one unit each; all numbers begin at 1.</summary>
internal static class Sample
{
    public const long Price = 10;
    public static readonly ItemId Item = new(1);
    public static readonly UserId User = new(1);

    /// <summary>Puts the shop into a database.</summary>
    public static void Fill(MemoryStore store, int orders, long stock, long credit)
    {
        store.Put(Domain.Stock.Item.KeyOf(Item), new Item { Price = Price, Stock = stock, Added = stock });
        store.Put(Account.KeyOf(User), new Account { Credit = credit, Funded = credit });
        for (var id = 1; id <= orders; id++)
        {
            store.Put(Order.KeyOf(new OrderId(id)), OrderOf(Item));
        }
    }

    /// <summary>Lets the first order's attempt hold a part of the user's credit.</summary>
    public static void Hold(MemoryStore store, long amount)
    {
        var account = AccountIn(store);
        store.Put(
            Account.KeyOf(User),
            account with
            {
                Credit = account.Credit - amount,
                Held = amount,
                Holds = [new Hold(new AttemptId(101), new OrderId(1), amount, ReplyTo: 0, Since: 0)],
            });
    }

    public static Order OrderOf(ItemId item) =>
        new() { User = User, Lines = [new Line(item, 1, Price)], Total = Price };

    public static CheckOutOrder CheckOut(long order, long attempt = 0, int replyTo = 0) =>
        new(new OrderId(order), new AttemptId(attempt == 0 ? 100 + order : attempt), Deadline: long.MaxValue, replyTo);

    /// <summary>The first attempt of an order, as its messages name it.</summary>
    public static Attempt Attempt(long order, int replyTo = 0) =>
        new(new AttemptId(100 + order), new OrderId(order), User, Price, replyTo);

    public static Order Find(MemoryStore store, long order) => store.Find<Order>(Order.KeyOf(new OrderId(order)))!;

    public static OrderStatus StatusOf(MemoryStore store, long order) => Find(store, order).Status;

    public static Account AccountIn(MemoryStore store) => store.Find<Account>(Account.KeyOf(User))!;

    public static Item ItemIn(MemoryStore store) => store.Find<Item>(Domain.Stock.Item.KeyOf(Item))!;
}
