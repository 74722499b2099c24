using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using SQLitePCL;

namespace Cartwright.Sqlite;

/// <summary>One connection with the statements that it has prepared, each once.</summary>
internal sealed class Session(Connection connection) : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = [];

    // By the tables' ordinals: which statement a row needs is looked up for every row.
    private RowStatements?[] _rows = new RowStatements?[8];

    public Connection Connection => connection;

    /// <summary>
    /// Prepares the tables' statements at once: a table that does not fit its descriptor shows at start.
    /// </summary>
    public void RequireTables(IReadOnlyList<Table> tables)
    {
        foreach (var table in tables)
        {
            RowsOf(table);
        }
    }

    /// <exception cref="RowFault">Some rows are unreadable; the sink has all others.</exception>
    public void Load(IReadOnlyList<Key> keys, IRowSink sink)
    {
        UnreadableRows? unreadable = null;
        for (var i = 0; i < keys.Count; i++)
        {
            var key = keys[i];
            var load = RowsOf(key.Table).Load;
            load.BeginExecution().Key(key);
            if (load.Step())
            {
                var version = load.ReadNumber();
                try
                {
                    sink.Found(key, key.Table.ReadRow(key, load), version);
                }
                catch (Exception strange) when (UnreadableRows.Means(strange))
                {
                    (unreadable ??= new UnreadableRows()).Add(key, strange);
                }

                load.BeginExecution();
            }
        }

        unreadable?.Throw();
    }

    /// <exception cref="RowFault">Some rows are unreadable; the sink has all others.</exception>
    public void ReadPage(RowPage page, IRowSink sink)
    {
        var select = Prepared(SqliteSql.PageRows(page.Table)).BeginExecution();
        select.WriteNumber(page.Number);
        select.WriteNumber(page.After);
        select.WriteNumber(page.Limit);
        UnreadableRows? unreadable = null;
        while (select.Step())
        {
            var key = new Key(page.Table, select.ReadNumber());
            var version = select.ReadNumber();
            try
            {
                sink.Found(key, page.Table.ReadRow(key, select), version);
            }
            catch (Exception strange) when (UnreadableRows.Means(strange))
            {
                (unreadable ??= new UnreadableRows()).Add(key, strange);
            }
        }

        unreadable?.Throw();
    }

    public void Write(in RowWrite write)
    {
        var rows = RowsOf(write.Key.Table);
        switch (write)
        {
            case { State: null, Version: 0 }:
                break;
            case { State: null }:
                Bind(rows.Delete, write);
                RunOnSameVersion(rows.Delete, write);
                break;
            case { Version: 0 }:
                Bind(rows.Insert, write);
                RunInsert(rows.Insert, write);
                break;
            default:
                Bind(rows.Update, write);
                RunOnSameVersion(rows.Update, write);
                break;
        }
    }

    public List<Key> FindDue(Table table, long now, int limit)
    {
        var select = Prepared(SqliteSql.DueKeys(table)).BeginExecution();
        select.WriteNumber(now);
        select.WriteNumber(limit);
        select.WriteNumber(table.DueAheadOf(now));
        var keys = new List<Key>();
        while (select.Step())
        {
            keys.Add(table.KeyColumn.Kind is ColumnKind.Number
                ? new Key(table, select.ReadNumber())
                : new Key(table, select.ReadText()!));
        }

        return keys;
    }

    public int Count(Table table, int limit)
    {
        var select = Prepared(SqliteSql.CountRows(table)).BeginExecution();
        select.WriteNumber(limit);
        var count = select.Step() ? (int)select.ReadNumber() : 0;
        select.BeginExecution();
        return count;
    }

    /// <summary>
    /// Ends a transaction that has only read. A statement that was left in the middle of its rows would keep the
    /// snapshot of that transaction: the next reads on this connection would not see later commits.
    /// </summary>
    /// <exception cref="InvalidOperationException">A statement was left in the middle of its rows: a bug.</exception>
    public void EndRead()
    {
        Prepared("COMMIT").BeginExecution().ExecuteOnce();
        if (connection.HasOpenRows)
        {
            throw new InvalidOperationException("A read has left its statement in the middle of its rows.");
        }
    }

    /// <summary>The statement with this text, prepared the first time it is asked for.</summary>
    public Statement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements.Add(sql, statement = connection.Prepare(sql));
        }

        return statement;
    }

    public void Dispose() => connection.Dispose();

    /// <summary>The row's state, for a reader of whole tables: with an unreadable row they add up to nothing.</summary>
    public static object Read(Key key, Statement statement)
    {
        try
        {
            return key.Table.ReadRow(key, statement);
        }
        catch (Exception strange) when (UnreadableRows.Means(strange))
        {
            throw new FatalFault(
                SqliteFaultCodes.Damaged, $"Row {key} cannot be understood: {strange.Message}", strange);
        }
    }

    private static void Bind(Statement statement, in RowWrite write)
    {
        statement.BeginExecution().Key(write.Key);
        statement.WriteNumber(write.Version);
        if (write.State is not null)
        {
            write.Key.Table.WriteRow(write.State, statement);
        }
    }

    private static void RunOnSameVersion(Statement statement, in RowWrite write)
    {
        if (statement.ExecuteOnce() != 1)
        {
            throw new TransientFault($"Row {write.Key} no longer has version {write.Version}.") { IsConflict = true };
        }
    }

    private void RunInsert(Statement insert, in RowWrite write)
    {
        var result = insert.TryRun();
        if (SqliteFailure.IsKeyTaken(result))
        {
            throw new TransientFault($"Row {write.Key} is there already.") { IsConflict = true };
        }

        if (result != raw.SQLITE_OK)
        {
            throw connection.Fault(result);
        }
    }

    private RowStatements RowsOf(Table table)
    {
        if (table.Ordinal >= _rows.Length)
        {
            Array.Resize(ref _rows, table.Ordinal + 1);
        }

        return _rows[table.Ordinal] ??= new RowStatements(connection, table);
    }
}
