using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.Stock;

/// <summary>Take, cancel and return: decided once for each attempt, and repeated ever after.</summary>
public sealed class ReservationTests
{
    private static readonly Attempt A = Sample.Attempt;
    private static readonly Key RowKey = Reservation.KeyOf(Sample.Id);
    private static readonly Key AppleKey = Item.KeyOf(Sample.Apple);
    private static readonly Key PearKey = Item.KeyOf(Sample.Pear);
    private static readonly Item Two = new() { Price = 10, Stock = 2, Added = 2, Generation = 3 };
    private static readonly Item One = new() { Price = 30, Stock = 1, Added = 1 };
    private static readonly Item Sold = new() { Price = 10, Stock = 5, Added = 9, Taken = 4 };
    private static readonly Item None = One with { Stock = 0, Taken = 1 };
    private static readonly Reservation Taken = Sample.Reservation(ReservationStatus.Taken);
    private static readonly Reservation Returned = Sample.Reservation(ReservationStatus.Returned);
    private static readonly Reservation Cancelled = Sample.Reservation(ReservationStatus.Cancelled);
    private static readonly Reservation Refused = Refusal(Reason.OutOfStock, Sample.Pear);
    private static readonly Attempt Foreign = A with { Order = new OrderId(2) };

    private static readonly CaseTable Table = new(
        ShopServices.Stock,
        Shelf("a take that finds the last of everything takes it all", Two, One).When(Sample.Take)
            .Then(AppleKey, Two with { Stock = 0, Taken = 2 })
            .Then(PearKey, One with { Stock = 0, Taken = 1 })
            .Then(RowKey, Taken with { Lines = [new TakenLine(Sample.Apple, 2, 3), new TakenLine(Sample.Pear, 1, 0)] })
            .Sends(new StockTaken(A)),
        Shelf("one line out of stock takes nothing", Two, None).When(Sample.Take)
            .Then(RowKey, Refused).Sends(new StockRefused(A, Reason.OutOfStock, Sample.Pear)),
        Shelf("the first of two out of stock is named", None, None).When(Sample.Take)
            .Then(RowKey, Refusal(Reason.OutOfStock, Sample.Apple))
            .Sends(new StockRefused(A, Reason.OutOfStock, Sample.Apple)),
        Shelf("one unit too few is out of stock", Two with { Stock = 1, Taken = 1 }, One).When(Sample.Take)
            .Then(RowKey, Refusal(Reason.OutOfStock, Sample.Apple))
            .Sends(new StockRefused(A, Reason.OutOfStock, Sample.Apple)),
        Shelf("an unknown item is named before one that is out of stock", None, null).When(Sample.Take)
            .Then(RowKey, Refusal(Reason.UnknownItem, Sample.Pear))
            .Sends(new StockRefused(A, Reason.UnknownItem, Sample.Pear)),
        Shelf("takes would add up beyond their maximum", Two, Often(Limits.CounterMax)).When(Sample.Take)
            .Then(RowKey, Refusal(Reason.OverMaximum, Sample.Pear))
            .Sends(new StockRefused(A, Reason.OverMaximum, Sample.Pear)),
        Shelf("takes would just add up to their maximum", Two, Often(Limits.CounterMax - 1)).When(Sample.Take)
            .Then(AppleKey, Two with { Stock = 0, Taken = 2 })
            .Then(PearKey, Often(Limits.CounterMax - 1) with { Stock = 0, Taken = Limits.CounterMax })
            .Then(RowKey, Taken with { Lines = [new TakenLine(Sample.Apple, 2, 3), new TakenLine(Sample.Pear, 1, 0)] })
            .Sends(new StockTaken(A)),
        Shelf("beyond the maximum of takes is named before out of stock", None, Often(Limits.CounterMax))
            .When(Sample.Take).Then(RowKey, Refusal(Reason.OverMaximum, Sample.Pear))
            .Sends(new StockRefused(A, Reason.OverMaximum, Sample.Pear)),
        Shelf("the first of two unknown items is named", null, null).When(Sample.Take)
            .Then(RowKey, Refusal(Reason.UnknownItem, Sample.Apple))
            .Sends(new StockRefused(A, Reason.UnknownItem, Sample.Apple)),
        Shelf("a take repeated after its take is taken", Two, One)
            .Given(RowKey, Taken).When(Sample.Take).Sends(new StockTaken(A)),
        Shelf("a take repeated after its return is still taken", Two, One)
            .Given(RowKey, Returned).When(Sample.Take).Sends(new StockTaken(A)),
        Shelf("a take repeated after its refusal is refused, though stock has come since", Two, One)
            .Given(RowKey, Refused).When(Sample.Take).Sends(new StockRefused(A, Reason.OutOfStock, Sample.Pear)),
        Shelf("a take after its cancel is refused by the mark", Two, One)
            .Given(RowKey, Cancelled).When(Sample.Take).Sends(new StockRefused(A, Reason.Cancelled)),
        Case.That("a cancel that comes first leaves a mark").When(new CancelAttempt(A))
            .Then(RowKey, Cancelled).Sends(new StockRefused(A, Reason.Cancelled)),
        Case.That("a cancel repeated").Given(RowKey, Cancelled).When(new CancelAttempt(A))
            .Sends(new StockRefused(A, Reason.Cancelled)),
        Case.That("a cancel after the take finds it taken").Given(RowKey, Taken).When(new CancelAttempt(A))
            .Sends(new StockTaken(A)),
        Case.That("a cancel after the return finds it taken").Given(RowKey, Returned).When(new CancelAttempt(A))
            .Sends(new StockTaken(A)),
        Case.That("a cancel after the refusal repeats it").Given(RowKey, Refused).When(new CancelAttempt(A))
            .Sends(new StockRefused(A, Reason.OutOfStock, Sample.Pear)),
        Shelf("a return gives everything back", Sold, None).Given(RowKey, Taken).When(Sample.Return)
            .Then(AppleKey, Sold with { Stock = 7, Returned = 2 })
            .Then(PearKey, None with { Stock = 1, Returned = 1 })
            .Then(RowKey, Returned).Sends(new StockReturned(A)),
        Case.That("a return without lines looks up what was taken").Given(RowKey, Taken)
            .When(Sample.Return with { Lines = [] }).Sends(Sample.Return),
        Case.That("a return without lines repeated").Given(RowKey, Returned)
            .When(Sample.Return with { Lines = [] }).Sends(new StockReturned(A)),
        Case.That("a return without lines of what was never taken").Given(RowKey, Cancelled)
            .When(Sample.Return with { Lines = [] }).IsImpossible(),
        Shelf("a return repeated gives nothing back", Sold, None)
            .Given(RowKey, Returned).When(Sample.Return).Sends(new StockReturned(A)),
        Shelf("a return of an older generation changes no balance", Sold with { Generation = 1 }, None)
            .Given(RowKey, Taken).When(Sample.Return)
            .Then(PearKey, None with { Stock = 1, Returned = 1 })
            .Then(RowKey, Returned).Sends(new StockReturned(A)),
        Shelf("a return of an item that is gone", null, None).Given(RowKey, Taken).When(Sample.Return).IsImpossible(),
        Shelf("a take without lines", Sold, None)
            .When(new TakeStock(A, [])).IsImpossible(),
        Shelf("a take that names an item twice", Sold, None)
            .When(new TakeStock(A, [new Units(Sample.Apple, 1), new Units(Sample.Apple, 1)])).IsImpossible(),
        Shelf("a take of nothing", Sold, None)
            .When(new TakeStock(A, [new Units(Sample.Apple, 0)])).IsImpossible(),
        Shelf("a take of less than nothing", Sold, None)
            .When(new TakeStock(A, [new Units(Sample.Apple, -1)])).IsImpossible(),
        Shelf("a return passes the maximum", Sold with { Stock = Limits.StockMax, Added = Limits.StockMax + 4 }, None)
            .Given(RowKey, Taken).When(Sample.Return)
            .Then(AppleKey, Sold with { Stock = Limits.StockMax + 2, Added = Limits.StockMax + 4, Returned = 2 })
            .Then(PearKey, None with { Stock = 1, Returned = 1 })
            .Then(RowKey, Returned).Sends(new StockReturned(A)),
        Shelf("a return of what was never taken", Sold, None).When(Sample.Return).IsImpossible(),
        Shelf("a return after a refusal", Sold, None).Given(RowKey, Refused).When(Sample.Return).IsImpossible(),
        Shelf("a return after a cancel", Sold, None).Given(RowKey, Cancelled).When(Sample.Return).IsImpossible(),
        Shelf("a take of another order's attempt", Sold, None)
            .Given(RowKey, Taken).When(Sample.Take with { Attempt = Foreign }).IsImpossible(),
        Case.That("a cancel of another order's attempt")
            .Given(RowKey, Taken).When(new CancelAttempt(Foreign)).IsImpossible(),
        Shelf("a return of another order's attempt", Sold, None)
            .Given(RowKey, Taken).When(Sample.Return with { Attempt = Foreign }).IsImpossible());

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Reservations_follow_their_table(string name) => Table.Check(name);

    private static Case Shelf(string name, Item? apples, Item? pears)
    {
        var given = Case.That(name);
        if (apples is not null)
        {
            given.Given(AppleKey, apples);
        }

        return pears is null ? given : given.Given(PearKey, pears);
    }

    // One pear, taken and returned this number of times.
    private static Item Often(long taken) => One with { Taken = taken, Returned = taken };

    private static Reservation Refusal(Reason reason, ItemId item) =>
        Sample.Reservation(ReservationStatus.Refused) with { Reason = reason, ReasonItem = item };
}
