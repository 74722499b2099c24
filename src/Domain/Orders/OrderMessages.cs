namespace Cartwright.Domain.Orders;

/// <summary>
/// A command that may be limited to the orders of one user: the order of another one is unknown to it. The decision
/// holds the limit, so that the order cannot change its user between a check and the change.
/// </summary>
public abstract record OwnedOrderMessage : OrderMessage
{
    /// <summary>The user whose orders alone the command may touch; null for every order.</summary>
    public UserId? Owner { get; init; }

    /// <summary>Whether it may touch the orders of this user.</summary>
    internal bool MayTouch(UserId user) => Owner is null || Owner == user;
}

/// <summary>A new, open order without lines. Whether the user exists is found out at the checkout.</summary>
public sealed record CreateOrder(OrderId Order, UserId User) : OwnedOrderMessage;

/// <summary>So many more units of one item, at its price of this moment.</summary>
public sealed record AddLine(OrderId Order, ItemId Item, long Quantity, long Price) : OwnedOrderMessage;

/// <summary>The order loses its line of one item, however many units that has.</summary>
public sealed record RemoveLine(OrderId Order, ItemId Item) : OwnedOrderMessage;

/// <summary>What does the item cost now? The request's number finds the waiting request.</summary>
public sealed record AskPrice(ItemId Item, long Request, int ReplyTo) : OrderMessage;

/// <summary>Check the order out. The attempt's number is used if this begins a new one.</summary>
public sealed record CheckOutOrder(OrderId Order, AttemptId Attempt, long Deadline, int ReplyTo) : OwnedOrderMessage;

/// <summary>Cancel a paid order: stock is returned, then the payment refunded.</summary>
public sealed record CancelOrder(OrderId Order, int ReplyTo) : OrderMessage;

/// <summary>May the orders First to First + Count - 1 be recreated? Nothing changes.</summary>
public sealed record InspectOrders(long First, int Count) : OrderMessage;

/// <summary>
/// Recreates the orders First to First + Count - 1, each with two lines of one random item of Items, of a random user
/// of Users: functions of the seed.
/// </summary>
public sealed record InitOrders(long First, int Count, long Items, long Users, long Price, long Seed) : OrderMessage;

/// <summary>
/// Do what the sweep would do with an order that is on its way, now instead of when it is due: an operator's command.
/// </summary>
public sealed record PushOrder(OrderId Order) : OrderMessage;

/// <summary>The sweep's look at an order that is on its way.</summary>
public sealed record SweepOrder(OrderId Order) : OrderMessage;
