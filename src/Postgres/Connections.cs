using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// The connection string that is really used: the given one with the password of now, and the settings that the
/// guarantees need.
/// </summary>
internal static class Connections
{
    // The longest time for a statement before a COMMIT. It is longer than the wait for a lock, and shorter than any
    // failover, so that a server that was frozen and has a successor cannot answer an earlier request.
    private const int StatementSeconds = 6;
    private const int StatementsMax = 100;
    private const int KeepAliveSeconds = 2;

    // A frozen host accepts a connection and sends nothing: each attempt at it may keep a node from its successor.
    private const int HostSeconds = 2;

    // A node that is frozen between a batch's two round trips, or has lost its machine, must not keep its rows: the
    // server ends a transaction that has received nothing for so long, not even the driver's keepalive, or has a client
    // that answers no keepalive for some ten seconds.
    private const int IdleInTransactionMs = 8_000;
    private const string Abandoned = "-c tcp_keepalives_idle=4 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3";

    // Lanes and readers have bounds of their own; a pool that is smaller than both would be a third.
    private const int PoolMax = 256;

    // The warning that comes with a COMMIT which no standby has confirmed.
    private const string Notices = "-c client_min_messages=warning";

    // Settings that the role or the database may have otherwise. ServerCheck looks at the server's own settings.
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

            // After a statement's time-out its connection is closed at once, without waiting for its cancellation.
            CancellationTimeout = -1,
        };
        var limits = $"-c lock_timeout={options.LockTimeoutMs} -c statement_timeout=0 "
            + $"-c idle_in_transaction_session_timeout={IdleInTransactionMs}";
        builder.Password = options.ReadPassword?.Invoke() ?? builder.Password;
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

    // The defaults for keywords that the given string does not set.
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
