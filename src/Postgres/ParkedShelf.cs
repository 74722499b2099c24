using Cartwright.Engine.Ports;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// Acts on parked messages of one database beside the nodes that serve it, or without them: one short transaction
/// each. A node sees the change at its next sweep.
/// </summary>
public static class ParkedShelf
{
    private const string SetDue = "UPDATE parked SET due = $2, version = version + 1 WHERE parked_id = $1";
    private const string Delete = "DELETE FROM parked WHERE parked_id = $1";

    /// <summary>Lets a message be tried again.</summary>
    /// <returns>Whether there is such a message.</returns>
    /// <exception cref="TransientFault">The server cannot be reached now, or it refuses.</exception>
    public static bool Replay(PostgresOptions options, string id, long now) => Run(options, SetDue, id, now);

    /// <summary>Gives a message up for good.</summary>
    /// <returns>Whether there was such a message.</returns>
    /// <exception cref="TransientFault">The server cannot be reached now, or it refuses.</exception>
    public static bool Drop(PostgresOptions options, string id) => Run(options, Delete, id);

    private static bool Run(PostgresOptions options, string sql, params IReadOnlyList<object> parameters)
    {
        var text = new NpgsqlConnectionStringBuilder(Connections.Of(options)) { Pooling = false }.ConnectionString;
        using var connection = new NpgsqlConnection(text);
        try
        {
            connection.Open();
            using var command = new NpgsqlCommand(sql, connection);
            foreach (var parameter in parameters)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = parameter });
            }

            return command.ExecuteNonQuery() == 1;
        }
        catch (Exception failure) when (Failure.IsOfDatabase(failure))
        {
            throw Failure.Of(failure);
        }
    }
}
