using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Domain.Orders;

/// <summary>How an order stands towards one attempt.</summary>
internal enum Standing
{
    /// <summary>The order does not name the attempt: it was reset, or the attempt is long over.</summary>
    Unnamed,

    /// <summary>In flight, not decided.</summary>
    Running,

    /// <summary>Refused; its hold is being voided.</summary>
    Failing,

    /// <summary>Failed, with nothing left behind.</summary>
    Failed,

    /// <summary>Decided as paid, whatever became of the order since.</summary>
    Paid,
}

/// <summary>
/// The order's side of both sagas. Every answer is matched by its attempt, and none is ignored: an answer for an
/// attempt that is already decided repeats the capture or the void that the decision asks for.
/// </summary>
internal static class Checkout
{
    /// <summary>Begins an attempt, or joins the one in flight, or finds that the order is paid.</summary>
    public static Decision Begin(Order? order, CheckOutOrder command, long now)
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

    private static Decision BeginAnew(Order order, CheckOutOrder command, long now)
    {
        if (order.Lines.IsEmpty)
        {
            return Decision.Reject(Reason.EmptyOrder);
        }

        // The same checkout again. Begun a second time under its old number, it could never end: whatever payment and
        // stock repeat about that attempt is taken as word of the one that failed.
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
        return Announced(command.Order, begun)
            .Send(Sagas.HoldCredit.Do(begun, begun.AttemptOf(command.Order)))
            .With(new AttemptAccepted(command.Order, command.Attempt));
    }

    /// <summary>Begins to cancel a paid order, or joins what is already on its way.</summary>
    public static Decision Cancel(Order? order, CancelOrder command, long now)
    {
        switch (order?.Status)
        {
            case null:
                return Decision.Reject(Reason.UnknownOrder);
            case OrderStatus.Cancelling or OrderStatus.Cancelled:
                return Decision.Nothing.With(new CancelAccepted(command.Order, order.Attempt!.Value));
            case OrderStatus.Paid:
                var begun = Moved(order, OrderStatus.Cancelling, now) with
                {
                    ReplyTo = command.ReplyTo,
                    Due = Backoff.Next(now, 0),
                };
                return Announced(command.Order, begun)
                    .Send(Sagas.ReturnStock.Do(begun, begun.AttemptOf(command.Order)))
                    .With(new CancelAccepted(command.Order, begun.Attempt!.Value));
            case OrderStatus.Open or OrderStatus.Processing or OrderStatus.Failed:
                return Decision.Reject(Reason.OrderNotPaid);
            default:
                throw Unknown(order.Status);
        }
    }

    /// <summary>Goes on by an answer, or answers payment's question.</summary>
    public static Decision Continue(Order? order, Message message, long now)
    {
        var attempt = AttemptOf(message);
        var standing = StandingOf(order, attempt);
        return message switch
        {
            CreditHeld => Held(order, attempt, standing),
            CreditDeclined declined => Declined(order, declined, standing, now),
            CreditVoided => Voided(order, attempt, standing, now),
            StockTaken => Taken(order, attempt, standing, now),
            StockRefused refused => Refused(order, refused, standing, now),
            StockReturned => Returned(order, attempt, standing),
            CreditRefunded => Refunded(order, attempt, standing, now),
            AskOutcome => Asked(attempt, standing),
            _ => throw Unknown(message),
        };
    }

