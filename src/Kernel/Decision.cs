namespace Cartwright.Kernel;

/// <summary>A row's new state; null removes the row.</summary>
public readonly record struct Change(Key Key, object? State);

/// <summary>
/// The result of one message: rows to change, messages to send, and a reply to a waiting client. It is a value: nothing
/// has happened until the engine has committed it.
/// </summary>
public sealed class Decision
{
    // Most decisions are of this size; a list by itself would begin with room for four.
    private const int ChangesUsual = 2;
    private const int MessagesUsual = 1;

    private static readonly List<Change> NoChanges = [];
    private static readonly List<Message> NoMessages = [];

    private List<Change> _changes = NoChanges;
    private List<Message> _messages = NoMessages;

    /// <summary>The changed rows; each key stands here at most once.</summary>
    public IReadOnlyList<Change> Changes => _changes;

    /// <summary>The messages to send, in this order.</summary>
    public IReadOnlyList<Message> Messages => _messages;

    /// <summary>The reply to a waiting client; null where no client waits.</summary>
    public Reply? Reply { get; private set; }

    /// <summary>The event to publish; null where the change is private to the service.</summary>
    public PublicEvent? Event { get; private set; }

    /// <summary>No change, no message, no reply.</summary>
    public static Decision Nothing => new();

    /// <summary>Adds a changed row.</summary>
    public Decision Change(Key key, object? state)
    {
        if (ReferenceEquals(_changes, NoChanges))
        {
            _changes = new List<Change>(ChangesUsual);
        }

        _changes.Add(new Change(key, state));
        return this;
    }

    /// <summary>Adds a message.</summary>
    public Decision Send(Message message)
    {
        if (ReferenceEquals(_messages, NoMessages))
        {
            _messages = new List<Message>(MessagesUsual);
        }

        _messages.Add(message);
        return this;
    }

    /// <summary>Adds messages.</summary>
    public Decision SendAll(IEnumerable<Message> messages)
    {
        foreach (var message in messages)
        {
            Send(message);
        }

        return this;
    }

    /// <summary>Sets the event to publish.</summary>
    public Decision Announce(PublicEvent happened)
    {
        Event = happened;
        return this;
    }

    /// <summary>Adds this decision's changes and messages to another; the other's reply and event stay.</summary>
    public void AddTo(Decision other)
    {
        foreach (var change in _changes)
        {
            other.Change(change.Key, change.State);
        }

        foreach (var message in _messages)
        {
            other.Send(message);
        }
    }

    /// <summary>Nothing now: the command waits until a row changes, and is decided again.</summary>
    public static Decision Postpone(Key waitsFor) => Nothing.With(new Postponed(waitsFor));

    /// <summary>Sets the reply.</summary>
    public Decision With(Reply reply)
    {
        Reply = reply;
        return this;
    }
}
