namespace Cartwright.Kernel;

/// <summary>
/// The rules of one service, without anything that moves: which rows a message touches, and the decision that follows
/// from it.
/// </summary>
public interface IService
{
    /// <summary>Which service this is.</summary>
    Role Role { get; }

    /// <summary>The tables that the service owns.</summary>
    IReadOnlyList<Table> Tables { get; }

    /// <summary>
    /// Adds the keys of all rows that the message can read or change: a function of the message alone.
    /// </summary>
    void AddKeys(Message message, ICollection<Key> keys);

    /// <summary>Decides a message, given the rows that it touches.</summary>
    /// <param name="rows">The rows of the message's keys as they stand, missing ones included.</param>
    /// <param name="message">The received message.</param>
    /// <param name="now">Milliseconds since 1970, rounded once.</param>
    /// <exception cref="ImpossibleMeetingException">The message cannot belong to this state.</exception>
    Decision Decide(IRows rows, Message message, long now);

    /// <summary>The message with which the service looks after a row that is due.</summary>
    Message SweepMessage(Key key);
}

/// <summary>The rows that a message touches.</summary>
public interface IRows
{
    /// <summary>The row's state, or null where there is no such row.</summary>
    T? Find<T>(Key key)
        where T : class;
}
