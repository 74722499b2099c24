using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Sqlite;

/// <summary>
/// Reads whole tables as they stood at one moment, beside a server that runs or without one, and never writes. The
/// server's write-ahead log cannot be restarted while a reader is open: close it soon.
/// </summary>
internal sealed class SqliteReader : IDatabaseView
{
    // Of a row with a key that is no text.
    private const long UnknownId = -1;
    private const string NextId = "SELECT next FROM id_block";
    private const string OldestEnvelope = "SELECT min(at) FROM outbox";

    private readonly Connection _connection;
    private readonly TimeProvider _clock;

    private SqliteReader(Connection connection, TimeProvider clock) => (_connection, _clock) = (connection, clock);

    /// <exception cref="FatalFault">
    /// <c>data-missing</c>: there is no database. <c>not-a-database</c>, <c>other-format</c>,
    /// <c>damaged-database</c>: it cannot be read by this program.
    /// </exception>
    public static SqliteReader Open(string directory, TimeProvider clock) =>
        ReadFrom(DatabaseFile.OpenExisting(directory, Access.Read), clock);

    /// <summary>Begins to read on a connection, which is the reader's from now on.</summary>
    public static SqliteReader ReadFrom(Connection connection, TimeProvider clock)
    {
        try
        {
            connection.BeginSnapshot();
            return new SqliteReader(connection, clock);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public IEnumerable<(Key Key, T? State)> ReadAll<T>(
        Table<T> table, Action<Key, Exception> unreadable, Key? after)
        where T : class =>
        ReadRows(after is null ? SqliteSql.AllRows(table) : SqliteSql.RowsAfter(table), table, unreadable, after);

    public IEnumerable<(Key Key, T? State)> ReadUnfinished<T>(Table<T> table, Action<Key, Exception> unreadable)
        where T : class => ReadRows(SqliteSql.Unfinished(table), table, unreadable, after: null);

    public IReadOnlyDictionary<Key, object> FindRows(
        IReadOnlyCollection<Key> keys, Action<Key, Exception> unreadable)
    {
        var found = new Dictionary<Key, object>();
        foreach (var group in keys.GroupBy(key => key.Table))
        {
            using var prepared = _connection.Prepare(SqliteSql.One(group.Key));
            foreach (var key in group)
            {
                var select = prepared.BeginExecution();
                select.Key(key);
                if (!select.Step())
                {
                    continue;
                }

                _ = KeyOf(key.Table, select, unreadable);
                if (Read<object>(key, select, unreadable) is { } state)
                {
                    found[key] = state;
                }
            }
        }

        return found;
    }

    private IEnumerable<(Key Key, T? State)> ReadRows<T>(
        string sql, Table<T> table, Action<Key, Exception> unreadable, Key? after)
        where T : class
    {
        // A statement of its own: the same table may be read twice at once.
        using var select = _connection.Prepare(sql);
        if (after is { } key)
        {
            select.Key(key);
        }

        while (select.Step())
        {
            var found = KeyOf(table, select, unreadable);
            yield return (found, found.Id == UnknownId ? null : Read<T>(found, select, unreadable));
        }
    }

    private static Key KeyOf(Table table, Statement select, Action<Key, Exception> unreadable)
    {
        try
        {
            return table.KeyColumn.Kind is ColumnKind.Number
                ? new Key(table, select.ReadNumber())
                : new Key(table, select.ReadText()!);
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
            return (T)key.Table.ReadRow(key, select);
        }
        catch (Exception strange) when (UnreadableRows.Means(strange))
        {
            unreadable(key, strange);
            return null;
        }
    }

    // A file that is a whole shop has no identity: no other database has to match it.
    public DatabaseFacts ReadFacts() => new(
        _clock.GetUtcNow().ToUnixTimeMilliseconds(),
        Read(NextId) ?? 0,
        Read(OldestEnvelope),
        Shop: null);

    private long? Read(string sql)
    {
        using var select = _connection.Prepare(sql);
        return select.Step() ? select.ReadNumberOrNull() : null;
    }

    public void Dispose() => _connection.Dispose();
}
