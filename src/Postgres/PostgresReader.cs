using System.Data;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// Reads tables of one database as they stood when it was opened, beside the nodes that write them. Each table
/// has a cursor of its own, since a connection streams the rows of one statement only.
/// </summary>
internal sealed class PostgresReader : IDatabaseView
{
    private const int PageRows = 512;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly int _secondsMax;
    private int _cursors;

    private PostgresReader(NpgsqlConnection connection, NpgsqlTransaction transaction, int secondsMax) =>
        (_connection, _transaction, _secondsMax) = (connection, transaction, secondsMax);

    /// <exception cref="TransientFault">The server cannot be reached now.</exception>
    public static PostgresReader Open(PostgresOptions options)
    {
        // A pool would keep the server's process for a connection that is not used again.
        var text = new NpgsqlConnectionStringBuilder(Connections.Of(options)) { Pooling = false }.ConnectionString;
        var connection = new NpgsqlConnection(text);
        try
        {
            connection.Open();
            var reader = new PostgresReader(
                connection, connection.BeginTransaction(IsolationLevel.RepeatableRead), options.ViewSecondsMax);

            // The moment of the transaction is that of its first statement.
            reader.Execute("SET TRANSACTION READ ONLY");
            reader.Execute("SELECT 1");
            return reader;
        }
        catch (Exception failure) when (PostgresFailure.IsOfDatabase(failure))
        {
            connection.Dispose();
            throw PostgresFailure.AtStart(failure);
        }
    }

    // The identity comes first: a database without it may lack everything else too.
    public DatabaseFacts ReadFacts()
    {
        var shop = Execute(ShopTable.Exists) is true && Execute(ShopTable.Select) is string text
            ? ShopId.Parse(text)
            : null;
        return new DatabaseFacts(
            (long)Execute(PostgresSql.Time)! / 1_000,
            (long)Execute(PostgresSql.NextId)!,
            Execute(PostgresSql.OldestEnvelope) as long?,
            shop);
    }

    public IEnumerable<(Key Key, T? State)> ReadAll<T>(
        Table<T> table, Action<Key, Exception> unreadable, Key? after)
        where T : class => after is { } key
        ? ReadRows(PostgresSql.RowsAfter(table), table, unreadable, key.Text is { } text ? text : key.Id)
        : ReadRows(PostgresSql.AllRows(table), table, unreadable);

    public IEnumerable<(Key Key, T? State)> ReadUnfinished<T>(Table<T> table, Action<Key, Exception> unreadable)
        where T : class => ReadRows(PostgresSql.Unfinished(table), table, unreadable);

    public IReadOnlyDictionary<Key, object> FindRows(
        IReadOnlyCollection<Key> keys, Action<Key, Exception> unreadable)
    {
        var found = new Dictionary<Key, object>();
        foreach (var group in keys.GroupBy(key => key.Table))
        {
            using var command = Command(PostgresSql.LoadRows(group.Key));
            command.Parameters.Add(RowLoads.ArrayOf(group.Key, group));
            using var reader = Try(() => command.ExecuteReader());
            var row = new RowReader(reader);
            while (Try(reader.Read))
            {
                row.Begin();
                var key = RowLoads.KeyOf(group.Key, reader);
                if (Read<object>(key, row, unreadable) is { } state)
                {
                    found[key] = state;
                }
            }
        }

        return found;
    }

    private IEnumerable<(Key Key, T? State)> ReadRows<T>(
        string sql, Table<T> table, Action<Key, Exception> unreadable, params object[] parameters)
        where T : class
    {
        var cursor = $"rows_{++_cursors}";
        Execute($"DECLARE {cursor} NO SCROLL CURSOR FOR {sql}", parameters);
        List<(Key, T?)> page;
        do
        {
            page = ReadPage<T>(cursor, table, unreadable);
            foreach (var row in page)
            {
                yield return row;
            }
        }
        while (page.Count == PageRows);

        Execute($"CLOSE {cursor}");
    }

    private List<(Key Key, T? State)> ReadPage<T>(string cursor, Table<T> table, Action<Key, Exception> unreadable)
        where T : class
    {
        using var command = Command($"FETCH {PageRows} FROM {cursor}");
        using var reader = Try(() => command.ExecuteReader());
        var row = new RowReader(reader);
        List<(Key, T?)> page = [];
        while (Try(reader.Read))
        {
            row.Begin();
            var key = RowLoads.KeyOf(table, reader);
            page.Add((key, Read<T>(key, row, unreadable)));
        }

        return page;
    }

    private static T? Read<T>(Key key, RowReader row, Action<Key, Exception> unreadable)
        where T : class
    {
        try
        {
            return (T)key.Table.ReadRow(key, row);
        }
        catch (Exception strange) when (UnreadableRows.Means(strange))
        {
            unreadable(key, strange);
            return null;
        }
    }

    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }

    private object? Execute(string sql, params object[] parameters)
    {
        using var command = Command(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return Try(command.ExecuteScalar);
    }

    private NpgsqlCommand Command(string sql) => new(sql, _connection, _transaction) { CommandTimeout = _secondsMax };

    private static T Try<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception failure) when (PostgresFailure.IsOfDatabase(failure))
        {
            throw PostgresFailure.AtStart(failure);
        }
    }
}
