using Cartwright.Kernel;

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

    /// <summary>Decided as paid, without regard to later changes of the order.</summary>
    Paid,
}

internal static class Standings
{
    /// <summary>How an order stands towards an attempt.</summary>
    /// <exception cref="ImpossibleMeetingException">The order has the attempt with another user or amount.</exception>
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
}
