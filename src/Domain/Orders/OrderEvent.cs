using Cartwright.Kernel;

namespace Cartwright.Domain.Orders;

/// <summary>
/// A change of an order's status that is published. It happens with the change, in the same transaction, or not at all.
/// </summary>
/// <param name="Id">The order.</param>
/// <param name="Order">The order as the change has left it.</param>
public sealed record OrderEvent(OrderId Id, Order Order) : PublicEvent
{
    public override Role From => Role.Order;

    public override Key Row => Orders.Order.KeyOf(Id);

    public override string Name => Order.Status switch
    {
        OrderStatus.Processing => "accepted",
        OrderStatus.Paid => "paid",
        OrderStatus.Failed => "failed",
        OrderStatus.Cancelling => "cancelling",
        OrderStatus.Cancelled => "cancelled",
        _ => throw new InvalidOperationException($"No event means that an order is {Order.Status}."),
    };

    /// <summary>The name of the step, the same whenever the event is sent again.</summary>
    public string StepId => OrderStep.IdOf(Order.Attempt, Order.Status);
}
