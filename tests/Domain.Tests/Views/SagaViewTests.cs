using System.Collections.Immutable;
using Cartwright.AddedStep;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Sagas;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Domain.Views;
using Cartwright.Kernel;
using Cartwright.Shop;
using static Cartwright.Domain.Views.StepState;

namespace Cartwright.Domain.Tests.Views;

/// <summary>
/// The states of the five steps for the rows of the three services: hold, take and capture of the checkout, return and
/// refund of the cancellation.
/// </summary>
public sealed class SagaViewTests
{
    private static readonly Account Holding = Sample.Holding(40, Sample.Attempt);

    private static readonly Account Waiting =
        Sample.Holding(10, Sample.Other(90, 60)) with { Waiting = [Sample.HoldOf(Sample.Attempt)] };

    // A look at the deadline or after it puts the next look after it.
    private static readonly Order Settling = Sample.Running with { Looks = 4, Due = Sample.Deadline + 1 };

    private static readonly Reservation Refused = Sample.Reservation(ReservationStatus.Refused) with
    {
        Reason = Reason.OutOfStock,
        ReasonItem = Sample.Pear,
    };

    private static readonly Dictionary<string, (Order Order, object?[] Rows, StepState[] States)> Table = new()
    {
        ["accepted"] = (Sample.Running, [], [StepState.Waiting, NotYet, NotYet, NotNeeded, NotNeeded]),
        ["in the waiting room"] =
            (Sample.Running, [Waiting], [StepState.Waiting, NotYet, NotYet, NotNeeded, NotNeeded]),
        ["held"] = (Sample.Running, [Holding], [Done, StepState.Waiting, NotYet, NotNeeded, NotNeeded]),
        ["asked to cancel"] = (Settling, [Holding], [Done, StepState.Waiting, NotYet, NotNeeded, NotNeeded]),
        ["asked to cancel, in the waiting room"] =
            (Settling, [Waiting], [StepState.Waiting, StepState.Waiting, NotYet, NotNeeded, NotNeeded]),
        ["taken, the order does not know"] = (
            Sample.Running,
            [Holding, Sample.Reservation(ReservationStatus.Taken)],
            [Done, Done, StepState.Waiting, NotNeeded, NotNeeded]),
        ["refused, the order does not know"] =
            (Sample.Running, [Holding, Refused], [Undoing, StepState.Rejected, NotNeeded, NotNeeded, NotNeeded]),
        ["cancelled by the sweep before the hold came"] = (
            Sample.Running,
            [Sample.Reservation(ReservationStatus.Cancelled)],
            [Undoing, StepState.Rejected, NotNeeded, NotNeeded, NotNeeded]),
        ["declined, the order does not know"] = (
            Sample.Running,
            [Sample.Payment(PaymentStatus.Declined)],
            [StepState.Rejected, NotNeeded, NotNeeded, NotNeeded, NotNeeded]),
        ["refused, to be voided"] =
            (Sample.Failing, [Holding, Refused], [Undoing, StepState.Rejected, NotNeeded, NotNeeded, NotNeeded]),
        ["refused and voided, the order does not know"] = (
            Sample.Failing,
            [Sample.Payment(PaymentStatus.Voided), Refused],
            [Undone, StepState.Rejected, NotNeeded, NotNeeded, NotNeeded]),
        ["refused, the hold overtaken by its void"] =
            (Sample.Failing, [Refused], [Undoing, StepState.Rejected, NotNeeded, NotNeeded, NotNeeded]),
        ["failed"] = (
            Sample.Failed,
            [Sample.Payment(PaymentStatus.Voided), Refused],
            [Undone, StepState.Rejected, NotNeeded, NotNeeded, NotNeeded]),
        ["declined and failed"] = (
            Sample.Failed,
            [Sample.Payment(PaymentStatus.Declined)],
            [StepState.Rejected, NotNeeded, NotNeeded, NotNeeded, NotNeeded]),
        ["failed, and has taken stock all the same"] = (
            Sample.Failed,
            [Sample.Payment(PaymentStatus.Voided), Sample.Reservation(ReservationStatus.Taken)],
            [Undone, Done, NotNeeded, NotNeeded, NotNeeded]),
        ["failed, its stock returned by an operator"] = (
            Sample.Failed,
            [Sample.Payment(PaymentStatus.Voided), Sample.Reservation(ReservationStatus.Returned)],
            [Undone, Done, NotNeeded, Done, NotNeeded]),
        ["paid, the capture on its way"] = (
            Sample.Paid,
            [Holding, Sample.Reservation(ReservationStatus.Taken)],
            [Done, Done, StepState.Waiting, NotNeeded, NotNeeded]),
        ["paid and captured"] = (
            Sample.Paid,
            [Sample.Payment(PaymentStatus.Captured), Sample.Reservation(ReservationStatus.Taken)],
            [Done, Done, Done, NotNeeded, NotNeeded]),
        ["to be cancelled"] = (
            Sample.Cancelling,
            [Sample.Payment(PaymentStatus.Captured), Sample.Reservation(ReservationStatus.Taken)],
            [Done, Done, Done, StepState.Waiting, NotYet]),
        ["to be cancelled, not captured"] = (
            Sample.Cancelling,
            [Holding, Sample.Reservation(ReservationStatus.Taken)],
            [Done, Done, NotNeeded, StepState.Waiting, NotYet]),
        ["returned"] = (
            Sample.Cancelling,
            [Sample.Payment(PaymentStatus.Captured), Sample.Reservation(ReservationStatus.Returned)],
            [Done, Done, Done, Done, StepState.Waiting]),
        ["cancelled"] = (
            Sample.Cancelled,
            [Sample.Payment(PaymentStatus.Refunded), Sample.Reservation(ReservationStatus.Returned)],
            [Done, Done, Done, Done, Done]),
    };

