using System.Data;
using System.Net.Sockets;
using System.Text;
using Cartwright.Engine.Ports;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>What a failure of the database means.</summary>
internal static class Failure
{
    private const string ConnectionIsReadOnly = PostgresErrorCodes.ReadOnlySqlTransaction;
    private const string RowsNotAsLoaded = "CW001";
    private const string LaneNotAsLeft = "CW002";

    /// <summary>
    /// Whether an exception comes from the database or the way to it. The driver says <c>InvalidOperation</c> where a
    /// connection broke while nobody used it; with an open connection, that is a bug of ours.
    /// </summary>
    public static bool IsOfDatabase(Exception exception, NpgsqlConnection? connection = null) => exception switch
    {
        NpgsqlOperationInProgressException => false,
        NpgsqlException or SocketException or TimeoutException or IOException or ObjectDisposedException => true,
        EncoderFallbackException => true,
        InvalidOperationException => connection is { State: not ConnectionState.Open },
        _ => false,
    };

    /// <summary>Whether the server itself has said no, and will go on: nothing was committed.</summary>
    public static bool IsCertainNo(Exception exception) =>
        exception is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>Whether the host has become a standby: the pool must look for the new primary.</summary>
    public static bool IsDemotion(Exception exception) =>
        exception is PostgresException { SqlState: ConnectionIsReadOnly };

    /// <summary>Whether a batch was refused because the lane's row is another one than it left.</summary>
    public static bool IsLaneNotAsLeft(Exception exception) =>
        exception is PostgresException { SqlState: LaneNotAsLeft };

    /// <summary>The fault for a failure of which it is certain that nothing was committed.</summary>
    public static Exception Of(Exception exception) => exception switch
    {
        PostgresException
        {
            SqlState: RowsNotAsLoaded or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.SerializationFailure
        } conflict =>
            new TransientFault("Somebody else has changed the rows meanwhile.", conflict) { IsConflict = true },
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

    /// <summary>Somebody else has written to the lane's row, which nobody else may know.</summary>
    public static FatalFault LaneLost(Exception? exception) =>
        new("lane-lost", "The lane's row is not as this process left it.", exception);
}
