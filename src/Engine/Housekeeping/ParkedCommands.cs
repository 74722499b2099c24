using Cartwright.Kernel;

namespace Cartwright.Engine.Housekeeping;

/// <summary>
/// Commands of operators about parked messages, for the engine with their database. Each is about one message, so that
/// a row in the way holds up no other. The records of repairs are kept.
/// </summary>
public static class ParkedCommands
{
    /// <summary>Has a message tried again, at the next sweep. The reply is a <see cref="ParkedChange"/>.</summary>
    public static Message Replay(string id) => new ReplayRequested(id);

    /// <summary>Gives a message up for good. The reply is a <see cref="ParkedChange"/>.</summary>
    public static Message Drop(string id) => new DropRequested(id);
}

/// <summary>The reply to an operator's command about a parked message.</summary>
/// <param name="IsChanged">Whether there was such a message, and no record of a repair.</param>
public sealed record ParkedChange(bool IsChanged) : Reply;