    private static readonly Dictionary<string, (Order Order, Role Absent, object?[] Rows, StepState[] States)> Gaps =
        new()
        {
            ["payment is away: taken proves the hold"] = (
                Sample.Running,
                Role.Payment,
                [Sample.Reservation(ReservationStatus.Taken)],
                [Done, Done, Unknown, NotNeeded, NotNeeded]),
            ["payment is away: nothing proves the hold"] =
                (Sample.Running, Role.Payment, [], [Unknown, Unknown, NotYet, NotNeeded, NotNeeded]),
            ["payment is away: the hold of a failing order"] =
            (
                    Sample.Failing,
                    Role.Payment,
                    [Refused],
                    [Unknown, StepState.Rejected, NotNeeded, NotNeeded, NotNeeded]),
            ["payment is away: a failed order holds nothing"] =
                (Sample.Failed, Role.Payment, [Refused], [Undone, StepState.Rejected, NotNeeded, NotNeeded, NotNeeded]),
            ["payment is away: a paid order was held"] = (
                Sample.Paid,
                Role.Payment,
                [Sample.Reservation(ReservationStatus.Taken)],
                [Done, Done, Unknown, NotNeeded, NotNeeded]),
            ["stock is away: an undecided order waits for the decision"] =
                (Sample.Running, Role.Stock, [Holding], [Done, StepState.Waiting, NotYet, NotNeeded, NotNeeded]),
            ["stock is away: a paid order took its stock"] =
                (Sample.Paid, Role.Stock, [Holding], [Done, Done, StepState.Waiting, NotNeeded, NotNeeded]),
            ["stock is away: failing"] =
                (Sample.Failing, Role.Stock, [Holding], [Undoing, Unknown, NotNeeded, NotNeeded, NotNeeded]),
            ["stock is away: the refund proves the return"] = (
                Sample.Cancelling,
                Role.Stock,
                [Sample.Payment(PaymentStatus.Refunded)],
                [Done, Done, Done, Done, Done]),
        };

