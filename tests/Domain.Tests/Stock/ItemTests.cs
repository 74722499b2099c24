using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.Stock;

/// <summary>The commands of the warehouse: create, add, subtract, re-create.</summary>
public sealed class ItemTests
{
    private static readonly Key AppleKey = Item.KeyOf(Sample.Apple);
    private static readonly CreateItem Create = new(Sample.Apple, Price: 12);
    private static readonly AddStock Add = new(Sample.Apple, Amount: 5);
    private static readonly SubtractStock Subtract = new(Sample.Apple, Amount: 5);
    private static readonly InitItems Init = new(First: 10, Count: 2, Stock: 4, Price: 12);
    private static readonly Item Seven = new()
    {
        Price = 12, Stock = 7, Added = 9, Subtracted = 1, Taken = 2, Returned = 1,
    };

    private static readonly CaseTable Table = new(
        ShopServices.Stock,
        Case.That("create").When(Create)
            .Then(AppleKey, new Item { Price = 12 }).Replies(new ItemCreated(Sample.Apple)),
        Case.That("create for nothing").When(Create with { Price = 0 })
            .Then(AppleKey, new Item { Price = 0 }).Replies(new ItemCreated(Sample.Apple)),
        Case.That("create at the highest price").When(Create with { Price = Limits.PriceMax })
            .Then(AppleKey, new Item { Price = Limits.PriceMax }).Replies(new ItemCreated(Sample.Apple)),
        Case.That("create above the highest price")
            .When(Create with { Price = Limits.PriceMax + 1 }).Rejects(Reason.OverMaximum),
        Case.That("create below zero").When(Create with { Price = -1 }).Rejects(Reason.OutOfRange),
        Case.That("add").Given(AppleKey, Seven).When(Add)
            .Then(AppleKey, Seven with { Stock = 12, Added = 14 }).Replies(new StockUpdated(Sample.Apple, 12)),
        Case.That("add nothing is out of range, before the item is looked for")
            .When(Add with { Amount = 0 }).Rejects(Reason.OutOfRange),
        Case.That("add less than nothing")
            .Given(AppleKey, Seven).When(Add with { Amount = long.MinValue }).Rejects(Reason.OutOfRange),
        Case.That("add to an unknown item").When(Add).Rejects(Reason.UnknownItem, Sample.Apple),
        Case.That("add up to the maximum").Given(AppleKey, Seven).When(Add with { Amount = Limits.StockMax - 7 })
            .Then(AppleKey, Seven with { Stock = Limits.StockMax, Added = Limits.StockMax + 2 })
            .Replies(new StockUpdated(Sample.Apple, Limits.StockMax)),
        Case.That("add one more than the maximum")
            .Given(AppleKey, Seven).When(Add with { Amount = Limits.StockMax - 6 })
            .Rejects(Reason.OverMaximum, Sample.Apple),
        Case.That("add more than 64 bits hold")
            .Given(AppleKey, Seven).When(Add with { Amount = long.MaxValue })
            .Rejects(Reason.OverMaximum, Sample.Apple),
        Case.That("add where the counter is full")
            .Given(AppleKey, Seven with { Added = Limits.CounterMax + 1 }).When(Add)
            .Rejects(Reason.OverMaximum, Sample.Apple),
        Case.That("quote a price").Given(AppleKey, Seven).When(new QuotePrice(Sample.Apple, 5, Sample.Partition))
            .Sends(new PriceQuoted(Sample.Apple, 5, Sample.Partition, 12)),
        Case.That("quote no price of an unknown item").When(new QuotePrice(Sample.Apple, 5, Sample.Partition))
            .Sends(new PriceQuoted(Sample.Apple, 5, Sample.Partition, null)),
        Case.That("subtract").Given(AppleKey, Seven).When(Subtract)
            .Then(AppleKey, Seven with { Stock = 2, Subtracted = 6 }).Replies(new StockUpdated(Sample.Apple, 2)),
        Case.That("subtract everything").Given(AppleKey, Seven).When(Subtract with { Amount = 7 })
            .Then(AppleKey, Seven with { Stock = 0, Subtracted = 8 }).Replies(new StockUpdated(Sample.Apple, 0)),
        Case.That("subtract more than there is").Given(AppleKey, Seven).When(Subtract with { Amount = 8 })
            .RejectsTooLittle(Reason.OutOfStock, wanted: 8, available: 7, Sample.Apple),
        Case.That("subtract more than 64 bits could tell").Given(AppleKey, Seven)
            .When(Subtract with { Amount = long.MaxValue })
            .RejectsTooLittle(Reason.OutOfStock, wanted: long.MaxValue, available: 7, Sample.Apple),
        Case.That("subtract nothing is out of range, before the item is looked for")
            .When(Subtract with { Amount = 0 }).Rejects(Reason.OutOfRange),
        Case.That("subtract less than nothing")
            .Given(AppleKey, Seven).When(Subtract with { Amount = -1 }).Rejects(Reason.OutOfRange),
        Case.That("subtract from an unknown item").When(Subtract).Rejects(Reason.UnknownItem, Sample.Apple),
        Case.That("make new items, and old ones of a new generation")
            .Given(AppleKey, Seven with { Generation = 3 }).When(Init)
            .Then(AppleKey, new Item { Price = 12, Stock = 4, Added = 4, Generation = 4 })
            .Then(Item.KeyOf(Sample.Pear), new Item { Price = 12, Stock = 4, Added = 4 })
            .Replies(new InitDone(2)),
        Case.That("make items without stock").When(Init with { Count = 1, Stock = 0, Price = 0 })
            .Then(AppleKey, new Item { Price = 0 }).Replies(new InitDone(1)),
        Case.That("make items at the maxima")
            .When(Init with { Count = 1, Stock = Limits.StockMax, Price = Limits.PriceMax })
            .Then(AppleKey, new Item { Price = Limits.PriceMax, Stock = Limits.StockMax, Added = Limits.StockMax })
            .Replies(new InitDone(1)),
        Case.That("make items of less than no stock").When(Init with { Stock = -1 }).Rejects(Reason.OutOfRange),
        Case.That("make items at a price below zero").When(Init with { Price = -1 }).Rejects(Reason.OutOfRange),
        Case.That("make items above the most stock")
            .When(Init with { Stock = Limits.StockMax + 1 }).Rejects(Reason.OverMaximum),
        Case.That("make items above the highest price")
            .When(Init with { Price = Limits.PriceMax + 1 }).Rejects(Reason.OverMaximum),
        Case.That("make no items").When(Init with { Count = 0 }).IsImpossible());

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Items_follow_their_table(string name) => Table.Check(name);

    [Fact]
    public void Nothing_in_stock_falls_due() =>
        Assert.Throws<ImpossibleMeetingException>(() => ShopServices.Stock.SweepMessage(AppleKey));
}
