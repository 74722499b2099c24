namespace Cartwright.Postgres;

/// <summary>How one service's database is reached.</summary>
public sealed record PostgresOptions
{
    /// <summary>
    /// An Npgsql connection string. Several hosts make a failover cluster: the one that takes writes is used.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>The most connections beside the lanes. Default: 4.</summary>
    public int ReadersMax { get; init; } = 4;

    /// <summary>How long a statement may wait for a lock, in milliseconds; never the COMMIT. Default: 5,000.</summary>
    public int LockTimeoutMs { get; init; } = 5_000;

    /// <summary>How long opening a connection may take, in seconds. Default: 3.</summary>
    public int ConnectSeconds { get; init; } = 3;

    /// <summary>
    /// Whether a server may be lost: then a primary without a synchronous standby is refused at the start.
    /// Default: no.
    /// </summary>
    public bool RequireSynchronousStandby { get; init; }
}
