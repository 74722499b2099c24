using Cartwright.Domain.Orders;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.Orders;

/// <summary>Checking whether orders can be re-created, and creating them.</summary>
public sealed class OrderInitTests
{
    private static readonly Key OrderKey = Order.KeyOf(Sample.Order);
    private static readonly InspectOrders Inspect = new(First: 0, Count: 2);
    private static readonly InitOrders Init = new(First: 1, Count: 1, Items: 1, Users: 1, Price: 4, Seed: 9);
    private static readonly Order Made = new()
    {
        User = new UserId(0), Lines = [new Line(new ItemId(0), 2, 8)], Total = 8, UpdatedAt = Sample.Now,
    };

    private static readonly CaseTable Table = new(
        ShopServices.Order,
        Case.That("inspect no orders").When(Inspect).Replies(new InitDone(2)),
        Case.That("inspect an open order").Given(OrderKey, Sample.Open).When(Inspect).Replies(new InitDone(2)),
        Case.That("inspect a paid order").Given(OrderKey, Sample.Paid).When(Inspect).Replies(new InitDone(2)),
        Case.That("inspect a failed order").Given(OrderKey, Sample.Failed).When(Inspect).Replies(new InitDone(2)),
        Case.That("inspect a cancelled order")
            .Given(OrderKey, Sample.Cancelled).When(Inspect).Replies(new InitDone(2)),
        Case.That("inspect an order in flight")
            .Given(OrderKey, Sample.Running).When(Inspect).Rejects(Reason.OrderProcessing),
        Case.That("inspect a failing order")
            .Given(OrderKey, Sample.Failing).When(Inspect).Rejects(Reason.OrderProcessing),
        Case.That("inspect a cancelling order")
            .Given(OrderKey, Sample.Cancelling).When(Inspect).Rejects(Reason.OrderCancelled),
        Case.That("inspect looks at no others")
            .Given(OrderKey, Sample.Running).When(Inspect with { First = 2 }).Replies(new InitDone(2)),
        Case.That("make a new order; two lines of one item are one line")
            .When(Init).Then(OrderKey, Made).Replies(new InitDone(1)),
        Case.That("make a paid order anew")
            .Given(OrderKey, Sample.Paid).When(Init).Then(OrderKey, Made).Replies(new InitDone(1)),
        Case.That("make a failed order anew")
            .Given(OrderKey, Sample.Failed with { FailedAttempt = new(9), FailedReason = Reason.Timeout })
            .When(Init).Then(OrderKey, Made).Replies(new InitDone(1)),
        Case.That("make a cancelled order anew")
            .Given(OrderKey, Sample.Cancelled).When(Init).Then(OrderKey, Made).Replies(new InitDone(1)),
        Case.That("an order in flight is not made anew")
            .Given(OrderKey, Sample.Running).When(Init).Rejects(Reason.OrderProcessing),
        Case.That("a failing order is not made anew")
            .Given(OrderKey, Sample.Failing).When(Init).Rejects(Reason.OrderProcessing),
        Case.That("a cancelling order is not made anew")
            .Given(OrderKey, Sample.Cancelling).When(Init).Rejects(Reason.OrderCancelled),
        Case.That("none is made anew where one is in flight")
            .Given(OrderKey, Sample.Running).When(Init with { First = 0, Count = 3 }).Rejects(Reason.OrderProcessing),
        Case.That("orders of no item").When(Init with { Items = 0 }).Rejects(Reason.OutOfRange),
        Case.That("orders of no user").When(Init with { Users = 0 }).Rejects(Reason.OutOfRange),
        Case.That("orders at a price below zero, told before one is in flight")
            .Given(OrderKey, Sample.Running).When(Init with { Price = -1 }).Rejects(Reason.OutOfRange),
        Case.That("orders above the highest price")
            .When(Init with { Price = Limits.PriceMax + 1 }).Rejects(Reason.OverMaximum),
        Case.That("an order in flight is told before the highest price")
            .Given(OrderKey, Sample.Running).When(Init with { Price = Limits.PriceMax + 1 })
            .Rejects(Reason.OrderProcessing),
        Case.That("no rows").When(Init with { Count = 0 }).IsImpossible(),
        Case.That("rows below zero").When(Init with { First = -1 }).IsImpossible(),
        Case.That("too many rows").When(Init with { Count = Limits.InitRowsMax + 1 }).IsImpossible(),
        Case.That("rows past the last").When(Init with { First = Limits.InitMax }).IsImpossible(),
        Case.That("a count that is no count").When(Inspect with { Count = int.MinValue }).IsImpossible());

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Inspecting_and_making_follow_their_table(string name) => Table.Check(name);

    // Each order has two lines of random items, or one of twice the quantity; the same seed gives the same orders, in
    // any division into messages.
    [Fact]
    public void Made_orders_are_functions_of_the_seed()
    {
        var whole = Orders(new InitOrders(0, 300, Items: 50, Users: 20, Price: 4, Seed: 1));
        var parts = Orders(new InitOrders(0, 100, Items: 50, Users: 20, Price: 4, Seed: 1))
            .Concat(Orders(new InitOrders(100, 200, Items: 50, Users: 20, Price: 4, Seed: 1)));
        var others = Orders(new InitOrders(0, 300, Items: 50, Users: 20, Price: 4, Seed: 2));

        Assert.Equal(whole.Select(Text), parts.Select(Text));
        Assert.NotEqual(whole.Select(Text), others.Select(Text));
        Assert.All(whole, order => Assert.Equal(2, order.Lines.Sum(line => line.Quantity)));
        Assert.All(whole, order => Assert.Equal(8, order.Total));
        Assert.All(whole, order => Assert.Equal(8, order.Lines.Sum(line => line.Cost)));
        Assert.All(whole, order => Assert.InRange(order.User.Value, 0, 19));
        Assert.All(whole.SelectMany(order => order.Lines), line => Assert.InRange(line.Item.Value, 0, 49));
        Assert.Equal(50, whole.SelectMany(order => order.Lines).Select(line => line.Item).Distinct().Count());
        Assert.Equal(20, whole.Select(order => order.User).Distinct().Count());
    }

    private static List<Order> Orders(InitOrders init) =>
        [.. new Rows().Decide(ShopServices.Order, init, Sample.Now).Changes.Select(change => (Order)change.State!)];

    private static string Text(Order order) => Show.Row(OrderKey, order);
}
