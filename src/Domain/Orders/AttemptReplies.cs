using Cartwright.Kernel;

namespace Cartwright.Domain.Orders;

/// <summary>The attempt is durably accepted, or was before; how it stands is read from the order's row.</summary>
public sealed record AttemptAccepted(OrderId Order, AttemptId Attempt) : Reply, IRowReply
{
    Key IRowReply.Row => Orders.Order.KeyOf(Order);
}

/// <summary>The cancelling of the paid order is durably accepted; how it stands is read from the order's row.</summary>
public sealed record CancelAccepted(OrderId Order, AttemptId Attempt) : Reply, IRowReply
{
    Key IRowReply.Row => Orders.Order.KeyOf(Order);
}
