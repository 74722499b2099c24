using Npgsql;

namespace Cartwright.Postgres;

/// <summary>The connection string that is really used: the given one, and what the promises need.</summary>
internal static class Connections
{
    private const int StatementsMax = 100;
    private const int KeepAliveSeconds = 2;
    private const int ReadSeconds = 10;

    // Lanes and readers have bounds of their own; a pool that is smaller than both would be a third.
    private const int PoolMax = 256;

    // Everything goes by key. A plan that was made while a table was small and scans it would be kept while it grows.
    private const string Plans =
        "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

    /// <summary>Connections that each begin with a commit of their own; see <see cref="Barrier"/>.</summary>
    public static NpgsqlDataSource Open(PostgresOptions options) => new NpgsqlDataSourceBuilder(Of(options))
        .UsePhysicalConnectionInitializer(
            _ => throw new NotSupportedException("Connections are opened asynchronously."), Barrier.WriteAsync)
        .Build();

    public static string Of(PostgresOptions options)
    {
        var builder = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            ApplicationName = "cartwright",
            Timeout = options.ConnectSeconds,
            CommandTimeout = ReadSeconds,
            MaxPoolSize = PoolMax,
            MaxAutoPrepare = StatementsMax,
            AutoPrepareMinUsages = 2,
            KeepAlive = KeepAliveSeconds,
            TcpKeepAlive = true,
            TcpKeepAliveTime = KeepAliveSeconds,
            TcpKeepAliveInterval = 1,
            Multiplexing = false,
        };
        var limits = $"-c lock_timeout={options.LockTimeoutMs} -c statement_timeout=0";
        builder.Options = $"{builder.Options} {limits} {Plans}".Trim();
        if (builder.Host?.Contains(',', StringComparison.Ordinal) == true)
        {
            builder.TargetSessionAttributes = "primary";
            builder.HostRecheckSeconds = 1;
        }

        return builder.ConnectionString;
    }
}
