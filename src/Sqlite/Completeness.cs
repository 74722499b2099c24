using Cartwright.Engine.Ports;

namespace Cartwright.Sqlite;

/// <summary>
/// Whether a database has everything that was acknowledged in its directory, by the record beside it. It is looked at
/// before anything is written, so that a wrong set of files stays as it is.
/// </summary>
internal static class Completeness
{
    private const int LogHeaderBytes = 32;

    // A later lane was opened, or this one has come as far.
    private const string ReachedSql =
        """
        SELECT 1 FROM sqlite_sequence WHERE name = 'lanes' AND seq > ?1
        UNION ALL SELECT 1 FROM lanes WHERE lane = ?1 AND committed >= ?2
        """;

    /// <summary>Before SQLite opens the file, which would carry the log into it.</summary>
    /// <exception cref="FatalFault">The file is gone, or the log beside it belongs to another state of it.</exception>
    public static void RequireOwnLog(string path, CommitRecord? record)
    {
        if (record is not { } reached)
        {
            return;
        }

        if (!HasContent(path, bytes: 0))
        {
            // A log alone is refused with a sentence of its own.
            if (!File.Exists(path + "-wal"))
            {
                throw Incomplete(path, "it is missing or empty");
            }

            return;
        }

        if (reached.InFile >= 0
            && HasContent(path + "-wal", LogHeaderBytes)
            && HasReached(() => Connection.OpenWithoutLog(path), reached.Lane, reached.InFile) is false)
        {
            throw new FatalFault(
                SqliteFaultCodes.ForeignLog,
                $"'{path}' is older than the write-ahead log beside it, which belongs to another state of it. "
                    + "Nothing was changed.");
        }
    }

    /// <summary>Once it is known that the file is a database of ours, and before it is changed.</summary>
    /// <exception cref="FatalFault">Commits that were acknowledged are not in it.</exception>
    public static void RequireAll(string path, CommitRecord? record)
    {
        if (record is { } reached
            && HasReached(() => Connection.Open(path, Access.Read), reached.Lane, reached.Committed) is false)
        {
            throw Incomplete(path, "it lacks commits that were acknowledged");
        }
    }

    // Null: it cannot be read. Others look for the reason.
    private static bool? HasReached(Func<Connection> open, long lane, long committed)
    {
        try
        {
            using var connection = open();
            if (connection.Number("SELECT count(*) FROM sqlite_schema WHERE name = 'lanes'") == 0)
            {
                return false;
            }

            using var select = connection.Prepare(ReachedSql);
            select.WriteNumber(lane);
            select.WriteNumber(committed);
            return select.Step();
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or FatalFault)
        {
            return null;
        }
    }

    private static bool HasContent(string path, long bytes) =>
        new FileInfo(path) is { Exists: true } file && file.Length > bytes;

    private static FatalFault Incomplete(string path, string what) => new(
        SqliteFaultCodes.Incomplete,
        $"'{path}' is not the database that this directory had: {what}. Nothing was changed.");
}
