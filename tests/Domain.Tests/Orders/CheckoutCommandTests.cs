using Cartwright.Domain.Orders;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.Orders;

/// <summary>Checkout and cancel, by every status of the order.</summary>
public sealed class CheckoutCommandTests
{
    private static readonly Key OrderKey = Order.KeyOf(Sample.Order);
    private static readonly CheckOutOrder CheckOut = new(Sample.Order, Sample.Id, Sample.Deadline, Sample.Partition);
    private static readonly CancelOrder Cancel = new(Sample.Order, ReplyTo: 4);
    private static readonly AttemptId Next = new(200);

    private static readonly CaseTable Table = new(
        ShopServices.Order,
        Case.That("checkout of an unknown order").When(CheckOut).Rejects(Reason.UnknownOrder),
        Case.That("checkout of an order without lines")
            .Given(OrderKey, new Order { User = Sample.User }).When(CheckOut).Rejects(Reason.EmptyOrder),
        Case.That("checkout of an open order holds its credit")
            .Given(OrderKey, Sample.Open).When(CheckOut)
            .Then(OrderKey, Sample.Running with { UpdatedAt = Sample.Now })
            .Sends(Sample.Hold).Replies(new AttemptAccepted(Sample.Order, Sample.Id)),
        Case.That("checkout with a near deadline is swept at the deadline")
            .Given(OrderKey, Sample.Open).When(CheckOut with { Deadline = Sample.Now + 5 })
            .Then(OrderKey, Sample.Running with
            {
                Deadline = Sample.Now + 5, Due = Sample.Now + 5, UpdatedAt = Sample.Now,
            })
            .Sends(Sample.Hold).Replies(new AttemptAccepted(Sample.Order, Sample.Id)),
        Case.That("checkout of an order in flight joins it")
            .Given(OrderKey, Sample.Running).When(CheckOut with { Attempt = Next, ReplyTo = 4 })
            .Replies(new AttemptAccepted(Sample.Order, Sample.Id)),
        Case.That("checkout of a failing order joins it")
            .Given(OrderKey, Sample.Failing).When(CheckOut with { Attempt = Next })
            .Replies(new AttemptAccepted(Sample.Order, Sample.Id)),
        Case.That("checkout of a paid order is a success without effect")
            .Given(OrderKey, Sample.Paid).When(CheckOut with { Attempt = Next })
            .Replies(new AttemptAccepted(Sample.Order, Sample.Id)),
        Case.That("checkout of a failed order is a new attempt that remembers the failed one")
            .Given(OrderKey, Sample.Failed).When(CheckOut with { Attempt = Next, ReplyTo = 4 })
            .Then(OrderKey, Sample.Running with
            {
                Attempt = Next,
                ReplyTo = 4,
                FailedAttempt = Sample.Id,
                FailedReason = Reason.OutOfStock,
                UpdatedAt = Sample.Now,
            })
            .Sends(Sample.HoldCredit(Sample.Attempt with { Id = Next, ReplyTo = 4 }))
            .Replies(new AttemptAccepted(Sample.Order, Next)),
        Case.That("checkout of an order that failed twice remembers the latest failure only")
            .Given(OrderKey, Sample.Failed with { FailedAttempt = new(50), FailedReason = Reason.Timeout })
            .When(CheckOut with { Attempt = Next })
            .Then(OrderKey, Sample.Running with
            {
                Attempt = Next, FailedAttempt = Sample.Id, FailedReason = Reason.OutOfStock, UpdatedAt = Sample.Now,
            })
            .Sends(Sample.HoldCredit(Sample.Attempt with { Id = Next }))
            .Replies(new AttemptAccepted(Sample.Order, Next)),
        Case.That("a checkout that comes again after its attempt failed begins nothing")
            .Given(OrderKey, Sample.Failed).When(CheckOut).Replies(new AttemptAccepted(Sample.Order, Sample.Id)),
        Case.That("a checkout that comes again after a later attempt failed too begins nothing")
            .Given(OrderKey, Sample.Failed with { FailedAttempt = Next, FailedReason = Reason.Timeout })
            .When(CheckOut with { Attempt = Next }).Replies(new AttemptAccepted(Sample.Order, Next)),
        Case.That("checkout of a cancelling order")
            .Given(OrderKey, Sample.Cancelling).When(CheckOut).Rejects(Reason.OrderCancelled),
        Case.That("checkout of a cancelled order")
            .Given(OrderKey, Sample.Cancelled).When(CheckOut).Rejects(Reason.OrderCancelled),
        Case.That("cancel of an unknown order").When(Cancel).Rejects(Reason.UnknownOrder),
        Case.That("cancel of an open order")
            .Given(OrderKey, Sample.Open).When(Cancel).Rejects(Reason.OrderNotPaid),
        Case.That("cancel of an order in flight")
            .Given(OrderKey, Sample.Running).When(Cancel).Rejects(Reason.OrderNotPaid),
        Case.That("cancel of a failing order")
            .Given(OrderKey, Sample.Failing).When(Cancel).Rejects(Reason.OrderNotPaid),
        Case.That("cancel of a failed order")
            .Given(OrderKey, Sample.Failed).When(Cancel).Rejects(Reason.OrderNotPaid),
        Case.That("cancel of a paid order returns its stock")
            .Given(OrderKey, Sample.Paid).When(Cancel)
            .Then(OrderKey, Sample.Cancelling with { ReplyTo = 4, UpdatedAt = Sample.Now })
            .Sends(new ReturnStock(Sample.Attempt with { ReplyTo = 4 }, [.. Sample.Units]))
            .Replies(new CancelAccepted(Sample.Order, Sample.Id)),
        Case.That("cancel of a cancelling order joins it")
            .Given(OrderKey, Sample.Cancelling).When(Cancel).Replies(new CancelAccepted(Sample.Order, Sample.Id)),
        Case.That("cancel of a cancelled order finds it done")
            .Given(OrderKey, Sample.Cancelled).When(Cancel).Replies(new CancelAccepted(Sample.Order, Sample.Id)));

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Checkout_and_cancel_follow_their_table(string name) => Table.Check(name);
}
