namespace Cartwright.Kernel;

/// <summary>
/// A command, a question or an answer. It carries everything its receiver needs to find the rows it touches. It
/// may come twice, late and out of order.
/// </summary>
public abstract record Message
{
    /// <summary>The service that decides this message.</summary>
    public abstract Role To { get; }

    /// <summary>
    /// The address at which an answer is expected, as the request gave it: opaque to the services, a partition of the
    /// inbox to the engine. Null: any will do.
    /// </summary>
    public virtual int? ExpectedAt => null;
}

/// <summary>
/// A message that travels between nodes. An inbox accepts no other message: requests that belong to clients of a
/// service, or to the sweep of its own node, cannot be made by a record of the log.
/// </summary>
public interface IRemoteMessage;

/// <summary>A message of one process of several steps, such as a saga.</summary>
public interface ICorrelated
{
    /// <summary>The process: the same number in all its messages.</summary>
    long Correlation { get; }
}

/// <summary>A message that reports work which another message can undo.</summary>
public interface IUndoable
{
    /// <summary>The message that undoes it.</summary>
    Message Undo { get; }
}
