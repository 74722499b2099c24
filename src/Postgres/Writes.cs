using Cartwright.Domain.Storage;
using Cartwright.Engine.Ports;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>Turns a write set into statements: at most two for each table, whatever the number of rows.</summary>
internal static class Writes
{
    public static void AddTo(NpgsqlBatch batch, WriteSet writes)
    {
        foreach (var group in writes.Rows.GroupBy(row => row.Key.Table).OrderBy(group => group.Key.Ordinal))
        {
            AddUpsert(batch, group.Key, [.. group.Where(row => row.State is not null)]);
            AddDelete(batch, group.Key, [.. group.Where(row => row.State is null)]);
        }

        if (writes.Outbox.Count > 0)
        {
            AddOutbox(batch, writes.Outbox);
        }

        if (writes.Confirmed.Count > 0)
        {
            Add(batch, SqlText.ForgetEnvelopes, new NpgsqlParameter<long[]> { TypedValue = [.. writes.Confirmed] });
        }
    }

    private static void AddUpsert(NpgsqlBatch batch, Table table, List<RowWrite> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var arrays = new RowArrays(table, rows.Count);
        rows.ForEach(row => arrays.Add(row.State!));
        var command = Add(
            batch,
            SqlText.Upsert(table),
            new NpgsqlParameter<long> { TypedValue = rows.Count },
            RowLoads.ArrayOf(table, rows.Select(row => row.Key)),
            new NpgsqlParameter<long[]> { TypedValue = [.. rows.Select(row => row.Version + 1)] });
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
                SqlText.Delete(table),
                new NpgsqlParameter<long> { TypedValue = rows.Count },
                RowLoads.ArrayOf(table, rows.Select(row => row.Key)),
                new NpgsqlParameter<long[]> { TypedValue = [.. rows.Select(row => row.Version)] });
        }
    }

    private static void AddOutbox(NpgsqlBatch batch, List<Envelope> envelopes) => Add(
        batch,
        SqlText.StoreEnvelopes,
        new NpgsqlParameter<long[]> { TypedValue = [.. envelopes.Select(envelope => envelope.Id)] },
        new NpgsqlParameter<string[]> { TypedValue = [.. envelopes.Select(envelope => EnumText.Of(envelope.To))] },
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
