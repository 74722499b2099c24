using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.Orders;

/// <summary>
/// Which stock an operator can return, beside <see cref="AnswerMatrixTests"/>: that of an attempt that has certainly
/// failed.
/// </summary>
public sealed class RepairTests
{
    private static readonly OrderId Created = new(Limits.InitMax);
    private static readonly Attempt First = Sample.Attempt with { Order = Created };

    private static readonly CaseTable Table = new(
        ShopServices.Order,
        Order("an attempt before the last two, of an order that is never reset", Sample.Paid with
        {
            Attempt = new AttemptId(300), FailedAttempt = new AttemptId(200), FailedReason = Reason.Timeout,
        }).When(new ReturnTaken(First)).Sends(new VoidCredit(First, ReturnsStock: true)),
        Order("an order that knows of no attempt", Sample.Open).When(new ReturnTaken(First)).IsImpossible(),
        Order("lines were added since it failed", Sample.Failed with
        {
            Lines = [.. Sample.Failed.Lines, new Line(new ItemId(12), 1, 5)], Total = 55,
        }).When(new ReturnTaken(First)).Sends(new VoidCredit(First, ReturnsStock: true)),
        Order("another user's attempt", Sample.Failed)
            .When(new ReturnTaken(First with { User = new UserId(8) })).IsImpossible());

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Repairs_follow_their_table(string name) => Table.Check(name);

    private static Case Order(string name, Order order) =>
        Case.That(name).Given(Domain.Orders.Order.KeyOf(Created), order);
}
