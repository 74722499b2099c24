using Npgsql;

namespace Cartwright.Postgres;

/// <summary>How one service's database is reached.</summary>
public sealed record PostgresOptions
{
    /// <summary>
    /// An Npgsql connection string. Several hosts make a failover cluster: all are asked at
    /// once, and the primary is used.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>
    /// Reads the password for each new connection; null for the one in the string. Default: null.
    /// </summary>
    public Func<string>? ReadPassword { get; init; }

    /// <summary>
    /// How long a statement may wait for a lock, in milliseconds; never the COMMIT. Longer than the batch of another
    /// lane takes, and than the server needs to find a deadlock (1,000): a message that waits longer is set aside while
    /// the lane goes on. Default: 1,500.
    /// </summary>
    public int LockTimeoutMs { get; init; } = 1_500;

    /// <summary>
    /// How long opening a connection may take, in seconds; two at most for each of several hosts. Default: 3.
    /// </summary>
    public int ConnectSeconds { get; init; } = 3;

    /// <summary>
    /// How long a COMMIT is waited for, in seconds. Then its outcome is unknown, its connection is left alone, and the
    /// outcome is read on another one: a frozen server would hold it for ever. More than <see cref="LockTimeoutMs"/>.
    /// Default: 8.
    /// </summary>
    public int CommitSeconds { get; init; } = 8;

    /// <summary>
    /// How long one statement of an open view may take, in seconds; 0 for as long as a big table takes. Default: 0.
    /// </summary>
    public int ViewSecondsMax { get; init; }

    /// <summary>
    /// Whether a server may be lost: then a primary without a synchronous standby is refused at the start.
    /// Default: no.
    /// </summary>
    public bool RequireSynchronousStandby { get; init; }

    /// <summary>
    /// The hosts of a connection string, without ports. Sockets of this machine are none, and nothing is resolved.
    /// </summary>
    public static IReadOnlyList<string> HostsIn(string connectionString) =>
        [.. HostList.NamesIn(connectionString).Where(host => host[0] is not ('/' or '@'))];

    /// <summary>The user of a connection string; null where it names none.</summary>
    public static string? UserIn(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString).Username is { Length: > 0 } user ? user : null;

    /// <summary>
    /// Those hosts to which a connection is not encrypted, or encrypted without a check of the server's certificate and
    /// name.
    /// </summary>
    public static IReadOnlyList<string> UnverifiedHosts(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString).SslMode == SslMode.VerifyFull
            ? []
            : HostsIn(connectionString);

    internal TimeSpan CommitPatience => TimeSpan.FromSeconds(CommitSeconds);

    /// <summary>
    /// The mistake in a connection string, as the rest of a sentence; null where there is none. It never repeats the
    /// string, which may hold a password.
    /// </summary>
    public static string? MistakeIn(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).Host is null or "" ? "has no Host" : null;
        }
        catch (Exception broken) when (broken is ArgumentException or FormatException or InvalidCastException)
        {
            return "is no connection string such as Host=…;Username=…;Database=… (a key is unknown, "
                + "or a value is not of its kind)";
        }
    }
}
