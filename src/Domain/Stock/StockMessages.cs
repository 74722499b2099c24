using System.Collections.Immutable;
using Cartwright.Kernel;

namespace Cartwright.Domain.Stock;

/// <summary>What the stock service decides.</summary>
public abstract record StockMessage : Message
{
    public sealed override Role To => Role.Stock;
}

/// <summary>So many units of one item.</summary>
public readonly record struct Units(ItemId Item, long Quantity);

/// <summary>A new item, without stock.</summary>
public sealed record CreateItem(ItemId Item, long Price) : StockMessage;

/// <summary>Units arrive in the warehouse.</summary>
public sealed record AddStock(ItemId Item, long Amount) : StockMessage;

/// <summary>Units leave the warehouse other than by an order.</summary>
public sealed record SubtractStock(ItemId Item, long Amount) : StockMessage;

/// <summary>Makes the items First to First + Count - 1 anew; reservations stay.</summary>
public sealed record InitItems(long First, int Count, long Stock, long Price) : StockMessage;

/// <summary>The order service asks for a price on behalf of a client that adds a line.</summary>
public sealed record QuotePrice(ItemId Item, long Request, int ReplyTo) : StockMessage, IRemoteMessage;

/// <summary>Take all lines or none. This is where an attempt's outcome is decided.</summary>
public sealed record TakeStock(Attempt Attempt, ImmutableArray<Units> Lines) : StockMessage, IAttemptMessage;

/// <summary>Decide an attempt as cancelled, unless it has been decided already.</summary>
public sealed record CancelAttempt(Attempt Attempt) : StockMessage, IAttemptMessage;

/// <summary>
/// Give back what a paid order took. Without lines it is a repair: stock finds them in the attempt's reservation.
/// </summary>
public sealed record ReturnStock(Attempt Attempt, ImmutableArray<Units> Lines) : StockMessage, IAttemptMessage;
