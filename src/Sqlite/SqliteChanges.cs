using Cartwright.Engine;
using Cartwright.Engine.Housekeeping;

namespace Cartwright.Sqlite;

/// <summary>
/// Acts on parked messages beside a server that runs, or without one: one short transaction. The server sees
/// the change at its next sweep.
/// </summary>
internal static class SqliteChanges
{
    private const string SetDue =
        "UPDATE parked SET due = ?2, version = version + 1 WHERE parked_id = ?1 AND return_reason IS NULL";

    // A repair that is asked for again keeps the reason and the name on record.
    private const string SetReturn =
        "UPDATE parked SET due = ?2, return_reason = COALESCE(return_reason, ?3), version = version + 1 "
        + "WHERE parked_id = ?1";

    private const string Delete = "DELETE FROM parked WHERE parked_id = ?1 AND return_reason IS NULL";

    /// <summary>Lets messages be tried again, but for those that are returned.</summary>
    /// <returns>How many of them there are.</returns>
    public static int Replay(string directory, IEnumerable<string> ids, long now) => Run(directory, SetDue, ids, now);

    /// <summary>
    /// Orders the return of the stock that a message reports as taken. A reason that is on record is kept.
    /// </summary>
    /// <returns>How many such messages there are.</returns>
    public static int Return(string directory, string id, long now, string reason) =>
        Run(directory, SetReturn, [id], now, reason);

    /// <summary>Gives messages up for good, but for the records of repairs.</summary>
    /// <returns>How many of them there were.</returns>
    public static int Drop(string directory, IEnumerable<string> ids) => Run(directory, Delete, ids, null);

    // One transaction for all: a server that waits for the file waits once.
    private static int Run(string directory, string sql, IEnumerable<string> ids, long? now, string? reason = null)
    {
        using var connection = DatabaseFile.OpenExisting(directory, Access.Write);
        connection.Execute("BEGIN IMMEDIATE");
        using var prepared = connection.Prepare(sql);
        var count = 0;
        foreach (var id in ids)
        {
            var statement = prepared.BeginExecution();
            statement.Key(ParkedMessage.KeyOf(id));
            if (now is { } due)
            {
                statement.WriteNumber(due);
            }

            if (reason is not null)
            {
                statement.WriteText(reason);
            }

            count += statement.ExecuteOnce();
        }

        connection.Execute("COMMIT");
        return count;
    }
}
