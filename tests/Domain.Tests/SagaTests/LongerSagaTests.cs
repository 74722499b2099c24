using Cartwright.AddedStep;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Sagas;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;

namespace Cartwright.Domain.Tests.SagaTests;

/// <summary>
/// Cases that the shop's own table is too short for: two steps to undo before the decision, and two answers to wait for
/// after it.
/// </summary>
public sealed class LongerSagaTests
{
    private static readonly Attempt A = Sample.Attempt;

    private static readonly OrderService Service = new(new OrderSagas(
        new Saga(
            "checkout",
            [
                OrderSagas.HoldCredit,
                new SagaStep
                {
                    Name = "pack",
                    Do = (attempt, _) => new Pack(attempt),
                    Done = typeof(Packed),
                    Rejected = typeof(NotPacked),
                    Undo = attempt => new Unpack(attempt),
                    Undone = typeof(Unpacked),
                },
                OrderSagas.TakeStock, OrderSagas.CaptureCredit, ShippingShop.Ship,
                new SagaStep
                {
                    Name = "bill",
                    Do = (attempt, _) => new Bill(attempt),
                    Done = typeof(Billed),
                },
            ]),
        OrderSagas.Standard.Cancel));

    private static Order Awaiting => Sample.Paid with { Due = Sample.Now + Backoff.FirstMs };

    [Fact]
    public void An_answer_before_the_decision_leads_to_the_next_step()
    {
        Given(Sample.Running).When(new CreditHeld(A)).Sends(new Pack(A)).Check(Service);
        Given(Sample.Running).When(new Packed(A)).Sends(Sample.Take).Check(Service);
    }

    [Fact]
    public void A_rejection_is_undone_upwards_step_by_step()
    {
        Given(Sample.Running).When(new StockRefused(A, Reason.OutOfStock, Sample.Pear))
            .Then(Order.KeyOf(Sample.Order), Sample.Failing)
            .Sends(new Unpack(A))
            .Check(Service);
        Given(Sample.Failing).When(new Unpacked(A)).Sends(new VoidCredit(A)).Check(Service);
        Given(Sample.Failing).When(new CreditVoided(A))
            .Then(Order.KeyOf(Sample.Order), Sample.Failed with { UpdatedAt = Sample.Now })
            .Check(Service);
    }

    [Fact]
    public void A_rejection_in_the_middle_undoes_what_stands_before_it()
    {
        var failing = Sample.Failing with { Reason = Reason.OverMaximum, ReasonItem = null };
        Given(Sample.Running).When(new NotPacked(A, Reason.OverMaximum))
            .Then(Order.KeyOf(Sample.Order), failing)
            .Sends(new VoidCredit(A))
            .Check(Service);
        Given(failing).When(new NotPacked(A, Reason.OverMaximum)).Sends(new VoidCredit(A)).Check(Service);
        Given(Sample.Failed).When(new NotPacked(A, Reason.OverMaximum)).Sends(new VoidCredit(A)).Check(Service);
    }

    [Fact]
    public void A_step_that_is_done_too_late_is_undone()
    {
        Given(Sample.Failed).When(new Packed(A)).Sends(new Unpack(A)).Check(Service);
        Given(Sample.Failing).When(new CreditHeld(A)).Sends(new VoidCredit(A)).Check(Service);
    }

    [Fact]
    public void What_the_sweep_repeats_in_a_failing_order_is_the_last_undo() =>
        Given(Sample.Failing).At(Sample.Failing.Due!.Value).When(new SweepOrder(Sample.Order))
            .Then(
                Order.KeyOf(Sample.Order),
                Sample.Failing with { Looks = 1, Due = Backoff.NextLook(Sample.Failing.Due.Value, 1) })
            .Sends(new Unpack(A))
            .Check(Service);

    [Fact]
    public void The_decision_begins_all_steps_up_to_the_first_that_is_awaited() =>
        Given(Sample.Running).When(new StockTaken(A))
            .Then(Order.KeyOf(Sample.Order), Awaiting with { UpdatedAt = Sample.Now })
            .Sends(new CaptureCredit(A)).Sends(new Ship(A))
            .Check(Service);

    [Fact]
    public void A_paid_order_is_complete_with_the_last_answer()
    {
        Given(Awaiting).When(new Shipped(A)).Sends(new Bill(A)).Check(Service);
        Given(Awaiting).When(new Billed(A)).Then(Order.KeyOf(Sample.Order), Sample.Paid).Check(Service);
        Given(Sample.Paid).When(new Shipped(A)).Check(Service);
    }

    [Fact]
    public void What_the_sweep_repeats_in_a_paid_order_begins_after_the_decision() =>
        Given(Awaiting).At(Awaiting.Due!.Value).When(new SweepOrder(Sample.Order))
            .Then(Order.KeyOf(Sample.Order), Awaiting with { Looks = 1, Due = Backoff.NextLook(Awaiting.Due.Value, 1) })
            .Sends(new CaptureCredit(A)).Sends(new Ship(A))
            .Check(Service);

    [Fact]
    public void An_answer_after_the_decision_is_impossible_before_it()
    {
        Given(Sample.Running).When(new Shipped(A)).IsImpossible().Check(Service);
        Given(Sample.Failed).When(new Billed(A)).IsImpossible().Check(Service);
    }

    [Fact]
    public void An_order_that_is_being_cancelled_waits_for_no_step_of_its_checkout()
    {
        Given(Sample.Cancelling).When(new Shipped(A)).Check(Service);
        Given(Sample.Cancelled).When(new Billed(A)).Check(Service);
    }

    private static Case Given(Order order) => Case.That("longer").Given(Order.KeyOf(Sample.Order), order);

    private sealed record Pack(Attempt Attempt) : StockMessage, IStepCommand
    {
        StepRecord IStepCommand.RecordIn(IRows rows) => StepRecord.None;
    }

    private sealed record Unpack(Attempt Attempt) : StockMessage, IAttemptMessage;

    private sealed record Bill(Attempt Attempt) : PaymentMessage, IStepCommand
    {
        StepRecord IStepCommand.RecordIn(IRows rows) => StepRecord.None;
    }

    private sealed record Packed(Attempt Attempt) : OrderMessage, IAttemptMessage;

    private sealed record NotPacked(Attempt Attempt, Reason Reason) : OrderMessage, IRejection
    {
        ItemId? IRejection.Item => null;
    }

    private sealed record Unpacked(Attempt Attempt) : OrderMessage, IAttemptMessage;

    private sealed record Billed(Attempt Attempt) : OrderMessage, IAttemptMessage;
}
