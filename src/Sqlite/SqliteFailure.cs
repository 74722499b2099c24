using Cartwright.Engine.Ports;
using SQLitePCL;

namespace Cartwright.Sqlite;

/// <summary>The meaning of a result of SQLite for the engine.</summary>
internal static class SqliteFailure
{
    // Extended results: a row with this key is there already.
    private const int ConstraintPrimaryKey = raw.SQLITE_CONSTRAINT | (6 << 8);
    private const int ConstraintUnique = raw.SQLITE_CONSTRAINT | (8 << 8);
    private const int ConstraintRowId = raw.SQLITE_CONSTRAINT | (10 << 8);

    // A trigger that was added by hand has rejected the change, and may be removed again.
    private const int ConstraintTrigger = raw.SQLITE_CONSTRAINT | (7 << 8);

    /// <summary>The exception for a result.</summary>
    /// <param name="result">The extended result code.</param>
    /// <param name="detail">SQLite's own message.</param>
    public static Exception FaultOf(int result, string detail)
    {
        var message = $"SQLite error {result}: {detail}";
        switch (Primary(result))
        {
            case raw.SQLITE_FULL:
                return new TransientFault($"There is no space left for the database. {message}");
            case raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN
                or raw.SQLITE_PROTOCOL or raw.SQLITE_NOMEM or raw.SQLITE_INTERRUPT or raw.SQLITE_ABORT:
                return new TransientFault(message);
            case raw.SQLITE_CONSTRAINT when result == ConstraintTrigger:
                return new RowFault(message);
            case raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH:
                return new PoisonFault(message);
            case raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB:
                return new FatalFault(SqliteFaultCodes.Damaged, $"The database is damaged. {message}");
            case raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH:
                return new FatalFault(SqliteFaultCodes.Unusable, $"The database cannot be written. {message}");
            default:
                return new InvalidOperationException(message);
        }
    }

    public static int Primary(int result) => result & 0xFF;

    /// <summary>Whether a row with the same key stood in the way.</summary>
    public static bool IsKeyTaken(int result) =>
        result is ConstraintPrimaryKey or ConstraintUnique or ConstraintRowId;

    /// <summary>
    /// Whether a COMMIT with this result has certainly not happened. A full disk fails before the frame that would
    /// have committed is complete, and busy before anything is written; after any other failure the frame may be
    /// in the file, where a recovery would find it.
    /// </summary>
    public static bool IsCertainNo(int result) => Primary(result) is raw.SQLITE_FULL or raw.SQLITE_BUSY;
}
