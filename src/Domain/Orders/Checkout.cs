using Cartwright.Kernel;

namespace Cartwright.Domain.Orders;

/// <summary>
/// The order's side of both sagas: the commands that begin them, and the sweep. The next step after an answer stands in
/// <see cref="SagaProgress"/>.
/// </summary>
internal sealed class Checkout(OrderSagas sagas)
{
    /// <summary>Begins an attempt, or joins the one in flight, or finds that the order is paid.</summary>
    public Decision Begin(Order? order, CheckOutOrder command, long now)
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
                return BeginAnew(order, command, now);
            default:
                throw Unknown(order.Status);
        }
    }

    private Decision BeginAnew(Order order, CheckOutOrder command, long now)
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
            Due = Math.Min(Backoff.Next(now, 0), command.Deadline),
            UpdatedAt = now,
        };
        return OrderChange.Announced(command.Order, begun)
            .SendAll(sagas.Checkout.From(0, begun.AttemptOf(command.Order), begun.Units()))
            .With(new AttemptAccepted(command.Order, command.Attempt));
    }

    /// <summary>Begins to cancel a paid order, or joins a cancellation that is already on its way.</summary>
    public Decision Cancel(Order? order, CancelOrder command, long now)
    {
        switch (order?.Status)
        {
            case null:
                return Decision.Reject(Reason.UnknownOrder);
            case OrderStatus.Cancelling or OrderStatus.Cancelled:
                return Decision.Nothing.With(new CancelAccepted(command.Order, order.Attempt!.Value));
            case OrderStatus.Paid:
                var begun = OrderChange.Moved(order, OrderStatus.Cancelling, now) with
                {
                    ReplyTo = command.ReplyTo,
                    Due = Backoff.Next(now, 0),
                };
                return OrderChange.Announced(command.Order, begun)
                    .SendAll(sagas.Cancel.From(0, begun.AttemptOf(command.Order), begun.Units()))
                    .With(new CancelAccepted(command.Order, begun.Attempt!.Value));
            case OrderStatus.Open or OrderStatus.Processing or OrderStatus.Failed:
                return Decision.Reject(Reason.OrderNotPaid);
            default:
                throw Unknown(order.Status);
        }
    }

    /// <summary>
    /// The sweep: repeats the command that has no answer yet. Once the deadline has passed it asks stock to cancel the
    /// attempt, and stock's answer is final.
    /// </summary>
    public Decision Push(Order? order, OrderId id, long now)
    {
        if (order?.Due is not { } due || !Backoff.HasCome(due, now))
        {
            return Decision.Nothing;
        }

        var attempt = order.AttemptOf(id);
        var late = order.Deadline <= now;
        var next = Backoff.Next(now, (int)Math.Min(order.Looks + 1, int.MaxValue));
        var pushed = order with
        {
            Looks = order.Looks + 1,
            Due = late || order.Deadline is null ? next : Math.Min(next, order.Deadline.Value),
        };
        return OrderChange.Of(id, pushed).SendAll(Repeated(order, attempt, late));
    }

    // A saga is repeated from its first step, or from the first one after the decision: a step that is done already
    // gives its answer again, and the saga goes on from there.
    private IEnumerable<Message> Repeated(Order order, Attempt attempt, bool late) => order switch
    {
        { Status: OrderStatus.Cancelling } => sagas.Cancel.From(0, attempt, order.Units()),
        { Status: OrderStatus.Processing, Reason: not null } => [sagas.Checkout.UndoFirst(attempt)!],
        { Status: OrderStatus.Processing } when late => [sagas.Checkout.Pivot!.Settle!(attempt)],
        { Status: OrderStatus.Processing } => sagas.Checkout.From(0, attempt, order.Units()),
        { Status: OrderStatus.Paid } when sagas.Checkout.AwaitsAfterDecision =>
            sagas.Checkout.AfterDecision(attempt, order.Units()),
        _ => throw new ImpossibleMeetingException($"Order {attempt.Order} is {order.Status}, and yet due."),
    };

    private static ImpossibleMeetingException Unknown(OrderStatus status) =>
        new($"Nothing is decided of an order that is {status}.");
}
