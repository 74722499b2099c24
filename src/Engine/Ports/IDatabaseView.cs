using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>The tables of one database as they stood at one moment, without later commits.</summary>
public interface IDatabaseView : IDisposable
{
    /// <summary>
    /// All rows of a table in the order of their keys, read as they are asked for. Several tables may be read side by
    /// side. The state of an unreadable row is null.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="unreadable">Called with the key of each unreadable row, and with the reason.</param>
    /// <param name="after">Only the rows after this key, which an index finds; null for all.</param>
    /// <exception cref="TransientFault">The database cannot be reached any more.</exception>
    IEnumerable<(Key Key, T? State)> ReadAll<T>(Table<T> table, Action<Key, Exception> unreadable, Key? after)
        where T : class;

    /// <summary>
    /// The rows of a table with a <c>due</c> time, by that time: those with work that is not finished. An index finds
    /// them; otherwise as <see cref="ReadAll"/>.
    /// </summary>
    /// <exception cref="TransientFault">The database cannot be reached any more.</exception>
    IEnumerable<(Key Key, T? State)> ReadUnfinished<T>(Table<T> table, Action<Key, Exception> unreadable)
        where T : class;

    /// <summary>The states of the rows with these keys, without those that are missing or unreadable.</summary>
    /// <exception cref="TransientFault">The database cannot be reached any more.</exception>
    IReadOnlyDictionary<Key, object> FindRows(IReadOnlyCollection<Key> keys, Action<Key, Exception> unreadable);

    /// <summary>The facts of the database beside the rows.</summary>
    /// <exception cref="TransientFault">The database cannot be reached any more.</exception>
    DatabaseFacts ReadFacts();
}

/// <summary>The facts of a database beside the rows of its services.</summary>
/// <param name="Now">The clock by which rows are written, in milliseconds since 1970.</param>
/// <param name="NextId">The number from which on new ones are handed out.</param>
/// <param name="OldestEnvelope">When the oldest unconfirmed envelope was committed; null where there is none.</param>
/// <param name="Shop">The shop that the database belongs to; null where it has no identity.</param>
public sealed record DatabaseFacts(long Now, long NextId, long? OldestEnvelope, ShopId? Shop);

/// <summary>What follows from the members of a view.</summary>
public static class DatabaseViews
{
    /// <summary>All rows of a table. The state of an unreadable row is null.</summary>
    /// <exception cref="TransientFault">The database cannot be reached any more.</exception>
    public static IEnumerable<(Key Key, T? State)> ReadAll<T>(
        this IDatabaseView view, Table<T> table, Action<Key, Exception> unreadable)
        where T : class => view.ReadAll(table, unreadable, after: null);

    /// <summary>All rows of a table, none of which may be unreadable.</summary>
    /// <exception cref="FatalFault"><c>damaged-database</c>: a row is unreadable.</exception>
    public static IEnumerable<(Key Key, T State)> ReadAll<T>(this IDatabaseView view, Table<T> table)
        where T : class => view.ReadAll(table, UnreadableRows.Refuse).Select(row => (row.Key, row.State!));

    /// <summary>The state of one row; null where there is no such row, or where it is unreadable.</summary>
    public static T? Find<T>(this IDatabaseView view, Key key, Action<Key, Exception> unreadable)
        where T : class => view.FindRows([key], unreadable).TryGetValue(key, out var state) ? (T)state : null;
}
