using Cartwright.Engine.Codec;
using Cartwright.Kernel;

namespace Cartwright.Engine.Housekeeping;

/// <summary>A message about a row of the engine's own two tables. It never leaves its engine.</summary>
internal abstract record HousekeepingMessage : Message
{
    public override Role To => HousekeepingService.Name;

    /// <summary>The one row that it touches by itself.</summary>
    public abstract Key Row { get; }
}

/// <summary>Remove a stored reply that nobody can ask for any more.</summary>
internal sealed record ForgetReply(string IdempotencyKey) : HousekeepingMessage
{
    public override Key Row => StoredReply.KeyOf(IdempotencyKey);
}

/// <summary>Try a parked message again.</summary>
internal sealed record ReplayParked(string Id) : HousekeepingMessage
{
    public override Key Row => ParkedMessage.KeyOf(Id);
}

/// <summary>Have a parked message tried again at the next sweep: an operator's command.</summary>
internal sealed record ReplayRequested(string Id) : HousekeepingMessage
{
    public override Key Row => ParkedMessage.KeyOf(Id);
}

/// <summary>Give a parked message up for good: an operator's command.</summary>
internal sealed record DropRequested(string Id) : HousekeepingMessage
{
    public override Key Row => ParkedMessage.KeyOf(Id);
}

/// <summary>Park what could not be handled.</summary>
internal sealed record Park(string Id, Role Role, Decoded Content, string Error, string Origin) : HousekeepingMessage
{
    /// <summary>When it is tried again by itself; null where somebody has to act first.</summary>
    public long? RetryAt { get; init; }

    public override Key Row => ParkedMessage.KeyOf(Id);
}

/// <summary>Keep a parked message as the record of a repair, which the order service has begun.</summary>
internal sealed record RecordReturn(string Id) : HousekeepingMessage
{
    public override Key Row => ParkedMessage.KeyOf(Id);
}

/// <summary>Leave a message parked that was tried again in vain.</summary>
internal sealed record ParkAgain(string Id, string Error) : HousekeepingMessage
{
    public override Key Row => ParkedMessage.KeyOf(Id);
}

/// <summary>A parked message that is decided again, or the message that undoes what it reports.</summary>
/// <param name="Message">The message.</param>
/// <param name="Origin">Where the parked message came from at first.</param>
/// <param name="IsRepair">Whether it undoes what the parked message reports.</param>
internal sealed record Replayed(Message Message, string Origin, bool IsRepair = false) : Message
{
    public override Role To => Message.To;
}
