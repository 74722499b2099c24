using Cartwright.Kernel;

namespace Cartwright.Domain;

/// <summary>The business rejects the request; nothing changed.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Item">The item that is the reason; null if none is.</param>
/// <param name="Wanted">The units or the credit that the request asked for, where there is too little.</param>
/// <param name="Available">The units in stock, or the credit that the user could spend, at that moment.</param>
public sealed record Rejected(Reason Reason, ItemId? Item = null, long? Wanted = null, long? Available = null) : Reply;

/// <summary>The order exists now.</summary>
public sealed record OrderCreated(OrderId Order) : Reply;

/// <summary>The line stands in the order, and this is the order's total now.</summary>
public sealed record LineAdded(OrderId Order, ItemId Item, long Total) : Reply;

/// <summary>The order has no line of this item any more, and this is the order's total now.</summary>
public sealed record LineRemoved(OrderId Order, ItemId Item, long Total) : Reply;

/// <summary>The question is on its way to the stock service.</summary>
public sealed record PriceAsked(long Request) : Reply;

/// <summary>The answer to a question for a price; null where there is no such item.</summary>
public sealed record PriceTold(long Request, long? Price = null) : Reply;

/// <summary>Whether the order had something in flight that could be pushed.</summary>
public sealed record OrderPushed(OrderId Order, bool WasInFlight) : Reply;

/// <summary>The item exists now.</summary>
public sealed record ItemCreated(ItemId Item) : Reply;

/// <summary>The item's stock after the change.</summary>
public sealed record StockUpdated(ItemId Item, long Stock) : Reply;

/// <summary>The user exists now.</summary>
public sealed record UserCreated(UserId User) : Reply;

/// <summary>The credit that the user can spend after the change.</summary>
public sealed record CreditUpdated(UserId User, long Credit) : Reply;

/// <summary>A part of a <c>batch_init</c> is done, or may be done.</summary>
public sealed record InitDone(long Count) : Reply;
