using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// An operator's changes of one database beside the nodes that serve it, or without them: one short transaction each. A
/// node sees the change at its next sweep.
/// </summary>
internal static class PostgresChanges
{
    // Nodes look by the clock of their database, which the caller's may be ahead of.
    private const string Now = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private const string SetDue =
        $"UPDATE parked SET due = {Now}, version = version + 1 WHERE parked_id = ANY($1) AND return_reason IS NULL";

    // A repair that is asked for again keeps the reason and the name on record.
    private const string SetReturn =
        $"UPDATE parked SET due = {Now}, return_reason = COALESCE(return_reason, $2), version = version + 1 "
        + "WHERE parked_id = ANY($1)";

    private const string Delete = "DELETE FROM parked WHERE parked_id = ANY($1) AND return_reason IS NULL";

    /// <summary>Brings the next look at a row forward to now; a row without one has nothing in flight.</summary>
    /// <returns>Whether there is such a row, as 1 or 0.</returns>
    /// <exception cref="TransientFault">The server cannot be reached now, or it refuses.</exception>
    public static Task<int> PushAsync(PostgresOptions options, Key row, CancellationToken cancellation) => RunAsync(
        options,
        $"UPDATE {row.Table.Name} SET due = LEAST(due, {Now}), version = version + 1 "
            + $"WHERE {row.Table.KeyColumn.Name} = $1 AND due IS NOT NULL",
        [row.Text ?? (object)row.Id],
        cancellation);

    /// <summary>Lets messages be tried again, but for those that are returned.</summary>
    /// <returns>How many of them there are.</returns>
    /// <exception cref="TransientFault">The server cannot be reached now, or it refuses.</exception>
    public static Task<int> ReplayAsync(
        PostgresOptions options, IEnumerable<string> ids, CancellationToken cancellation) =>
        RunAsync(options, SetDue, [ids.ToArray()], cancellation);

    /// <summary>
    /// Orders the return of the stock that a message reports as taken. A reason that is on record is kept.
    /// </summary>
    /// <returns>How many such messages there are.</returns>
    /// <exception cref="TransientFault">The server cannot be reached now, or it refuses.</exception>
    public static Task<int> ReturnAsync(
        PostgresOptions options, string id, string reason, CancellationToken cancellation) =>
        RunAsync(options, SetReturn, [new[] { id }, reason], cancellation);

    /// <summary>Gives messages up for good, but for the records of repairs.</summary>
    /// <returns>How many of them there were.</returns>
    /// <exception cref="TransientFault">The server cannot be reached now, or it refuses.</exception>
    public static Task<int> DropAsync(
        PostgresOptions options, IEnumerable<string> ids, CancellationToken cancellation) =>
        RunAsync(options, Delete, [ids.ToArray()], cancellation);

    private static async Task<int> RunAsync(
        PostgresOptions options, string sql, IReadOnlyList<object> parameters, CancellationToken cancellation)
    {
        var text = new NpgsqlConnectionStringBuilder(Connections.Of(options)) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(text);
        try
        {
            await connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var parameter in parameters)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = parameter });
            }

            return await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (Exception failure) when (PostgresFailure.IsOfDatabase(failure))
        {
            throw PostgresFailure.AtStart(failure);
        }
    }
}
