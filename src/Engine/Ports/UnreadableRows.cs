using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>
/// Rows whose columns make no state: changed by hand, or written by another version. For stores, which read on and
/// throw at the end.
/// </summary>
public sealed class UnreadableRows
{
    private const int MessagesMax = 5;

    private readonly List<Key> _keys = [];
    private readonly List<string> _messages = [];
    private Exception? _first;

    /// <summary>Whether a table's reader throws this for the contents of a row.</summary>
    public static bool Means(Exception strange) => strange is FormatException or OverflowException
        or InvalidCastException or ArgumentException or ImpossibleMeetingException;

    /// <summary>For readers that cannot do without a row.</summary>
    /// <exception cref="FatalFault">Always.</exception>
    public static void Refuse(Key key, Exception strange) =>
        throw new FatalFault("damaged-database", $"Row {key} cannot be understood: {strange.Message}", strange);

    public void Add(Key key, Exception strange)
    {
        _first ??= strange;
        _keys.Add(key);
        if (_messages.Count < MessagesMax)
        {
            _messages.Add($"{key}: {strange.Message}");
        }
    }

    /// <exception cref="RowFault">Always.</exception>
    public void Throw() => throw new RowFault($"Unreadable: {string.Join("; ", _messages)}", _first!)
    {
        Keys = _keys,
        IsUnreadable = true,
    };
}
