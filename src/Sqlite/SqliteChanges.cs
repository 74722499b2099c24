using Cartwright.Engine.Housekeeping;
using Cartwright.Kernel;

namespace Cartwright.Sqlite;

/// <summary>
/// An operator's changes beside a server that runs, or without one: one short transaction each. The server sees the
/// change at its next sweep.
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

    /// <summary>Brings the next look at a row forward to now; a row without one has nothing in flight.</summary>
    /// <returns>Whether there is such a row, as 1 or 0.</returns>
    public static int Push(string directory, Key row, long now) =>
        Run(directory, SqliteSql.BringForward(row.Table), [row], now);

    /// <summary>Lets messages be tried again, but for those that are returned.</summary>
    /// <returns>How many of them there are.</returns>
    public static int Replay(string directory, IEnumerable<string> ids, long now) =>
        Run(directory, SetDue, ids.Select(ParkedMessage.KeyOf), now);

    /// <summary>
    /// Orders the return of the stock that a message reports as taken. A reason that is on record is kept.
    /// </summary>
    /// <returns>How many such messages there are.</returns>
    public static int Return(string directory, string id, long now, string reason) =>
        Run(directory, SetReturn, [ParkedMessage.KeyOf(id)], now, reason);

    /// <summary>Gives messages up for good, but for the records of repairs.</summary>
    /// <returns>How many of them there were.</returns>
    public static int Drop(string directory, IEnumerable<string> ids) =>
        Run(directory, Delete, ids.Select(ParkedMessage.KeyOf), null);

    // One transaction for all: a server that waits for the file waits once.
    private static int Run(string directory, string sql, IEnumerable<Key> keys, long? now, string? reason = null)
    {
        using var connection = DatabaseFile.OpenExisting(directory, Access.Write);
        connection.Execute("BEGIN IMMEDIATE");
        using var prepared = connection.Prepare(sql);
        var count = 0;
        foreach (var key in keys)
        {
            var statement = prepared.BeginExecution();
            statement.Key(key);
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
