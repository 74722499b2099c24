using Cartwright.Kernel;

namespace Cartwright.Domain.Orders;

/// <summary>Changes of an order's row.</summary>
internal static class OrderChange
{
    /// <summary>The order with another status, and nothing for the sweep to look after.</summary>
    public static Order Moved(Order order, OrderStatus status, long now) =>
        order with { Status = status, Deadline = null, Looks = 0, Due = null, UpdatedAt = now };

    /// <summary>The order changes, and not its status.</summary>
    public static Decision Of(OrderId id, Order order) => Decision.Nothing.Change(Order.Key(id), order);

    /// <summary>The order's status changes, which is published.</summary>
    public static Decision Announced(OrderId id, Order order) => Of(id, order).Announce(new OrderEvent(id, order));
}
