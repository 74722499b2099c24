using Npgsql;

namespace Cartwright.Postgres;

/// <summary>The connection string that is really used: the given one, and what the promises need.</summary>
internal static class Connections
{
    // What runs before a COMMIT may take so long; longer than a lock is waited for, and less than any failover, so
    // that a server that was frozen and has a successor cannot answer what was asked before.
    private const int StatementSeconds = 6;
    private const int StatementsMax = 100;
    private const int KeepAliveSeconds = 2;

    // A host that is frozen takes a connection and says nothing: each look at it may keep a node from its successor.
    private const int HostSeconds = 2;

    // A node that is frozen between a batch's two round trips, or whose machine is gone, must not keep its rows: the
    // server ends a transaction in which nothing has come for so long, not even the driver's sign of life, or whose
    // client answers no keepalive for some ten seconds.
    private const int IdleInTransactionMs = 8_000;
    private const string Abandoned = "-c tcp_keepalives_idle=4 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3";

    // Lanes and readers have bounds of their own; a pool that is smaller than both would be a third.
    private const int PoolMax = 256;

    // The warning that comes with a COMMIT which no standby has confirmed.
    private const string Notices = "-c client_min_messages=warning";

    // What the role or the database may say otherwise. The server's own settings are looked at by ServerCheck.
    private const string Commits =
        "-c synchronous_commit=on -c default_transaction_read_only=off -c idle_session_timeout=0";

    // Everything goes by key. A plan that was made while a table was small and scans it would be kept while it grows.
    private const string Plans =
        "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

    public static string Of(PostgresOptions options)
    {
        var builder = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            ApplicationName = "cartwright",
            CommandTimeout = StatementSeconds,
            MaxPoolSize = PoolMax,
            MaxAutoPrepare = StatementsMax,
            AutoPrepareMinUsages = 2,
            Multiplexing = false,

            // A connection whose statement took too long is closed at once, without waiting for its cancellation.
            CancellationTimeout = -1,
        };
        var limits = $"-c lock_timeout={options.LockTimeoutMs} -c statement_timeout=0 "
            + $"-c idle_in_transaction_session_timeout={IdleInTransactionMs}";
        builder.Options = $"{builder.Options} {limits} {Abandoned} {Notices} {Commits} {Plans}".Trim();
        foreach (var (keyword, value) in Unsaid(options, builder.Host))
        {
            if (!builder.ShouldSerialize(keyword))
            {
                builder[keyword] = value;
            }
        }

        return builder.ConnectionString;
    }

    // What holds where the given string does not say something else.
    private static IEnumerable<(string Keyword, object Value)> Unsaid(PostgresOptions options, string? host)
    {
        var isCluster = host?.Contains(',', StringComparison.Ordinal) == true;
        yield return ("Timeout", isCluster ? Math.Min(options.ConnectSeconds, HostSeconds) : options.ConnectSeconds);

        // Not ~/.pgpass: a password comes from the settings.
        yield return ("Passfile", "/dev/null");
        yield return ("Internal Command Timeout", options.ConnectSeconds);
        yield return ("Keepalive", KeepAliveSeconds);
        yield return ("Tcp Keepalive", true);
        yield return ("Tcp Keepalive Time", KeepAliveSeconds);
        yield return ("Tcp Keepalive Interval", 1);
        if (isCluster)
        {
            yield return ("Target Session Attributes", "primary");
            yield return ("Host Recheck Seconds", 1);
        }
    }
}
