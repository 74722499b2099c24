using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Sagas;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;

namespace Cartwright.Domain.Tests.SagaTests;

/// <summary>
/// A shop in which one order is checked out, and the end that it must reach: paid, or failed with the reason of the
/// rejecting step.
/// </summary>
internal sealed record World(string Name, SagaStep? Refusing, Action<Rows> Change, Reason? Reason)
{
    public static World Good { get; } = new("everything suffices", null, _ => { }, null);

    public static IReadOnlyList<World> All { get; } =
    [
        Good,
        new("the credit is too small", OrderSagas.HoldCredit, TooPoor, Domain.Reason.InsufficientCredit),
        new("there is no such user", OrderSagas.HoldCredit, NoUser, Domain.Reason.UnknownUser),
        new("the second item is out of stock", OrderSagas.TakeStock, NoPears, Domain.Reason.OutOfStock),
        new("the second item is unknown", OrderSagas.TakeStock, NoPearAtAll, Domain.Reason.UnknownItem),
        new("stock has cancelled the attempt", OrderSagas.TakeStock, CancelledFirst, Domain.Reason.Timeout),
    ];

    public static CheckOutOrder CheckOut { get; } =
        new(Sample.Order, Sample.Id, Sample.Deadline, Sample.Partition);

    public static CancelOrder Cancel { get; } = new(Sample.Order, Sample.Partition);

    public static World Named(string name) => All.Single(world => world.Name == name);

    public TestShop Open(Links? links = null)
    {
        var shop = new TestShop((links ?? Links.Standard).Services);
        shop.Rows.Put(Order.KeyOf(Sample.Order), Sample.Open);
        shop.Rows.Put(Item.KeyOf(Sample.Apple), new Item { Price = 10, Stock = 2, Added = 2 });
        shop.Rows.Put(Item.KeyOf(Sample.Pear), new Item { Price = 30, Stock = 5, Added = 5 });
        shop.Rows.Put(Account.KeyOf(Sample.User), Sample.Funded(80));
        Change(shop.Rows);
        return shop;
    }

    /// <summary>Everything is at rest, and the order has ended as it must in this world.</summary>
    public void AssertEnded(Links links, TestShop shop, bool cancelled = false)
    {
        CleanSlate.IsClean(shop.Rows);
        var order = shop.Rows.Get<Order>(Order.KeyOf(Sample.Order));
        var status = Reason is not null ? OrderStatus.Failed : cancelled ? OrderStatus.Cancelled : OrderStatus.Paid;
        Assert.Equal((status, Reason), (order.Status, order.Reason));
        var paid = status is OrderStatus.Paid;
        if (paid)
        {
            links.AssertPaid(shop.Rows);
        }

        var untouched = Open().Rows;
        if (untouched.Find<Account>(Account.KeyOf(Sample.User)) is { } before)
        {
            var credit = shop.Rows.Get<Account>(Account.KeyOf(Sample.User)).Credit;
            Assert.Equal(before.Credit - (paid ? Sample.Attempt.Amount : 0), credit);
        }

        foreach (var (item, quantity) in Sample.Units)
        {
            var stock = untouched.Find<Item>(Item.KeyOf(item))?.Stock;
            Assert.Equal(stock - (paid ? quantity : 0), shop.Rows.Find<Item>(Item.KeyOf(item))?.Stock);
        }
    }

    private static void TooPoor(Rows rows) => rows.Put(Account.KeyOf(Sample.User), Sample.Funded(49));

    private static void NoUser(Rows rows) => rows.Put(Account.KeyOf(Sample.User), null);

    private static void NoPears(Rows rows) => rows.Put(Item.KeyOf(Sample.Pear), new Item { Price = 30 });

    private static void NoPearAtAll(Rows rows) => rows.Put(Item.KeyOf(Sample.Pear), null);

    private static void CancelledFirst(Rows rows) =>
        rows.Put(Reservation.KeyOf(Sample.Id), Sample.Reservation(ReservationStatus.Cancelled));
}
