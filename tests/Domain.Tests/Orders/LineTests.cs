using System.Collections.Immutable;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.Orders;

/// <summary>Creating an order, adding its lines, up to the maxima, and removing them.</summary>
public sealed class LineTests
{
    private static readonly Key OrderKey = Order.KeyOf(Sample.Order);
    private static readonly AddLine Add = new(Sample.Order, Sample.Apple, Quantity: 3, Price: 12);
    private static readonly RemoveLine Remove = new(Sample.Order, Sample.Apple);
    private static readonly Order Empty = new() { User = Sample.User };

    private static readonly ImmutableArray<Line> AllLines =
        [.. Enumerable.Range(10, Limits.LinesMax).Select(id => new Line(new ItemId(id), 1, 1))];

    private static readonly Order Full = Empty with { Lines = AllLines, Total = Limits.LinesMax };

    private static readonly CaseTable Table = new(
        ShopServices.Order,
        Case.That("a price is asked of stock").When(new AskPrice(Sample.Apple, Request: 5, Sample.Partition))
            .Sends(new QuotePrice(Sample.Apple, 5, Sample.Partition)).Replies(new PriceAsked(5)),
        Case.That("a price is told to who asked").When(new PriceQuoted(Sample.Apple, 5, Sample.Partition, 12))
            .Replies(new PriceTold(5, 12)),
        Case.That("that there is no such item is told too")
            .When(new PriceQuoted(Sample.Apple, 5, Sample.Partition, null)).Replies(new PriceTold(5, null)),
        Case.That("create again").Given(Order.KeyOf(Sample.Order), Sample.Open)
            .When(new CreateOrder(Sample.Order, Sample.User)).IsImpossible(),
        Case.That("create").When(new CreateOrder(Sample.Order, Sample.User))
            .Then(OrderKey, Empty with { UpdatedAt = Sample.Now }).Replies(new OrderCreated(Sample.Order)),
        Case.That("add to an unknown order").When(Add).Rejects(Reason.UnknownOrder),
        Case.That("no unit is out of range, before the order is looked for")
            .When(Add with { Quantity = 0 }).Rejects(Reason.OutOfRange),
        Case.That("less than no unit").Given(OrderKey, Sample.Open)
            .When(Add with { Quantity = long.MinValue }).Rejects(Reason.OutOfRange),
        Case.That("a price below zero").Given(OrderKey, Sample.Open)
            .When(Add with { Price = -1 }).Rejects(Reason.OutOfRange),
        Case.That("the first line").Given(OrderKey, Empty).When(Add)
            .Then(OrderKey, WithLines(new Line(Sample.Apple, 3, 36)))
            .Replies(new LineAdded(Sample.Order, Sample.Apple, 36)),
        Case.That("a line that costs nothing").Given(OrderKey, Empty).When(Add with { Price = 0 })
            .Then(OrderKey, WithLines(new Line(Sample.Apple, 3, 0)))
            .Replies(new LineAdded(Sample.Order, Sample.Apple, 0)),
        Case.That("the same item again is one line, each part at its price of the time")
            .Given(OrderKey, Sample.Open).When(Add)
            .Then(OrderKey, WithLines(new Line(Sample.Apple, 5, 56), new Line(Sample.Pear, 1, 30)))
            .Replies(new LineAdded(Sample.Order, Sample.Apple, 86)),
        Case.That("add to a failed order").Given(OrderKey, Sample.Failed).When(Add)
            .Then(OrderKey, Sample.Failed with
            {
                Lines = [new Line(Sample.Apple, 5, 56), new Line(Sample.Pear, 1, 30)],
                Total = 86,
                UpdatedAt = Sample.Now,
            })
            .Replies(new LineAdded(Sample.Order, Sample.Apple, 86)),
        Case.That("add to an order in flight")
            .Given(OrderKey, Sample.Running).When(Add).Rejects(Reason.OrderProcessing),
        Case.That("add to a failing order")
            .Given(OrderKey, Sample.Failing).When(Add).Rejects(Reason.OrderProcessing),
        Case.That("add to a paid order").Given(OrderKey, Sample.Paid).When(Add).Rejects(Reason.OrderPaid),
        Case.That("add to a cancelling order")
            .Given(OrderKey, Sample.Cancelling).When(Add).Rejects(Reason.OrderCancelled),
        Case.That("add to a cancelled order")
            .Given(OrderKey, Sample.Cancelled).When(Add).Rejects(Reason.OrderCancelled),
        Case.That("the status is told before a maximum").Given(OrderKey, Sample.Paid)
            .When(Add with { Quantity = long.MaxValue }).Rejects(Reason.OrderPaid),
        Case.That("the most units").Given(OrderKey, Empty).When(Add with { Quantity = Limits.QuantityMax, Price = 1 })
            .Then(OrderKey, WithLines(new Line(Sample.Apple, Limits.QuantityMax, Limits.QuantityMax)))
            .Replies(new LineAdded(Sample.Order, Sample.Apple, Limits.QuantityMax)),
        Case.That("one more than the most units").Given(OrderKey, Empty)
            .When(Add with { Quantity = Limits.QuantityMax + 1, Price = 0 }).Rejects(Reason.OverMaximum),
        Case.That("one more than the most units, in two parts")
            .Given(OrderKey, Empty with { Lines = [new Line(Sample.Apple, Limits.QuantityMax, 0)] })
            .When(Add with { Quantity = 1, Price = 0 }).Rejects(Reason.OverMaximum),
        Case.That("the highest price").Given(OrderKey, Empty).When(Add with { Quantity = 1, Price = Limits.PriceMax })
            .Then(OrderKey, WithLines(new Line(Sample.Apple, 1, Limits.PriceMax)))
            .Replies(new LineAdded(Sample.Order, Sample.Apple, Limits.PriceMax)),
        Case.That("above the highest price").Given(OrderKey, Empty)
            .When(Add with { Quantity = 1, Price = Limits.PriceMax + 1 }).Rejects(Reason.OverMaximum),
        Case.That("the highest total").Given(OrderKey, Empty with { Total = Limits.CreditMax - 36 }).When(Add)
            .Then(OrderKey, WithLines(new Line(Sample.Apple, 3, 36)) with { Total = Limits.CreditMax })
            .Replies(new LineAdded(Sample.Order, Sample.Apple, Limits.CreditMax)),
        Case.That("above the highest total")
            .Given(OrderKey, Empty with { Total = Limits.CreditMax - 35 }).When(Add).Rejects(Reason.OverMaximum),
        Case.That("a product beyond 64 bits").Given(OrderKey, Empty)
            .When(Add with { Quantity = Limits.QuantityMax, Price = Limits.PriceMax }).Rejects(Reason.OverMaximum),
        Case.That("one line too many").Given(OrderKey, Full)
            .When(Add with { Item = new ItemId(1) }).Rejects(Reason.OverMaximum),
        Case.That("more of an item of a full order").Given(OrderKey, Full).When(Add)
            .Then(OrderKey, Full with
            {
                Lines = AllLines.SetItem(0, new Line(Sample.Apple, 4, 37)),
                Total = Limits.LinesMax + 36,
                UpdatedAt = Sample.Now,
            })
            .Replies(new LineAdded(Sample.Order, Sample.Apple, Limits.LinesMax + 36)),
        Case.That("remove from an unknown order").When(Remove).Rejects(Reason.UnknownOrder),
        Case.That("remove a line").Given(OrderKey, Sample.Open).When(Remove)
            .Then(OrderKey, WithLines(new Line(Sample.Pear, 1, 30)))
            .Replies(new LineRemoved(Sample.Order, Sample.Apple, 30)),
        Case.That("remove the last line")
            .Given(OrderKey, Empty with { Lines = [new Line(Sample.Apple, 3, 36)], Total = 36 }).When(Remove)
            .Then(OrderKey, Empty with { UpdatedAt = Sample.Now })
            .Replies(new LineRemoved(Sample.Order, Sample.Apple, 0)),
        Case.That("remove a line that is not there").Given(OrderKey, Sample.Open)
            .When(Remove with { Item = new ItemId(1) }).Rejects(Reason.UnknownLine, new ItemId(1)),
        Case.That("remove from an order without lines").Given(OrderKey, Empty).When(Remove)
            .Rejects(Reason.UnknownLine, Sample.Apple),
        Case.That("remove from a failed order").Given(OrderKey, Sample.Failed).When(Remove)
            .Then(OrderKey, Sample.Failed with
            {
                Lines = [new Line(Sample.Pear, 1, 30)],
                Total = 30,
                UpdatedAt = Sample.Now,
            })
            .Replies(new LineRemoved(Sample.Order, Sample.Apple, 30)),
        Case.That("remove from an order in flight")
            .Given(OrderKey, Sample.Running).When(Remove).Rejects(Reason.OrderProcessing),
        Case.That("remove from a failing order")
            .Given(OrderKey, Sample.Failing).When(Remove).Rejects(Reason.OrderProcessing),
        Case.That("remove from a paid order").Given(OrderKey, Sample.Paid).When(Remove).Rejects(Reason.OrderPaid),
        Case.That("remove from a cancelling order")
            .Given(OrderKey, Sample.Cancelling).When(Remove).Rejects(Reason.OrderCancelled),
        Case.That("remove from a cancelled order")
            .Given(OrderKey, Sample.Cancelled).When(Remove).Rejects(Reason.OrderCancelled),
        Case.That("the status is told before a missing line").Given(OrderKey, Sample.Paid)
            .When(Remove with { Item = new ItemId(1) }).Rejects(Reason.OrderPaid));

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Creating_adding_and_removing_follow_their_table(string name) => Table.Check(name);

    private static Order WithLines(params Line[] lines) => Empty with
    {
        Lines = [.. lines],
        Total = lines.Sum(line => line.Cost),
        UpdatedAt = Sample.Now,
    };
}
