using Cartwright.Domain.Sagas;
using Cartwright.Kernel;

namespace Cartwright.Domain.Orders;

/// <summary>What the order service decides.</summary>
public abstract record OrderMessage : Message
{
    public sealed override Role To => Role.Order;

    /// <summary>The partition of the order inbox at which an answer is expected; null where any will do.</summary>
    public virtual int? ExpectedAt => (this as IAttemptMessage)?.Attempt.ReplyTo;
}

/// <summary>A new, open order without lines. Whether the user exists is found out at the checkout.</summary>
public sealed record CreateOrder(OrderId Order, UserId User) : OrderMessage;

/// <summary>So many more units of one item, at its price of this moment.</summary>
public sealed record AddLine(OrderId Order, ItemId Item, long Quantity, long Price) : OrderMessage;

/// <summary>What does the item cost now? The request's number finds the one who asks.</summary>
public sealed record AskPrice(ItemId Item, long Request, int ReplyTo) : OrderMessage;

/// <summary>Stock: the item costs this much now; null where there is no such item.</summary>
public sealed record PriceQuoted(ItemId Item, long Request, int ReplyTo, long? Price = null)
    : OrderMessage, IRemoteMessage
{
    public override int? ExpectedAt => ReplyTo;
}

/// <summary>Check the order out. The attempt's number is used if this begins a new one.</summary>
public sealed record CheckOutOrder(OrderId Order, AttemptId Attempt, long Deadline, int ReplyTo) : OrderMessage;

/// <summary>Cancel a paid order: stock is returned, then the payment refunded.</summary>
public sealed record CancelOrder(OrderId Order, int ReplyTo) : OrderMessage;

/// <summary>May the orders First to First + Count - 1 be made anew? Nothing changes.</summary>
public sealed record InspectOrders(long First, int Count) : OrderMessage;

/// <summary>
/// Makes the orders First to First + Count - 1 anew, each with two lines of one random item of Items, of a random
/// user of Users: functions of the seed.
/// </summary>
public sealed record InitOrders(long First, int Count, long Items, long Users, long Price, long Seed) : OrderMessage;

/// <summary>The sweep's look at an order that is on its way.</summary>
public sealed record SweepOrder(OrderId Order) : OrderMessage;

/// <summary>
/// An operator repairs a failed order whose attempt has taken stock: the stock is returned, and with it the credit that
/// is still held or was captured.
/// </summary>
public sealed record ReturnTaken(Attempt Attempt) : OrderMessage;

/// <summary>Payment's question after a hold that has been in flight for long: capture it, or void it?</summary>
public sealed record AskOutcome(Attempt Attempt) : OrderMessage, IAttemptMessage;

/// <summary>
/// Payment: the attempt's amount is set aside, and what follows is not known there: the attempt had to wait.
/// </summary>
public sealed record CreditHeld(Attempt Attempt) : OrderMessage, IAttemptMessage;

/// <summary>Payment: nothing is held for the attempt, and nothing will be.</summary>
public sealed record CreditDeclined(Attempt Attempt, Reason Reason) : OrderMessage, IRejection
{
    ItemId? IRejection.Item => null;
}

/// <summary>Payment: what was held has been given back, and nothing will be held.</summary>
public sealed record CreditVoided(Attempt Attempt) : OrderMessage, IAttemptMessage;

/// <summary>Payment: what was captured has been given back.</summary>
public sealed record CreditRefunded(Attempt Attempt) : OrderMessage, IAttemptMessage;

/// <summary>Stock: all lines are taken. The order is paid from here on.</summary>
public sealed record StockTaken(Attempt Attempt) : OrderMessage, IAttemptMessage;

/// <summary>Stock: nothing is taken, and nothing will be.</summary>
public sealed record StockRefused(Attempt Attempt, Reason Reason, ItemId? Item = null) : OrderMessage, IRejection;

/// <summary>Stock: what was taken is back.</summary>
public sealed record StockReturned(Attempt Attempt) : OrderMessage, IAttemptMessage;
