namespace Cartwright.Engine.Queues;

/// <summary>Why a command got no answer from the business.</summary>
public enum NotServed
{
    /// <summary>There is no room; nothing was accepted.</summary>
    Overloaded,

    /// <summary>The database could not be reached in time; nothing was changed.</summary>
    Unavailable,

    /// <summary>The service that was asked did not answer in time; nothing was changed.</summary>
    Unanswered,

    /// <summary>The node is on its way down; nothing was accepted.</summary>
    Draining,

    /// <summary>The node went down while the command's commit was under way; it may have happened.</summary>
    Unknown,

    /// <summary>A row that the command needs cannot be read; nothing was changed.</summary>
    Unreadable,

    /// <summary>The command ran into a bug; nothing was changed.</summary>
    Bug,
}

/// <summary>A command was not served. Unless the reason is "unknown", nothing has changed.</summary>
public sealed class NotServedException(NotServed why, Exception? inner = null)
    : Exception($"Not served: {why}.", inner)
{
    public NotServed Why { get; } = why;
}
