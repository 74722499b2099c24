using System.Collections.Immutable;
using Cartwright.Domain.Sagas;
using Cartwright.Kernel;

namespace Cartwright.Domain.Orders;

/// <summary>
/// How a saga goes on by an answer: a function of the answer's place in the table and of the order's standing towards
/// the attempt. No answer is ignored: an answer for an attempt that is already decided repeats the messages of the
/// decision.
/// </summary>
internal sealed class SagaProgress(OrderSagas sagas)
{
    /// <summary>Goes on by an answer, or answers a participant's question.</summary>
    /// <exception cref="ImpossibleMeetingException">The answer contradicts what the order knows.</exception>
    public Decision ContinueSaga(Order? order, Message message, long now)
    {
        var place = sagas.FindAnswer(message) ?? throw UnknownMessage(message);
        var attempt = ((IAttemptMessage)message).Attempt;
        var answer = new StepAnswer(message, attempt, order, Standings.StandingOf(order, attempt), place.Place, now);
        return place.Saga == sagas.Cancel ? CancelGoesOn(answer, place.Kind) : place.Kind switch
        {
            AnswerKind.Done when sagas.Checkout.IsBeforeDecision(answer.Place) => OnPrepared(answer),
            AnswerKind.Done when sagas.Checkout.IsDecision(answer.Place) => OnDecided(answer),
            AnswerKind.Done => OnCompleted(answer),
            AnswerKind.Rejected => OnRejected(answer, (IRejection)message),
            AnswerKind.Undone => OnUndone(answer),
            AnswerKind.Asked => OnAsked(answer),
            _ => throw UnknownMessage(message),
        };
    }

    // A step before the decision is done.
    private Decision OnPrepared(StepAnswer answer) => answer.Standing switch
    {
        Standing.Running => Decision.Nothing.SendAll(
            sagas.Checkout.CommandsFrom(answer.Place + 1, answer.Attempt, answer.Lines)),
        Standing.Failing or Standing.Failed => UndoBefore(answer, answer.Place + 1),
        Standing.Paid => Decision.Nothing.SendAll(AfterDecision(answer)),
        Standing.Unnamed => SettleAttempt(answer),
        _ => throw answer.ImpossibleMeeting(),
    };

    private Decision OnDecided(StepAnswer answer)
    {
        switch (answer.Standing)
        {
            case Standing.Running:
                var paid = OrderChange.WithStatus(answer.Order!, OrderStatus.Paid, answer.Now);
                paid = sagas.Checkout.AwaitsAfterDecision ? paid with { Due = Backoff.NextLook(answer.Now, 0) } : paid;
                return OrderChange.ChangeStatus(answer.Attempt.Order, paid).SendAll(AfterDecision(answer));
            case Standing.Paid or Standing.Unnamed:
                return Decision.Nothing.SendAll(AfterDecision(answer));
            default:
                throw answer.ImpossibleMeeting();
        }
    }

    // A step after the decision is done. An order that is being cancelled meanwhile no longer waits for it.
    private Decision OnCompleted(StepAnswer answer)
    {
        switch (answer.Standing)
        {
            case Standing.Paid when answer.Order!.Status is OrderStatus.Paid && answer.Order.Due is not null:
                var next = sagas.Checkout.CommandsFrom(answer.Place + 1, answer.Attempt, answer.Lines);
                return sagas.Checkout.IsComplete(answer.Place)
                    ? OrderChange.ChangeRow(answer.Attempt.Order, answer.Order with { Looks = 0, Due = null })
                        .SendAll(next)
                    : Decision.Nothing.SendAll(next);
            case Standing.Paid or Standing.Unnamed:
                return Decision.Nothing;
            default:
                throw answer.ImpossibleMeeting();
        }
    }

