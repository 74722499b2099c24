using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.Orders;

/// <summary>The push of an operator, by the status of the order: the look of the sweep, whenever it is due.</summary>
public sealed class OrderPushTests
{
    private static readonly Key OrderKey = Order.KeyOf(Sample.Order);
    private static readonly PushOrder Push = new(Sample.Order);
    private static readonly OrderPushed Pushed = new(Sample.Order, WasInFlight: true);
    private static readonly OrderPushed NothingInFlight = new(Sample.Order, WasInFlight: false);

    private static readonly CaseTable Table = new(
        ShopServices.Order,
        Case.That("no such order").When(Push).Rejects(Reason.UnknownOrder),
        Case.That("an open order").Given(OrderKey, Sample.Open).When(Push).Replies(NothingInFlight),
        Case.That("a paid order").Given(OrderKey, Sample.Paid).When(Push).Replies(NothingInFlight),
        Case.That("a failed order").Given(OrderKey, Sample.Failed).When(Push).Replies(NothingInFlight),
        Case.That("a cancelled order").Given(OrderKey, Sample.Cancelled).When(Push).Replies(NothingInFlight),
        Case.That("a paid order that is due is no state of the protocol")
            .Given(OrderKey, Sample.Paid with { Due = Sample.Now }).When(Push).IsImpossible(),
        Case.That("a running attempt is held again, although its look has not come")
            .Given(OrderKey, Sample.Running with { Due = Sample.Now + 1 }).When(Push)
            .Then(OrderKey, Sample.Running with { Looks = 1, Due = Sample.Now + 4_000 })
            .Sends(Sample.Hold).Replies(Pushed),
        Case.That("the next look is not after the deadline")
            .Given(OrderKey, Sample.Running with { Deadline = Sample.Now + 3_999 }).When(Push)
            .Then(OrderKey, Sample.Running with { Looks = 1, Deadline = Sample.Now + 3_999, Due = Sample.Now + 3_999 })
            .Sends(Sample.Hold).Replies(Pushed),
        Case.That("past its deadline stock is asked to cancel")
            .At(Sample.Deadline).Given(OrderKey, Sample.Running with { Due = Sample.Deadline + 1 }).When(Push)
            .Then(OrderKey, Sample.Running with { Looks = 1, Due = Sample.Deadline + 4_000 })
            .Sends(new CancelAttempt(Sample.Attempt)).Replies(Pushed),
        Case.That("a failing attempt is voided again")
            .Given(OrderKey, Sample.Failing).When(Push)
            .Then(OrderKey, Sample.Failing with { Looks = 1, Due = Sample.Now + 4_000 })
            .Sends(new VoidCredit(Sample.Attempt)).Replies(Pushed),
        Case.That("a cancelling order returns its stock again")
            .Given(OrderKey, Sample.Cancelling).When(Push)
            .Then(OrderKey, Sample.Cancelling with { Looks = 1, Due = Sample.Now + 4_000 })
            .Sends(Sample.Return).Replies(Pushed));

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_push_follows_its_table(string name) => Table.Check(name);
}
