using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Sqlite;

/// <summary>
/// Reads whole tables as they stood at one moment, beside a server that runs or without one, and never writes. The
/// server's write-ahead log cannot begin anew while a reader is open: close it soon.
/// </summary>
public sealed class SqliteReader : IDisposable
{
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
    public IEnumerable<(Key Key, T State)> ReadAll<T>(Table<T> table)
        where T : class
    {
        // A statement of its own: the same table may be read twice at once.
        using var select = _connection.Prepare(SqlText.All(table));
        while (select.Step())
        {
            var key = table.KeyColumn.Kind is ColumnKind.Number
                ? new Key(table, select.Number())
                : new Key(table, select.Text()!);
            yield return (key, (T)Session.Read(key, select));
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
