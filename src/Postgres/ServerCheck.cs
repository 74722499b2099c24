using System.Security.Authentication;
using System.Security.Cryptography;
using Cartwright.Engine.Ports;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// Rejects a server with settings that give durability away, and a pooler in between. Every physical connection is
/// checked, in the round trip of its barrier: after a failover it is another server.
/// </summary>
internal static class ServerCheck
{
    private const int VersionMin = 15;

    // The value of Patroni's strict mode while no standby is there: then no commit is acknowledged either.
    private const string AnyStandby = "*";

    // The driver has no type of exception for a server that does not speak TLS.
    private const string WithoutTls = "SSL connection requested";
    private const string UnsupportedParameter = "unsupported startup parameter";
    private const string Direct = "there must be no pooler between";

    /// <summary>The settings that a barrier reads besides; they are those of this very connection.</summary>
    public const string Asked =
        "ARRAY[current_setting('fsync'), current_setting('full_page_writes'), "
        + "current_setting('synchronous_commit'), current_setting('synchronous_standby_names'), "
        + "current_setting('server_encoding'), current_setting('client_min_messages'), pg_backend_pid()::text]";

    /// <summary>Checks the answers of a connection's server.</summary>
    /// <exception cref="UnsafeServerException">It must not be used.</exception>
    public static void Require(NpgsqlConnection connection, string[] answers, PostgresOptions options)
    {
        if (connection.PostgreSqlVersion.Major < VersionMin)
        {
            throw Unsafe($"PostgreSQL is {connection.PostgreSqlVersion}, but {VersionMin} or later is needed.");
        }

        if (MistakeIn(answers, $"{connection.ProcessID}", options) is { } mistake)
        {
            throw mistake;
        }
    }

    /// <summary>The mistake in the answers to <see cref="Asked"/>; null where there is none.</summary>
    public static UnsafeServerException? MistakeIn(string[] answers, string process, PostgresOptions options)
    {
        if (answers is not
            [var fsync, var pages, var commit, var standbys, var encoding, var messages, var answering])
        {
            return Unfit("It does not answer as a server does.");
        }

        if (answering != process || messages != "warning")
        {
            return Unfit($"The connection does not lead to the server itself: {Direct}.");
        }

        return encoding != "UTF8"
            ? Unfit($"The database is in {encoding}: make one in UTF8.")
            : NotOn("fsync", fsync)
                ?? NotOn("full_page_writes", pages)
                ?? (commit is "on" or "remote_apply" ? null : Lossy("synchronous_commit", commit))
                ?? (options.RequireSynchronousStandby && standbys.Length == 0
                    ? Lossy("synchronous_standby_names", standbys)
                    : null);
    }

    /// <summary>At the start: waits for a server that has no synchronous standby yet.</summary>
    /// <exception cref="TransientFault">It has none.</exception>
    public static async Task RequireStandbyAsync(
        NpgsqlConnection connection, PostgresOptions options, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SHOW synchronous_standby_names", connection);
        if (options.RequireSynchronousStandby && await command.ExecuteScalarAsync(cancellation) is AnyStandby)
        {
            throw new TransientFault("The server has no synchronous standby yet.");
        }
    }

    /// <summary>
    /// A pooler's rejection of the first round trip of a connection (PgBouncer's, unless it is set to leave it out);
    /// null for every other one. A server rejects an option that it does not know with another code.
    /// </summary>
    public static UnsafeServerException? PoolerIn(PostgresException refused) =>
        refused.SqlState == PostgresErrorCodes.ProtocolViolation
        && refused.MessageText.StartsWith(UnsupportedParameter, StringComparison.Ordinal)
            ? Unfit($"A pooler refuses the options of the connection ({refused.MessageText}): {Direct}.")
            : null;

    /// <summary>
    /// A server that the connection string does not let be believed: by its certificate, or because it has none. Null
    /// for every other failure.
    /// </summary>
    public static UnsafeServerException? UntrustedIn(Exception failure) => failure switch
    {
        AuthenticationException => Untrusted(
            "The certificate of the database server is not accepted: it is for another host than that of the "
            + "connection string, or of an authority that its Root Certificate does not name."),
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or CryptographicException =>
            Untrusted($"A certificate that the connection string names cannot be read: {failure.Message}"),
        NpgsqlException { InnerException: null } when
            failure.Message.StartsWith(WithoutTls, StringComparison.Ordinal) =>
            Untrusted("The database server does not speak TLS, and the connection string asks for it."),
        _ => null,
    };

    private static UnsafeServerException Untrusted(string message) => new(PostgresFaultCodes.UntrustedServer, message);

    private static UnsafeServerException? NotOn(string setting, string value) =>
        value == "on" ? null : Lossy(setting, value);

    private static UnsafeServerException Lossy(string setting, string value) =>
        Unsafe($"The server has {setting}={value}: acknowledged commits could be lost.");

    private static UnsafeServerException Unsafe(string message) => new(PostgresFaultCodes.UnsafeServer, message);

    private static UnsafeServerException Unfit(string message) => new(PostgresFaultCodes.UnfitServer, message);
}