    private static readonly Dictionary<string, UndoState> Undos = new()
    {
        ["accepted"] = UndoState.NotNeededSoFar,
        ["in the waiting room"] = UndoState.NotNeededSoFar,
        ["held"] = UndoState.NotNeededSoFar,
        ["asked to cancel"] = UndoState.NotNeededSoFar,
        ["asked to cancel, in the waiting room"] = UndoState.NotNeededSoFar,
        ["taken, the order does not know"] = UndoState.NotNeededSoFar,
        ["refused, the order does not know"] = UndoState.Waiting,
        ["cancelled by the sweep before the hold came"] = UndoState.Waiting,
        ["declined, the order does not know"] = UndoState.NotNeeded,
        ["refused, to be voided"] = UndoState.Waiting,
        ["refused and voided, the order does not know"] = UndoState.Done,
        ["refused, the hold overtaken by its void"] = UndoState.Waiting,
        ["failed"] = UndoState.Done,
        ["declined and failed"] = UndoState.NotNeeded,
        ["failed, and has taken stock all the same"] = UndoState.Done,
        ["failed, its stock returned by an operator"] = UndoState.Done,
        ["paid, the capture on its way"] = UndoState.NotNeeded,
        ["paid and captured"] = UndoState.NotNeeded,
        ["to be cancelled"] = UndoState.NotNeeded,
        ["to be cancelled, not captured"] = UndoState.NotNeeded,
        ["returned"] = UndoState.NotNeeded,
        ["cancelled"] = UndoState.NotNeeded,
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    public static TheoryData<string> GapNames => [.. Gaps.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_states_follow_from_the_rows(string name)
    {
        var (order, rows, states) = Table[name];
        var view = View(order, _ => true, rows);
        Assert.Equal(states, view.Steps.Select(step => step.State));
        var isInFlight = order.Status is OrderStatus.Processing or OrderStatus.Cancelling;
        Assert.Equal(isInFlight || states.Any(state => state is StepState.Waiting or Undoing), view.IsOpen);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_undo_of_a_step_follows_from_the_rows(string name)
    {
        var (order, rows, _) = Table[name];
        var view = View(order, _ => true, rows);
        Assert.Equal(Undos[name], view.Checkout[0].Undo);
        Assert.All(view.Steps.Skip(1), step => Assert.Null(step.Undo));
        Assert.Equal(Undos[name] is UndoState.Waiting, view.Checkout[0].OnItsWay is VoidCredit);
    }

    [Theory]
    [MemberData(nameof(GapNames))]
    public void The_undo_of_an_unknown_step_is_unknown(string name)
    {
        var (order, absent, rows, states) = Gaps[name];
        var undo = View(order, role => role != absent, rows).Checkout[0].Undo;
        Assert.Equal(states[0] is Unknown, undo is UndoState.Unknown);
    }

    [Fact]
    public void From_the_deadline_on_the_decision_waits_for_its_cancellation()
    {
        static Message? Sent(Order order) => View(order, _ => true, Holding).Checkout[1].OnItsWay;
        Assert.IsType<TakeStock>(Sent(Sample.Running));
        Assert.IsType<TakeStock>(Sent(Settling with { Due = Sample.Deadline }));
        Assert.Equal(new CancelAttempt(Sample.Attempt), Sent(Settling));
        var withoutStock = View(Settling, role => role != Role.Stock, Holding);
        Assert.Equal(new CancelAttempt(Sample.Attempt), withoutStock.Checkout[1].OnItsWay);
    }

    [Fact]
    public void A_step_in_a_queue_waits_for_no_command() =>
        Assert.Null(View(Sample.Running, _ => true, Waiting).Checkout[0].OnItsWay);

    [Theory]
    [MemberData(nameof(GapNames))]
    public void A_service_that_gave_no_answer_leaves_a_gap_only_where_nothing_else_proves_the_step(string name)
    {
        var (order, absent, rows, states) = Gaps[name];
        Assert.Equal(states, View(order, role => role != absent, rows).Steps.Select(step => step.State));
    }

    [Fact]
    public void An_order_that_was_never_checked_out_has_no_steps()
    {
        var view = View(Sample.Open, _ => true);
        Assert.Empty(view.Steps);
        Assert.False(view.IsOpen);
    }

    [Fact]
    public void Each_step_names_its_service()
    {
        var view = View(Sample.Running, _ => true);
        Assert.Equal(
            [Role.Payment, Role.Stock, Role.Payment, Role.Stock, Role.Payment],
            view.Steps.Select(step => step.Service));
    }

    [Fact]
    public void A_hold_shows_its_beginning_and_the_credit_that_is_left()
    {
        var hold = View(Sample.Running, _ => true, Holding).Checkout[0].Record!;
        Assert.Equal((Sample.Now, 40), (hold.Since!.Value, hold.CreditLeft!.Value));
        Assert.Null(hold.Place);
    }

    [Fact]
    public void A_waiting_hold_shows_its_place_and_the_attempts_that_hold_the_credit()
    {
        var second = Waiting with { Waiting = [Sample.HoldOf(Sample.Other(91, 50)), .. Waiting.Waiting] };
        var hold = View(Sample.Running, _ => true, second).Checkout[0].Record!;
        Assert.Equal(StepRecordState.Queued, hold.State);
        Assert.Equal(2, hold.Place);
        Assert.Equal([new AttemptId(90)], hold.HeldBy);
    }

    [Fact]
    public void A_rejection_shows_its_reason()
    {
        var take = View(Sample.Failing, _ => true, Holding, Refused).Checkout[1].Record!;
        Assert.Equal((Reason.OutOfStock, Sample.Pear), (take.Reason!.Value, take.ReasonItem!.Value));
        var declined = Sample.Payment(PaymentStatus.Declined) with { Reason = Reason.InsufficientCredit };
        Assert.Equal(Reason.InsufficientCredit, View(Sample.Failed, _ => true, declined).Checkout[0].Record!.Reason);
    }

    [Fact]
    public void Steps_that_need_no_answer_wait_together()
    {
        var rows = Given(Holding, Sample.Reservation(ReservationStatus.Taken));
        var view = SagaView.Of(
            ShippingShop.Sagas, Sample.Order, Sample.Paid, new Reader(rows, []), _ => true, Sample.Now);
        Assert.Equal(
            [Done, Done, StepState.Waiting, StepState.Waiting], view.Checkout.Select(step => step.State));
    }

    [Fact]
    public void The_age_of_a_status_is_never_negative()
    {
        Assert.Equal(Sample.Now - Sample.Running.UpdatedAt, View(Sample.Running, _ => true).Age);
        Assert.Equal(0, View(Sample.Running with { UpdatedAt = Sample.Now + 1 }, _ => true).Age);
    }

    // Only the rows that the view asks for can be read.
    private static SagaView View(Order order, Predicate<Role> hasAnswered, params object?[] rows)
    {
        var keys = order.Attempt is null
            ? []
            : ShopServices.All.Where(service => hasAnswered(service.Role))
                .SelectMany(service => SagaView.KeysOf(service, order.AttemptOf(Sample.Order)))
                .ToImmutableHashSet();
        return SagaView.Of(Sample.Order, order, new Reader(Given(rows), keys), hasAnswered, Sample.Now);
    }

    private static Rows Given(params object?[] states)
    {
        var rows = new Rows();
        foreach (var state in states)
        {
            rows.Put(
                state switch
                {
                    Account => Account.KeyOf(Sample.User),
                    Payment => Payment.KeyOf(Sample.Id),
                    Reservation => Reservation.KeyOf(Sample.Id),
                    _ => throw new InvalidOperationException($"{state} belongs to no step."),
                },
                state);
        }

        return rows;
    }

    private sealed class Reader(Rows rows, ImmutableHashSet<Key> keys) : IRows
    {
        public T? Find<T>(Key key)
            where T : class => keys.IsEmpty || keys.Contains(key)
                ? rows.Find<T>(key)
                : throw new InvalidOperationException($"{key} was not asked for.");
    }
}
