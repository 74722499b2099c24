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
    public Decision Continue(Order? order, Message message, long now)
    {
        var place = sagas.Find(message) ?? throw Unknown(message);
        var attempt = ((IAttemptMessage)message).Attempt;
        var answer = new StepAnswer(message, attempt, order, Standings.Of(order, attempt), place.Place, now);
        return place.Saga == sagas.Cancel ? CancelGoesOn(answer, place.Kind) : place.Kind switch
        {
            AnswerKind.Done when sagas.Checkout.IsBeforeDecision(answer.Place) => Prepared(answer),
            AnswerKind.Done when sagas.Checkout.IsDecision(answer.Place) => Decided(answer),
            AnswerKind.Done => Completed(answer),
            AnswerKind.Rejected => Rejected(answer, (IRejection)message),
            AnswerKind.Undone => Undone(answer),
            AnswerKind.Asked => Asked(answer),
            _ => throw Unknown(message),
        };
    }

    // A step before the decision is done.
    private Decision Prepared(StepAnswer answer) => answer.Standing switch
    {
        Standing.Running => Decision.Nothing.SendAll(
            sagas.Checkout.From(answer.Place + 1, answer.Attempt, answer.Lines)),
        Standing.Failing or Standing.Failed => UndoBefore(answer, answer.Place + 1),
        Standing.Paid => Decision.Nothing.SendAll(AfterDecision(answer)),
        Standing.Unnamed => Settle(answer),
        _ => throw answer.Impossible(),
    };

    private Decision Decided(StepAnswer answer)
    {
        switch (answer.Standing)
        {
            case Standing.Running:
                var paid = OrderChange.Moved(answer.Order!, OrderStatus.Paid, answer.Now);
                paid = sagas.Checkout.AwaitsAfterDecision ? paid with { Due = Backoff.Next(answer.Now, 0) } : paid;
                return OrderChange.Announced(answer.Attempt.Order, paid).SendAll(AfterDecision(answer));
            case Standing.Paid or Standing.Unnamed:
                return Decision.Nothing.SendAll(AfterDecision(answer));
            default:
                throw answer.Impossible();
        }
    }

    // A step after the decision is done. An order that is being cancelled meanwhile no longer waits for it.
    private Decision Completed(StepAnswer answer)
    {
        switch (answer.Standing)
        {
            case Standing.Paid when answer.Order!.Status is OrderStatus.Paid && answer.Order.Due is not null:
                var next = sagas.Checkout.From(answer.Place + 1, answer.Attempt, answer.Lines);
                return sagas.Checkout.IsComplete(answer.Place)
                    ? OrderChange.Of(answer.Attempt.Order, answer.Order with { Looks = 0, Due = null }).SendAll(next)
                    : Decision.Nothing.SendAll(next);
            case Standing.Paid or Standing.Unnamed:
                return Decision.Nothing;
            default:
                throw answer.Impossible();
        }
    }

    private Decision Rejected(StepAnswer answer, IRejection rejection)
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
                    ? OrderChange.Of(
                        answer.Attempt.Order, noted with { Looks = 0, Due = Backoff.Next(answer.Now, 0) }).Send(undo)
                    : Failed(answer, noted);
            case Standing.Failing:
                return Undone(answer);
            case Standing.Paid:
                throw answer.Impossible();
            case Standing.Failed or Standing.Unnamed:
                return UndoBefore(answer, answer.Place);
            default:
                throw answer.Impossible();
        }
    }

    // Upwards from here: the order has failed once nothing is left to undo.
    private Decision Undone(StepAnswer answer) => answer.Standing switch
    {
        Standing.Failing => sagas.Checkout.UndoBefore(answer.Place, answer.Attempt) is { } undo
            ? Decision.Nothing.Send(undo)
            : Failed(answer, answer.Order!),
        Standing.Failed or Standing.Unnamed => Decision.Nothing,
        Standing.Running or Standing.Paid => throw answer.Impossible(),
        _ => throw answer.Impossible(),
    };

    private Decision Asked(StepAnswer answer) =>
        answer.Standing is Standing.Running ? Decision.Nothing : Prepared(answer);

    private Decision CancelGoesOn(StepAnswer answer, AnswerKind kind) => (answer.Standing, answer.Order?.Status) switch
    {
        _ when kind is not AnswerKind.Done => throw answer.Impossible(),
        (Standing.Paid, OrderStatus.Cancelling) when sagas.Cancel.IsComplete(answer.Place) => OrderChange.Announced(
            answer.Attempt.Order, OrderChange.Moved(answer.Order!, OrderStatus.Cancelled, answer.Now)),
        (Standing.Paid, OrderStatus.Cancelling) =>
            Decision.Nothing.SendAll(sagas.Cancel.From(answer.Place + 1, answer.Attempt, answer.Lines)),
        (Standing.Paid, OrderStatus.Cancelled) or (Standing.Unnamed, _) => Decision.Nothing,
        (Standing.Failing or Standing.Failed, _) when Repair.IsAnsweredBy(answer.Message) => Decision.Nothing,
        _ => throw answer.Impossible(),
    };

    private Decision UndoBefore(StepAnswer answer, int place) =>
        sagas.Checkout.UndoBefore(place, answer.Attempt) is { } undo
            ? Decision.Nothing.Send(undo)
            : Decision.Nothing;

    // An attempt that its order no longer names is never undone by guess: the deciding step knows whether it was paid.
    private Decision Settle(StepAnswer answer) => Decision.Nothing.Send(sagas.Checkout.Pivot!.Settle!(answer.Attempt));

    private IEnumerable<Message> AfterDecision(StepAnswer answer) =>
        sagas.Checkout.AfterDecision(answer.Attempt, answer.Lines);

    private static Decision Failed(StepAnswer answer, Order order) => OrderChange.Announced(
        answer.Attempt.Order, OrderChange.Moved(order, OrderStatus.Failed, answer.Now));

    private static ImpossibleMeetingException Unknown(Message message) =>
        new($"The order service has no {message.GetType().Name}.");

    private readonly record struct StepAnswer(
        Message Message, Attempt Attempt, Order? Order, Standing Standing, int Place, long Now)
    {
        public ImmutableArray<Units> Lines => Standing is Standing.Unnamed ? [] : Order!.Units();

        public ImpossibleMeetingException Impossible() =>
            new($"{Message} meets an attempt that is {Standing}.");
    }
}
