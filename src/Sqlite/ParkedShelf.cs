using Cartwright.Engine;
using Cartwright.Engine.Ports;

namespace Cartwright.Sqlite;

/// <summary>
/// Acts on parked messages beside a server that runs, or without one: one short transaction each. The server sees
/// the change at its next sweep.
/// </summary>
public static class ParkedShelf
{
    private const string SetDue = "UPDATE parked SET due = ?2, version = version + 1 WHERE parked_id = ?1";
    private const string Delete = "DELETE FROM parked WHERE parked_id = ?1";

    /// <summary>Lets a message be tried again.</summary>
    /// <returns>Whether there is such a message.</returns>
    public static bool Replay(string directory, string id, long now) => Run(directory, SetDue, id, now);

    /// <summary>Gives a message up for good.</summary>
    /// <returns>Whether there was such a message.</returns>
    public static bool Drop(string directory, string id) => Run(directory, Delete, id, null);

    private static bool Run(string directory, string sql, string id, long? now)
    {
        using var connection = DatabaseFile.OpenExisting(directory, Access.Write);
        var statement = connection.Prepare(sql).Begin();
        statement.Key(ParkedMessage.Key(id));
        if (now is { } due)
        {
            statement.Number(due);
        }

        return statement.Run() == 1;
    }
}
