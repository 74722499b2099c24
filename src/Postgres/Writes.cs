using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>Turns a write set into statements: at most three for each table, whatever the number of rows.</summary>
internal static class Writes
{
    public static void AddTo(NpgsqlBatch batch, WriteSet writes)
    {
        AddGuards(batch, writes);
        foreach (var group in writes.Rows.GroupBy(row => row.Key.Table).OrderBy(group => group.Key.Ordinal))
        {
            // A row that came and went in one batch was never there: version 0 and no state.
            AddInsert(batch, group.Key, [.. group.Where(row => row is { State: not null, Version: 0 })]);
            AddUpdate(batch, group.Key, [.. group.Where(row => row is { State: not null, Version: not 0 })]);
            AddDelete(batch, group.Key, [.. group.Where(row => row is { State: null, Version: not 0 })]);
        }

        if (writes.Outbox.Count > 0)
        {
            AddOutbox(batch, writes.Outbox);
        }

        if (writes.Confirmed.Count > 0)
        {
            Add(batch, PostgresSql.ForgetEnvelopes, new NpgsqlParameter<long[]> { TypedValue = [.. writes.Confirmed] });
        }
    }

    // A row that is not there cannot be locked. An advisory lock stands for it: a transaction that inserts rows shares
    // the lock until the COMMIT; a transaction that has missed a row takes it alone and looks again. While it has the
    // lock, no row is inserted.
    private static void AddGuards(NpgsqlBatch batch, WriteSet writes)
    {
        foreach (var group in writes.Missing.GroupBy(key => key.Table).OrderBy(group => group.Key.Ordinal))
        {
            Add(batch, PostgresSql.LockAbsence(group.Key));
            Add(batch, PostgresSql.RequireMissing(group.Key), RowLoads.ArrayOf(group.Key, group));
        }

        foreach (var table in writes.Rows.Where(row => row.Version == 0 && row.Key.Table.GuardsAbsence)
            .Select(row => row.Key.Table).Distinct())
        {
            Add(batch, PostgresSql.ShareAbsence(table));
        }
    }

    private static void AddInsert(NpgsqlBatch batch, Table table, List<RowWrite> rows)
    {
        if (rows.Count > 0)
        {
            var command = Add(
                batch,
                PostgresSql.InsertRows(table),
                new NpgsqlParameter<long> { TypedValue = rows.Count },
                RowLoads.ArrayOf(table, rows.Select(row => row.Key)));
            AddColumns(command, table, rows);
        }
    }

    private static void AddUpdate(NpgsqlBatch batch, Table table, List<RowWrite> rows)
    {
        if (rows.Count > 0)
        {
            var command = Add(
                batch,
                PostgresSql.UpdateRows(table),
                new NpgsqlParameter<long> { TypedValue = rows.Count },
                RowLoads.ArrayOf(table, rows.Select(row => row.Key)),
                new NpgsqlParameter<long[]> { TypedValue = [.. rows.Select(row => row.Version)] });
            AddColumns(command, table, rows);
        }
    }

    private static void AddColumns(NpgsqlBatchCommand command, Table table, List<RowWrite> rows)
    {
        var arrays = new RowArrays(table, rows.Count);
        rows.ForEach(row => arrays.Add(row.State!));
        foreach (var column in arrays.Columns)
        {
            command.Parameters.Add(column switch
            {
                long[] numbers => new NpgsqlParameter<long[]> { TypedValue = numbers },
                long?[] numbers => new NpgsqlParameter<long?[]> { TypedValue = numbers },
                _ => new NpgsqlParameter<string?[]> { TypedValue = (string?[])column },
            });
        }
    }

    private static void AddDelete(NpgsqlBatch batch, Table table, List<RowWrite> rows)
    {
        if (rows.Count > 0)
        {
            Add(
                batch,
                PostgresSql.DeleteRows(table),
                new NpgsqlParameter<long> { TypedValue = rows.Count },
                RowLoads.ArrayOf(table, rows.Select(row => row.Key)),
                new NpgsqlParameter<long[]> { TypedValue = [.. rows.Select(row => row.Version)] });
        }
    }

    private static void AddOutbox(NpgsqlBatch batch, List<Envelope> envelopes) => Add(
        batch,
        PostgresSql.StoreEnvelopes,
        new NpgsqlParameter<long[]> { TypedValue = [.. envelopes.Select(envelope => envelope.Id)] },
        new NpgsqlParameter<string[]> { TypedValue = [.. envelopes.Select(envelope => envelope.To.Name)] },
        new NpgsqlParameter<long[]> { TypedValue = [.. envelopes.Select(envelope => (long)envelope.Partition)] },
        new NpgsqlParameter<long[]> { TypedValue = [.. envelopes.Select(envelope => envelope.At)] },
        new NpgsqlParameter<byte[][]> { TypedValue = [.. envelopes.Select(envelope => envelope.Bytes.ToArray())] });

    private static NpgsqlBatchCommand Add(
        NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
        return command;
    }
}
