using Npgsql;

namespace Cartwright.Postgres;

/// <summary>The connection string that is really used: the given one, and what the promises need.</summary>
internal static class Connections
{
    private const int StatementsMax = 100;
    private const int KeepAliveSeconds = 2;
    private const int ReadSeconds = 10;
    private const int PoolMax = 32;

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
            Options = $"-c lock_timeout={options.LockTimeoutMs} -c statement_timeout=0",
            Multiplexing = false,
        };
        if (builder.Host?.Contains(',', StringComparison.Ordinal) == true)
        {
            builder.TargetSessionAttributes = "primary";
            builder.HostRecheckSeconds = 1;
        }

        return builder.ConnectionString;
    }
}
