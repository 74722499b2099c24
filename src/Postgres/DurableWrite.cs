using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// One statement that commits by itself. It has neither token nor time limit, and a notice with it is a failure: with
/// synchronous replication, a commit that is given up waiting for answers success and may be lost with its server.
/// </summary>
internal static class DurableWrite
{
    /// <summary>Runs it, and gives the first column of the first row.</summary>
    public static async Task<object?> RunAsync(NpgsqlConnection connection, string sql, params long[] numbers)
    {
        var isNoticed = false;
        connection.Notice += Notice;
        try
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            foreach (var number in numbers)
            {
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
            }

            var result = await command.ExecuteScalarAsync(CancellationToken.None);
            return isNoticed ? throw new NpgsqlException("A notice came with a commit: it may be lost.") : result;
        }
        finally
        {
            connection.Notice -= Notice;
        }

        void Notice(object sender, NpgsqlNoticeEventArgs notice) => isNoticed = true;
    }
}
