using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Sqlite;

/// <summary>
/// Reads whole tables as they stood at one moment, beside a server that runs or without one, and never writes. The
/// server's write-ahead log cannot begin anew while a reader is open: close it soon.
/// </summary>
public sealed class SqliteReader : IDisposable
{
    // Of a row whose key is no text.
    private const long UnknownId = -1;

    private readonly Connection _connection;

    private SqliteReader(Connection connection) => _connection = connection;

    /// <exception cref="FatalFault">
    /// <c>data-missing</c>: there is no database. <c>not-a-database</c>, <c>other-format</c>,
    /// <c>damaged-database</c>: it cannot be read by this program.
    /// </exception>
    public static SqliteReader Open(string directory)
    {
        var connection = DatabaseFile.OpenExisting(directory, Access.Read);
        try
        {
            connection.BeginSnapshot();
            return new SqliteReader(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>All rows of a table in the order of their keys, read as they are asked for.</summary>
    /// <exception cref="FatalFault"><c>damaged-database</c>: a row is unreadable.</exception>
    public IEnumerable<(Key Key, T State)> ReadAll<T>(Table<T> table)
        where T : class => ReadAll(table, UnreadableRows.Refuse).Select(row => (row.Key, row.State!));

    /// <summary>The same, and beyond rows that are unreadable: their states are null.</summary>
    public IEnumerable<(Key Key, T? State)> ReadAll<T>(Table<T> table, Action<Key, Exception> unreadable)
        where T : class
    {
        // A statement of its own: the same table may be read twice at once.
        using var select = _connection.Prepare(SqlText.All(table));
        while (select.Step())
        {
            var key = KeyOf(table, select, unreadable);
            yield return (key, key.Id == UnknownId ? null : Read<T>(key, select, unreadable));
        }
    }

    private static Key KeyOf(Table table, Statement select, Action<Key, Exception> unreadable)
    {
        try
        {
            return table.KeyColumn.Kind is ColumnKind.Number
                ? new Key(table, select.Number())
                : new Key(table, select.Text()!);
        }
        catch (Exception strange) when (UnreadableRows.Means(strange))
        {
            var unknown = new Key(table, UnknownId);
            unreadable(unknown, strange);
            return unknown;
        }
    }

    private static T? Read<T>(Key key, Statement select, Action<Key, Exception> unreadable)
        where T : class
    {
        try
        {
            return (T)key.Table.Read(key, select);
        }
        catch (Exception strange) when (UnreadableRows.Means(strange))
        {
            unreadable(key, strange);
            return null;
        }
    }

    /// <summary>From which number on new ones are handed out.</summary>
    public long NextId()
    {
        using var select = _connection.Prepare("SELECT next FROM id_block");
        return select.Step() ? select.Number() : 0;
    }

    public void Dispose() => _connection.Dispose();
}
