using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>Loads rows of several tables in one round trip.</summary>
internal static class RowLoads
{
    /// <summary>Adds the loads to a batch, runs it, and gives the rows to the sink.</summary>
    /// <exception cref="RowFault">Some rows are unreadable; the sink has all others.</exception>
    public static async ValueTask LoadRowsAsync(
        NpgsqlBatch batch, IReadOnlyList<Key> keys, bool isLocking, IRowSink sink, CancellationToken cancellation)
    {
        var groups = keys.GroupBy(key => key.Table).OrderBy(group => group.Key.Ordinal).ToList();
        foreach (var group in groups)
        {
            var sql = isLocking ? PostgresSql.LoadLocked(group.Key) : PostgresSql.LoadRows(group.Key);
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(ArrayOf(group.Key, group));
            batch.BatchCommands.Add(command);
        }

        if (batch.BatchCommands.Count == 0)
        {
            return;
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var row = new RowReader(reader);
        UnreadableRows? unreadable = null;
        foreach (var group in groups)
        {
            unreadable = await GiveRowsAsync(reader, row, group.Key, sink, unreadable, cancellation);
            await reader.NextResultAsync(cancellation);
        }

        unreadable?.Throw();
    }

    /// <summary>Reads a page of a list, and gives its rows to the sink.</summary>
    /// <exception cref="RowFault">Some rows are unreadable; the sink has all others.</exception>
    public static async ValueTask ReadPageAsync(
        NpgsqlBatch batch, RowPage page, IRowSink sink, CancellationToken cancellation)
    {
        var select = new NpgsqlBatchCommand(PostgresSql.PageRows(page.Table));
        foreach (var number in (ReadOnlySpan<long>)[page.Number, page.After, page.Limit])
        {
            select.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN READ ONLY"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(PostgresSql.ReadInOrder));
        batch.BatchCommands.Add(select);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var row = new RowReader(reader);
        var unreadable = await GiveRowsAsync(reader, row, page.Table, sink, unreadable: null, cancellation);
        await reader.NextResultAsync(cancellation);
        unreadable?.Throw();
    }

    /// <summary>
    /// The rows among these that another transaction keeps locked now. It does not wait, and ends its own locks.
    /// </summary>
    public static async Task<List<Key>> FindLockedAsync(
        NpgsqlConnection connection, IReadOnlyList<Key> keys, CancellationToken cancellation)
    {
        var groups = keys.GroupBy(key => key.Table).OrderBy(group => group.Key.Ordinal).ToList();
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL READ COMMITTED"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(PostgresSql.WaitBriefly));
        foreach (var group in groups)
        {
            foreach (var sql in new[] { PostgresSql.KeysThere(group.Key), PostgresSql.KeysUnlocked(group.Key) })
            {
                var command = new NpgsqlBatchCommand(sql);
                command.Parameters.Add(ArrayOf(group.Key, group));
                batch.BatchCommands.Add(command);
            }
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("ROLLBACK"));
        HashSet<Key> locked = [];
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        foreach (var group in groups)
        {
            while (await reader.ReadAsync(cancellation))
            {
                locked.Add(KeyOf(group.Key, reader));
            }

            await reader.NextResultAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                locked.Remove(KeyOf(group.Key, reader));
            }

            await reader.NextResultAsync(cancellation);
        }

        return [.. locked.Order()];
    }

    // Each row is the key, the version, then the columns. Returns the unreadable rows, with those found before.
    private static async ValueTask<UnreadableRows?> GiveRowsAsync(
        NpgsqlDataReader reader,
        RowReader row,
        Table table,
        IRowSink sink,
        UnreadableRows? unreadable,
        CancellationToken cancellation)
    {
        while (await reader.ReadAsync(cancellation))
        {
            row.Begin();
            var key = KeyOf(table, reader);
            try
            {
                sink.Found(key, table.ReadRow(key, row), reader.GetInt64(1));
            }
            catch (Exception strange) when (UnreadableRows.Means(strange))
            {
                (unreadable ??= new UnreadableRows()).Add(key, strange);
            }
        }

        return unreadable;
    }

    /// <summary>The keys as one parameter.</summary>
    public static NpgsqlParameter ArrayOf(Table table, IEnumerable<Key> keys) =>
        table.KeyColumn.Kind == ColumnKind.Number
            ? new NpgsqlParameter<long[]> { TypedValue = [.. keys.Select(key => key.Id)] }
            : new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Text!)] };

    /// <summary>The key in the reader's first column.</summary>
    public static Key KeyOf(Table table, NpgsqlDataReader reader) => table.KeyColumn.Kind == ColumnKind.Number
        ? new Key(table, reader.GetInt64(0))
        : new Key(table, reader.GetString(0));
}
