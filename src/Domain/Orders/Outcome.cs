namespace Cartwright.Domain.Orders;

/// <summary>How one attempt stands, as far as its order's row records it.</summary>
/// <param name="Status">The order's status, seen from this attempt.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="Item">The item that was the reason.</param>
public readonly record struct Outcome(OrderStatus Status, Reason? Reason = null, ItemId? Item = null)
{
    /// <summary>Whether a checkout has ended: paid or failed, without regard to later changes of the order.</summary>
    public bool IsEnded => Status is not OrderStatus.Processing;

    /// <summary>
    /// Whether the row records how the attempt ended. An attempt that the row no longer names failed before two others,
    /// or was paid before the order was reset: the status does not decide which.
    /// </summary>
    public bool IsKnown => Reason is not Domain.Reason.AttemptSuperseded;

    /// <summary>The outcome of an attempt.</summary>
    public static Outcome OutcomeOf(Order order, AttemptId attempt)
    {
        if (order.Attempt == attempt)
        {
            return order.Status is OrderStatus.Failed
                ? new Outcome(OrderStatus.Failed, order.Reason, order.ReasonItem)
                : new Outcome(order.Status);
        }

        return order.FailedAttempt == attempt
            ? new Outcome(OrderStatus.Failed, order.FailedReason)
            : new Outcome(OrderStatus.Failed, Domain.Reason.AttemptSuperseded);
    }
}
