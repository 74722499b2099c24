using System.Data;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// Reads whole tables of one database as they stood when it was opened, beside the nodes that write them. One table
/// at a time: a connection streams the rows of one statement.
/// </summary>
public sealed class PostgresReader : IDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private PostgresReader(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (_connection, _transaction) = (connection, transaction);

    /// <exception cref="TransientFault">The server cannot be reached now.</exception>
    public static PostgresReader Open(PostgresOptions options)
    {
        // A pool would keep the server's process for a connection that nobody will use again.
        var text = new NpgsqlConnectionStringBuilder(Connections.Of(options)) { Pooling = false }.ConnectionString;
        var connection = new NpgsqlConnection(text);
        try
        {
            connection.Open();
            var reader = new PostgresReader(connection, connection.BeginTransaction(IsolationLevel.RepeatableRead));

            // The moment of the transaction is that of its first statement.
            reader.Execute("SET TRANSACTION READ ONLY");
            reader.Execute("SELECT 1");
            return reader;
        }
        catch (Exception failure) when (Failure.IsOfDatabase(failure))
        {
            connection.Dispose();
            throw Failure.AtStart(failure);
        }
    }

    /// <summary>From which number on new ones are handed out.</summary>
    /// <exception cref="TransientFault">The server cannot be reached any more.</exception>
    public long NextId() => (long)Execute(SqlText.NextId)!;

    /// <summary>The server's clock, which the rows carry, in milliseconds since 1970.</summary>
    /// <exception cref="TransientFault">The server cannot be reached any more.</exception>
    public long Now() => (long)Execute(SqlText.Time)! / 1_000;

    /// <summary>When the oldest envelope that is not yet confirmed was committed; null where there is none.</summary>
    /// <exception cref="TransientFault">The server cannot be reached any more.</exception>
    public long? OldestEnvelope() => Execute(SqlText.OldestEnvelope) as long?;

    /// <summary>The shop that the database belongs to; null where it does not know yet.</summary>
    /// <exception cref="TransientFault">The server cannot be reached any more.</exception>
    public ShopId? ReadShop() =>
        Execute(ShopTable.Exists) is true && Execute(ShopTable.Select) is string text ? ShopId.Parse(text) : null;

    /// <summary>All rows of a table in the order of their keys, read as they are asked for.</summary>
    /// <exception cref="TransientFault">The server cannot be reached any more.</exception>
    /// <exception cref="FatalFault"><c>damaged-database</c>: a row is unreadable.</exception>
    public IEnumerable<(Key Key, T State)> ReadAll<T>(Table<T> table)
        where T : class => ReadAll(table, UnreadableRows.Refuse).Select(row => (row.Key, row.State!));

    /// <summary>The same, and beyond rows that are unreadable: their states are null.</summary>
    /// <exception cref="TransientFault">The server cannot be reached any more.</exception>
    public IEnumerable<(Key Key, T? State)> ReadAll<T>(Table<T> table, Action<Key, Exception> unreadable)
        where T : class
    {
        using var command = Command(SqlText.All(table));
        using var reader = Try(() => command.ExecuteReader());
        var row = new RowReader(reader);
        while (Try(reader.Read))
        {
            row.Begin();
            var key = RowLoads.KeyOf(table, reader);
            yield return (key, Read<T>(key, row, unreadable));
        }
    }

    private static T? Read<T>(Key key, RowReader row, Action<Key, Exception> unreadable)
        where T : class
    {
        try
        {
            return (T)key.Table.Read(key, row);
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

    private object? Execute(string sql)
    {
        using var command = Command(sql);
        return Try(command.ExecuteScalar);
    }

    // A big table takes as long as it takes.
    private NpgsqlCommand Command(string sql) => new(sql, _connection, _transaction) { CommandTimeout = 0 };

    private static T Try<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception failure) when (Failure.IsOfDatabase(failure))
        {
            throw Failure.Of(failure);
        }
    }
}
