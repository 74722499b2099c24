namespace Cartwright.Kernel;

/// <summary>
/// A command, a question or an answer. It carries everything its receiver needs to find the rows it touches. It
/// may come twice, late and out of order.
/// </summary>
public abstract record Message
{
    /// <summary>The service that decides this message.</summary>
    public abstract Role To { get; }
}

/// <summary>
/// A message that travels between nodes. An inbox accepts no other: what a client may ask of a service, or a sweep of
/// its own node, nobody can ask by a record of the log.
/// </summary>
public interface IRemoteMessage;