    /// <summary>
    /// The sweep: repeats the command whose answer is missing. Once the deadline has passed it asks stock to cancel
    /// the attempt, and whatever stock answers is the truth.
    /// </summary>
    public static Decision Push(Order? order, OrderId id, long now)
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
        var command = order switch
        {
            { Status: OrderStatus.Cancelling } => Sagas.ReturnStock.Do(order, attempt),
            { Status: OrderStatus.Processing, Reason: not null } => Sagas.HoldCredit.Undo!(attempt),
            { Status: OrderStatus.Processing } when late => new CancelAttempt(attempt),
            { Status: OrderStatus.Processing } => Sagas.HoldCredit.Do(order, attempt),
            _ => throw new ImpossibleMeetingException($"Order {id} is {order.Status}, and yet due."),
        };
        return Changed(id, pushed).Send(command);
    }

    public static Attempt AttemptOf(Message message) =>
        message is IAttemptMessage and OrderMessage
            ? ((IAttemptMessage)message).Attempt
            : throw Unknown(message);

    public static Standing StandingOf(Order? order, Attempt attempt)
    {
        if (order?.FailedAttempt == attempt.Id)
        {
            return Standing.Failed;
        }

        if (order is null || order.Attempt != attempt.Id)
        {
            return Standing.Unnamed;
        }

        if (order.Status is OrderStatus.Failed)
        {
            return Standing.Failed;
        }

        if (order.User != attempt.User || order.Total != attempt.Amount)
        {
            throw new ImpossibleMeetingException($"Attempt {attempt.Id} is known with another user or amount.");
        }

        return order.IsDecidedPaid ? Standing.Paid : order.Reason is null ? Standing.Running : Standing.Failing;
    }

    private static Decision Held(Order? order, Attempt attempt, Standing standing) => standing switch
    {
        Standing.Running => Decision.Nothing.Send(Sagas.TakeStock.Do(order!, attempt)),
        Standing.Failing or Standing.Failed => Undo(attempt),
        Standing.Paid => Decision.Nothing.Send(Sagas.CaptureCredit.Do(order!, attempt)),
        Standing.Unnamed => AskStock(attempt),
        _ => throw Unknown(standing),
    };

    private static Decision Declined(Order? order, CreditDeclined declined, Standing standing, long now) =>
        standing switch
        {
            Standing.Running => Failed(order!, declined.Attempt, declined.Reason, null, now),
            Standing.Failing => Failed(order!, declined.Attempt, order!.Reason!.Value, order.ReasonItem, now),
            Standing.Paid => throw Impossible(declined, standing),
            Standing.Failed or Standing.Unnamed => Decision.Nothing,
            _ => throw Unknown(standing),
        };

    private static Decision Voided(Order? order, Attempt attempt, Standing standing, long now) => standing switch
    {
        Standing.Failing => Failed(order!, attempt, order!.Reason!.Value, order.ReasonItem, now),
        Standing.Running or Standing.Paid => throw Impossible(new CreditVoided(attempt), standing),
        Standing.Failed or Standing.Unnamed => Decision.Nothing,
        _ => throw Unknown(standing),
    };

    private static Decision Taken(Order? order, Attempt attempt, Standing standing, long now) => standing switch
    {
        Standing.Running => Announced(attempt.Order, Moved(order!, OrderStatus.Paid, now))
            .Send(Sagas.CaptureCredit.Do(order!, attempt)),
        Standing.Paid or Standing.Unnamed => Decision.Nothing.Send(new CaptureCredit(attempt)),
        _ => throw Impossible(new StockTaken(attempt), standing),
    };

    private static Decision Refused(Order? order, StockRefused refused, Standing standing, long now)
    {
        switch (standing)
        {
            case Standing.Running:
                var noted = order! with
                {
                    Reason = refused.Reason is Reason.Cancelled ? Reason.Timeout : refused.Reason,
                    ReasonItem = refused.Item,
                    Looks = 0,
                    Due = Backoff.Next(now, 0),
                };
                return Changed(refused.Attempt.Order, noted).Send(Sagas.HoldCredit.Undo!(refused.Attempt));
            case Standing.Paid:
                throw Impossible(refused, standing);
            case Standing.Failing or Standing.Failed or Standing.Unnamed:
                return Undo(refused.Attempt);
            default:
                throw Unknown(standing);
        }
    }

    private static Decision Returned(Order? order, Attempt attempt, Standing standing) =>
        (standing, order?.Status) switch
        {
            (Standing.Paid, OrderStatus.Cancelling) => Decision.Nothing.Send(Sagas.RefundCredit.Do(order!, attempt)),
            (Standing.Paid, OrderStatus.Cancelled) or (Standing.Unnamed, _) => Decision.Nothing,

            // Only a repair has the stock of a failed attempt returned, and nothing follows from that.
            (Standing.Failing or Standing.Failed, _) => Decision.Nothing,
            _ => throw Impossible(new StockReturned(attempt), standing),
        };

    private static Decision Refunded(Order? order, Attempt attempt, Standing standing, long now) =>
        (standing, order?.Status) switch
        {
            (Standing.Paid, OrderStatus.Cancelling) =>
                Announced(attempt.Order, Moved(order!, OrderStatus.Cancelled, now)),
            (Standing.Paid, OrderStatus.Cancelled) or (Standing.Unnamed, _) => Decision.Nothing,
            _ => throw Impossible(new CreditRefunded(attempt), standing),
        };

    private static Decision Asked(Attempt attempt, Standing standing) => standing switch
    {
        Standing.Running => Decision.Nothing,
        Standing.Paid => Decision.Nothing.Send(new CaptureCredit(attempt)),
        Standing.Failing or Standing.Failed => Undo(attempt),
        Standing.Unnamed => AskStock(attempt),
        _ => throw Unknown(standing),
    };

    // An attempt that its order no longer names is never voided by guess: stock knows whether it was paid.
    private static Decision AskStock(Attempt attempt) => Decision.Nothing.Send(new CancelAttempt(attempt));

    private static Decision Undo(Attempt attempt) => Decision.Nothing.Send(Sagas.HoldCredit.Undo!(attempt));

    private static Decision Failed(Order order, Attempt attempt, Reason reason, ItemId? item, long now) =>
        Announced(
            attempt.Order,
            Moved(order, OrderStatus.Failed, now) with { Reason = reason, ReasonItem = item });

    private static Order Moved(Order order, OrderStatus status, long now) =>
        order with { Status = status, Deadline = null, Looks = 0, Due = null, UpdatedAt = now };

    // The status is another one: everybody may know.
    private static Decision Announced(OrderId id, Order order) =>
        Changed(id, order).Announce(new OrderEvent(id, order));

    private static Decision Changed(OrderId id, Order order) => Decision.Nothing.Change(Order.Key(id), order);

    private static ImpossibleMeetingException Unknown(Message message) =>
        new($"The order service has no {message.GetType().Name}.");

    private static ImpossibleMeetingException Unknown<T>(T standing)
        where T : struct, Enum => new($"Nothing is decided of an order that is {standing}.");

    private static ImpossibleMeetingException Impossible(Message message, Standing standing) =>
        new($"{message} meets an attempt that is {standing}.");
}
