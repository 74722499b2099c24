using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// One statement that commits by itself. Nothing cancels it, and a notice with it is a failure: with synchronous
/// replication, a commit that is given up waiting for answers success and may be lost with its server.
/// </summary>
internal static class DurableWrite
{
    /// <summary>Runs it, and gives the first column of the first row.</summary>
    /// <exception cref="NpgsqlException">It failed, or did not end in time: then it may still happen.</exception>
    public static async Task<object?> WriteDurablyAsync(
        NpgsqlConnection connection, TimeSpan patience, string sql, params long[] numbers)
    {
        var isNoticed = false;
        connection.Notice += Notice;
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var number in numbers)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        }

        var write = command.ExecuteScalarAsync(CancellationToken.None);
        if (!await TimedOutWrites.EndsInTimeAsync(connection, write, patience))
        {
            throw new NpgsqlException("A commit did not end in time: it may still happen.");
        }

        connection.Notice -= Notice;
        await command.DisposeAsync();
        return isNoticed ? throw new NpgsqlException("A notice came with a commit: it may be lost.") : await write;

        void Notice(object sender, NpgsqlNoticeEventArgs notice) => isNoticed = true;
    }
}
