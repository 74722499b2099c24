using System.Data;
using System.Net.Sockets;
using System.Text;
using Cartwright.Engine.Ports;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>The meaning of a failure of the database.</summary>
internal static class PostgresFailure
{
    private const string ConnectionIsReadOnly = PostgresErrorCodes.ReadOnlySqlTransaction;
    private const string RowsNotAsLoaded = "CW001";
    private const string LaneNotAsLeft = "CW002";

    // The server's check of a role's rights. A trigger that reports the same code does so for its row.
    private const string RightsCheck = "aclcheck_error";

    /// <summary>
    /// Whether an exception comes from the database or the way to it. The driver throws <c>InvalidOperation</c> where
    /// an idle connection broke; with an open connection, that is a bug of ours.
    /// </summary>
    public static bool IsOfDatabase(Exception exception, NpgsqlConnection? connection = null) => exception switch
    {
        NpgsqlOperationInProgressException => false,
        NpgsqlException or SocketException or TimeoutException or IOException or ObjectDisposedException => true,
        EncoderFallbackException => true,
        _ when IsOfDriver(exception) => true,
        InvalidOperationException => connection is { State: not ConnectionState.Open },
        _ => false,
    };

    /// <summary>Whether the driver has lost track of its connection, for which it has no type of exception.</summary>
    public static bool IsOfDriver(Exception exception) =>
        exception.GetType() == typeof(Exception) && exception.Source == nameof(Npgsql);

    /// <summary>Whether the server itself has rejected the statement, and will go on: nothing was committed.</summary>
    public static bool IsCertainNo(Exception exception) =>
        exception is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>Whether the host has become a standby: the pool must look for the new primary.</summary>
    public static bool IsDemotion(Exception exception) =>
        exception is PostgresException { SqlState: ConnectionIsReadOnly };

    /// <summary>Whether a batch was refused because the lane's row is another one than it left.</summary>
    public static bool IsLaneNotAsLeft(Exception exception) =>
        exception is PostgresException { SqlState: LaneNotAsLeft };

    /// <summary>Whether a lock was waited for in vain.</summary>
    public static bool IsLockTimeout(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    /// <summary>
    /// Whether the connection can be used after the server's rejection. One statement of several that the driver
    /// prepares by itself was rejected: unless that is an everyday matter, the driver's list of prepared statements may
    /// be wrong.
    /// </summary>
    public static bool KeepsConnection(Exception exception) => IsCertainNo(exception)
        && exception is PostgresException
        {
            SqlState: PostgresErrorCodes.LockNotAvailable or RowsNotAsLoaded
                or [ '2', '2' or '3', .. ] or [ '4', '0', .. ]
        };

    /// <summary>
    /// The fault for a failed statement of a lane: a rejection that has no cause common to all statements is taken for
    /// one that lies in a row.
    /// </summary>
    public static Exception OfLane(Exception exception) => FaultOf(exception) is var fault
        && fault is TransientFault { IsConflict: false }
        && exception is PostgresException { InvariantSeverity: "ERROR" } refused
        && !IsOfServer(refused)
            ? new RowFault(fault.Message, exception)
            : fault;

    // Failures that may meet every statement alike, and that pass by themselves: they do not blame a row. Resources,
    // the operator's intervention (but for a single cancelled statement), and errors of the system.
    private static bool IsOfServer(PostgresException refused) =>
        (refused.SqlState[..2] is "08" or "25" or "26" or "28" or "3D" or "53" or "57" or "58" or "F0" or "CW"
            && refused.SqlState != PostgresErrorCodes.QueryCanceled)
        || (IsDenied(refused) && refused.Routine == RightsCheck);

    private static bool IsDenied(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege };

    /// <summary>The fault for a failure of which it is certain that nothing was committed.</summary>
    public static Exception FaultOf(Exception exception) => exception switch
    {
        _ when UnsafeServerException.In(exception) is { } refused => new TransientFault(refused.Message, exception),
        PostgresException
        {
            SqlState: RowsNotAsLoaded or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.SerializationFailure
        } conflict =>
            new TransientFault("Another transaction has changed the rows meanwhile.", conflict) { IsConflict = true },
        PostgresException { SqlState: [ '2', '2' or '3', .. ] } refused =>
            new PoisonFault($"The database refuses the rows: {refused.MessageText}", refused),
        EncoderFallbackException refused => new PoisonFault($"A text is not Unicode: {refused.Message}", refused),
        PostgresException { SqlState: "42P01" or "42703" or "42883" } foreign =>
            new FatalFault("other-schema", $"The tables are not as expected: {foreign.MessageText}", foreign),
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } broken =>
            new FatalFault("damaged-database", $"The database is damaged: {broken.MessageText}", broken),
        PostgresException refused =>
            new TransientFault($"The database refuses: {refused.MessageText} ({refused.SqlState})", refused),
        _ => new TransientFault($"The database does not answer: {exception.Message}", exception),
    };

    /// <summary>
    /// The fault for a failure of a verb or of a start: a server that must not be used ends it, while a running node
    /// waits for another one.
    /// </summary>
    public static Exception AtStart(Exception exception) =>
        UnsafeServerException.In(exception) is { } refused
            ? new FatalFault(refused.Code, refused.Message, exception)
        : IsDenied(exception)
            ? new FatalFault(
                PostgresFaultCodes.UnfitRole,
                $"The role may not do that: {((PostgresException)exception).MessageText}.",
                exception)
        : FaultOf(exception);

    /// <summary>Another process has written to the lane's row, although the lane belongs to this one alone.</summary>
    public static FatalFault LaneLost(Exception? exception) =>
        new("lane-lost", "The lane's row is not as this process left it.", exception);
}
