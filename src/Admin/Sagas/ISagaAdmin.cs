using Cartwright.Domain;

namespace Cartwright.Admin.Sagas;

/// <summary>Checkouts and cancellations, for an operator.</summary>
public interface ISagaAdmin
{
    /// <summary>One page of orders: those in flight by the time since they moved, the longest first.</summary>
    /// <exception cref="AdminFault">The order service does not answer.</exception>
    Task<SagaPage> ListAsync(SagaQuery query, CancellationToken cancellation);

    /// <summary>The sagas of one order; null where there is no such order.</summary>
    /// <exception cref="AdminFault">The order service does not answer, or the row is unreadable.</exception>
    Task<SagaDetail?> FindAsync(OrderId order, CancellationToken cancellation);

    /// <summary>Has the order service look at an order now instead of at its next look.</summary>
    /// <returns>Null where there is no such order; changed is 0 where it has nothing left to do.</returns>
    /// <exception cref="AdminFault">The order service does not answer.</exception>
    Task<ActionOutcome?> PushAsync(OrderId order, OperatorAction action, CancellationToken cancellation);
}
