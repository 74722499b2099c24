using Cartwright.Kernel;

namespace Cartwright.Domain.Orders;

/// <summary>
/// The order's side of both sagas: the commands that begin them, and the sweep. The next step after an answer stands in
/// <see cref="SagaProgress"/>.
/// </summary>
internal sealed class Checkout(OrderSagas sagas)
{
    /// <summary>Begins an attempt, or joins the one in flight, or finds that the order is paid.</summary>
    public Decision BeginCheckout(Order? order, CheckOutOrder command, long now)
    {
        switch (order?.Status)
        {
            case null:
                return Decision.Reject(Reason.UnknownOrder);
            case OrderStatus.Cancelling or OrderStatus.Cancelled:
                return Decision.Reject(Reason.OrderCancelled);
            case OrderStatus.Processing or OrderStatus.Paid:
                return Decision.Nothing.With(new AttemptAccepted(command.Order, order.Attempt!.Value));
            case OrderStatus.Open or OrderStatus.Failed:
                return BeginAttempt(order, command, now);
            default:
                throw UnknownStatus(order.Status);
        }
    }

    private Decision BeginAttempt(Order order, CheckOutOrder command, long now)
    {
        if (order.Lines.IsEmpty)
        {
            return Decision.Reject(Reason.EmptyOrder);
        }

        // The same checkout again. Begun a second time under its old number, it could never end: every answer that
        // payment and stock repeat about that attempt is taken as the answer of the one that failed.
        if (order.Attempt == command.Attempt || order.FailedAttempt == command.Attempt)
        {
            return Decision.Nothing.With(new AttemptAccepted(command.Order, command.Attempt));
        }

        var failedBefore = order.Status is OrderStatus.Failed;
        var begun = order with
        {
            Status = OrderStatus.Processing,
            Attempt = command.Attempt,
            ReplyTo = command.ReplyTo,
            FailedAttempt = failedBefore ? order.Attempt : order.FailedAttempt,
            FailedReason = failedBefore ? order.Reason : order.FailedReason,
            Reason = null,
            ReasonItem = null,
            Deadline = command.Deadline,
            Looks = 0,
            Due = Math.Min(Backoff.NextLook(now, 0), command.Deadline),
            UpdatedAt = now,
        };
        return OrderChange.ChangeStatus(command.Order, begun)
            .SendAll(sagas.Checkout.CommandsFrom(0, begun.AttemptOf(command.Order), begun.LinesAsUnits()))
            .With(new AttemptAccepted(command.Order, command.Attempt));
    }

    /// <summary>Begins to cancel a paid order, or joins a cancellation that is already on its way.</summary>
    public Decision BeginCancellation(Order? order, CancelOrder command, long now)
    {
        switch (order?.Status)
        {
            case null:
                return Decision.Reject(Reason.UnknownOrder);
            case OrderStatus.Cancelling or OrderStatus.Cancelled:
                return Decision.Nothing.With(new CancelAccepted(command.Order, order.Attempt!.Value));
            case OrderStatus.Paid:
                var begun = OrderChange.WithStatus(order, OrderStatus.Cancelling, now) with
                {
                    ReplyTo = command.ReplyTo,
                    Due = Backoff.NextLook(now, 0),
                };
                return OrderChange.ChangeStatus(command.Order, begun)
                    .SendAll(sagas.Cancel.CommandsFrom(0, begun.AttemptOf(command.Order), begun.LinesAsUnits()))
                    .With(new CancelAccepted(command.Order, begun.Attempt!.Value));
            case OrderStatus.Open or OrderStatus.Processing or OrderStatus.Failed:
                return Decision.Reject(Reason.OrderNotPaid);
            default:
                throw UnknownStatus(order.Status);
        }
    }

    /// <summary>
    /// The sweep: repeats the command that has no answer yet. Once the deadline has passed it asks stock to cancel the
    /// attempt, and stock's answer is final.
    /// </summary>
    public Decision PushWhenDue(Order? order, OrderId id, long now) =>
        order?.Due is { } due && Backoff.HasCome(due, now) ? PushSaga(order, id, now) : Decision.Nothing;

    /// <summary>
    /// An operator's push: the look of the sweep, whenever it is due. An order without a next look has nothing in
    /// flight.
    /// </summary>
    public Decision PushNow(Order? order, OrderId id, long now) => order switch
    {
        null => Decision.Reject(Reason.UnknownOrder),
        { Due: null } => Decision.Nothing.With(new OrderPushed(id, WasInFlight: false)),
        _ => PushSaga(order, id, now).With(new OrderPushed(id, WasInFlight: true)),
    };

    private Decision PushSaga(Order order, OrderId id, long now)
    {
        var attempt = order.AttemptOf(id);
        var late = order.Deadline <= now;
        var next = Backoff.NextLook(now, (int)Math.Min(order.Looks + 1, int.MaxValue));
        var pushed = order with
        {
            Looks = order.Looks + 1,
            Due = late || order.Deadline is null ? next : Math.Min(next, order.Deadline.Value),
        };
        return OrderChange.ChangeRow(id, pushed).SendAll(MessagesToRepeat(order, attempt, late));
    }

    // A saga is repeated from its first step, or from the first one after the decision: a step that is done already
    // gives its answer again, and the saga goes on from there.
    private IEnumerable<Message> MessagesToRepeat(Order order, Attempt attempt, bool late) => order switch
    {
        { Status: OrderStatus.Cancelling } => sagas.Cancel.CommandsFrom(0, attempt, order.LinesAsUnits()),
        { Status: OrderStatus.Processing, Reason: not null } => [sagas.Checkout.UndoFirst(attempt)!],
        { Status: OrderStatus.Processing } when late => [sagas.Checkout.Pivot!.Settle!(attempt)],
        { Status: OrderStatus.Processing } => sagas.Checkout.CommandsFrom(0, attempt, order.LinesAsUnits()),
        { Status: OrderStatus.Paid } when sagas.Checkout.AwaitsAfterDecision =>
            sagas.Checkout.AfterDecision(attempt, order.LinesAsUnits()),
        _ => throw new ImpossibleMeetingException($"Order {attempt.Order} is {order.Status}, and yet due."),
    };

    private static ImpossibleMeetingException UnknownStatus(OrderStatus status) =>
        new($"Nothing is decided of an order that is {status}.");
}