    private Decision OnRejected(StepAnswer answer, IRejection rejection)
    {
        switch (answer.Standing)
        {
            case Standing.Running:
                var noted = answer.Order! with
                {
                    Reason = rejection.Reason is Reason.Cancelled ? Reason.Timeout : rejection.Reason,
                    ReasonItem = rejection.Item,
                };
                return sagas.Checkout.UndoBefore(answer.Place, answer.Attempt) is { } undo
                    ? OrderChange.ChangeRow(
                        answer.Attempt.Order,
                        noted with { Looks = 0, Due = Backoff.NextLook(answer.Now, 0) }).Send(undo)
                    : FailOrder(answer, noted);
            case Standing.Failing:
                return OnUndone(answer);
            case Standing.Paid:
                throw answer.ImpossibleMeeting();
            case Standing.Failed or Standing.Unnamed:
                return UndoBefore(answer, answer.Place);
            default:
                throw answer.ImpossibleMeeting();
        }
    }

    // Upwards from here: the order has failed once nothing is left to undo.
    private Decision OnUndone(StepAnswer answer) => answer.Standing switch
    {
        Standing.Failing => sagas.Checkout.UndoBefore(answer.Place, answer.Attempt) is { } undo
            ? Decision.Nothing.Send(undo)
            : FailOrder(answer, answer.Order!),
        Standing.Failed or Standing.Unnamed => Decision.Nothing,
        Standing.Running or Standing.Paid => throw answer.ImpossibleMeeting(),
        _ => throw answer.ImpossibleMeeting(),
    };

    private Decision OnAsked(StepAnswer answer) =>
        answer.Standing is Standing.Running ? Decision.Nothing : OnPrepared(answer);

    private Decision CancelGoesOn(StepAnswer answer, AnswerKind kind) => (answer.Standing, answer.Order?.Status) switch
    {
        _ when kind is not AnswerKind.Done => throw answer.ImpossibleMeeting(),
        (Standing.Paid, OrderStatus.Cancelling) when sagas.Cancel.IsComplete(answer.Place) => OrderChange.ChangeStatus(
            answer.Attempt.Order, OrderChange.WithStatus(answer.Order!, OrderStatus.Cancelled, answer.Now)),
        (Standing.Paid, OrderStatus.Cancelling) =>
            Decision.Nothing.SendAll(sagas.Cancel.CommandsFrom(answer.Place + 1, answer.Attempt, answer.Lines)),
        (Standing.Paid, OrderStatus.Cancelled) or (Standing.Unnamed, _) => Decision.Nothing,
        (Standing.Failing or Standing.Failed, _) when Repair.IsAnsweredBy(answer.Message) => Decision.Nothing,
        _ => throw answer.ImpossibleMeeting(),
    };

    private Decision UndoBefore(StepAnswer answer, int place) =>
        sagas.Checkout.UndoBefore(place, answer.Attempt) is { } undo
            ? Decision.Nothing.Send(undo)
            : Decision.Nothing;

    // An attempt that its order no longer names is never undone by guess: the deciding step knows whether it was paid.
    private Decision SettleAttempt(StepAnswer answer) =>
        Decision.Nothing.Send(sagas.Checkout.Pivot!.Settle!(answer.Attempt));

    private IEnumerable<Message> AfterDecision(StepAnswer answer) =>
        sagas.Checkout.AfterDecision(answer.Attempt, answer.Lines);

    private static Decision FailOrder(StepAnswer answer, Order order) => OrderChange.ChangeStatus(
        answer.Attempt.Order, OrderChange.WithStatus(order, OrderStatus.Failed, answer.Now));

    private static ImpossibleMeetingException UnknownMessage(Message message) =>
        new($"The order service has no {message.GetType().Name}.");

    private readonly record struct StepAnswer(
        Message Message, Attempt Attempt, Order? Order, Standing Standing, int Place, long Now)
    {
        public ImmutableArray<Units> Lines => Standing is Standing.Unnamed ? [] : Order!.LinesAsUnits();

        public ImpossibleMeetingException ImpossibleMeeting() =>
            new($"{Message} meets an attempt that is {Standing}.");
    }
}
