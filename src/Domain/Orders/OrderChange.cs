using Cartwright.Kernel;

namespace Cartwright.Domain.Orders;

/// <summary>Changes of an order's row.</summary>
internal static class OrderChange
{
    /// <summary>The order with another status, and nothing for the sweep to look after.</summary>
    public static Order WithStatus(Order order, OrderStatus status, long now) =>
        order with { Status = status, Deadline = null, Looks = 0, Due = null, UpdatedAt = now };

    /// <summary>The order changes, and not its status.</summary>
    public static Decision ChangeRow(OrderId id, Order order) => Decision.Nothing.Change(Order.KeyOf(id), order);

    /// <summary>The order's status changes, which is published.</summary>
    public static Decision ChangeStatus(OrderId id, Order order) =>
        ChangeRow(id, order).Announce(new OrderEvent(id, order));
}
