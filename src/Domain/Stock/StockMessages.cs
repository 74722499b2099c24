using System.Collections.Immutable;
using Cartwright.Domain.Sagas;
using Cartwright.Kernel;

namespace Cartwright.Domain.Stock;

/// <summary>The messages that the stock service decides.</summary>
public abstract record StockMessage : Message
{
    public sealed override Role To => Role.Stock;
}

/// <summary>A new item, without stock.</summary>
public sealed record CreateItem(ItemId Item, long Price) : StockMessage;

/// <summary>Units arrive in the warehouse.</summary>
public sealed record AddStock(ItemId Item, long Amount) : StockMessage;

/// <summary>Units leave the warehouse other than by an order.</summary>
public sealed record SubtractStock(ItemId Item, long Amount) : StockMessage;

/// <summary>Recreates the items First to First + Count - 1; reservations stay.</summary>
public sealed record InitItems(long First, int Count, long Stock, long Price) : StockMessage;

/// <summary>The order service asks for a price on behalf of a client that adds a line.</summary>
public sealed record QuotePrice(ItemId Item, long Request, int ReplyTo) : StockMessage, IRemoteMessage;

/// <summary>Take all lines or none. This is where an attempt's outcome is decided.</summary>
public sealed record TakeStock(Attempt Attempt, ImmutableArray<Units> Lines) : StockMessage, IStepCommand
{
    StepRecord IStepCommand.RecordIn(IRows rows) => StockRecords.OfTake(rows, Attempt);
}

/// <summary>Decide an attempt as cancelled, unless it has been decided already.</summary>
public sealed record CancelAttempt(Attempt Attempt) : StockMessage, IAttemptMessage;

/// <summary>
/// Give back the units that a paid order took. Without lines it is a repair: stock finds them in the attempt's
/// reservation.
/// </summary>
public sealed record ReturnStock(Attempt Attempt, ImmutableArray<Units> Lines) : StockMessage, IStepCommand
{
    StepRecord IStepCommand.RecordIn(IRows rows) => StockRecords.OfReturn(rows, Attempt);
}

/// <summary>Stock: the item costs this much now; null where there is no such item.</summary>
public sealed record PriceQuoted(ItemId Item, long Request, int ReplyTo, long? Price = null)
    : OrderMessage, IRemoteMessage
{
    public override int? ExpectedAt => ReplyTo;
}

/// <summary>Stock: all lines are taken. The order is paid from here on.</summary>
public sealed record StockTaken(Attempt Attempt) : OrderMessage, IAttemptMessage, IUndoable
{
    Message IUndoable.Undo => new ReturnTaken(Attempt);
}

/// <summary>Stock: nothing is taken, and nothing will be.</summary>
public sealed record StockRefused(Attempt Attempt, Reason Reason, ItemId? Item = null) : OrderMessage, IRejection;

/// <summary>Stock: the taken units are back.</summary>
public sealed record StockReturned(Attempt Attempt) : OrderMessage, IAttemptMessage;

/// <summary>
/// An operator repairs a failed order with an attempt that has taken stock: the stock is returned, and with it the
/// credit that is still held or was captured.
/// </summary>
public sealed record ReturnTaken(Attempt Attempt) : OrderMessage;
