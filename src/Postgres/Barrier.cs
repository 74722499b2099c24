using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// A commit that waits for a standby. After a crash or a failover a server may show changes that no standby has yet;
/// such a commit settles everything before it. Every new connection begins with one, and so does the first read after a
/// doubt.
/// </summary>
internal sealed class Barrier
{
    // A server reports it at the start of each connection, and when it changes.
    private const string IsStandby = "in_hot_standby";

    private long _doubts;
    private long _settled;
    private string _server = "";

    /// <summary>A connection was lost, or a commit may not be replicated.</summary>
    public void Doubt() => Interlocked.Increment(ref _doubts);

    /// <summary>Settles a doubt, if there is one, or if this is another server than the last one.</summary>
    /// <exception cref="NpgsqlException">The server is a standby now, or does not answer.</exception>
    public async ValueTask PassAsync(NpgsqlConnection connection, TimeSpan patience)
    {
        if (IsOnStandby(connection))
        {
            throw new NpgsqlException("The server has become a standby.");
        }

        var server = $"{connection.Host}:{connection.Port}";
        if (Interlocked.Exchange(ref _server, server) != server)
        {
            Doubt();
        }

        // Taken before the commit: a doubt that comes while it runs needs another one.
        var doubts = Volatile.Read(ref _doubts);
        if (doubts != Volatile.Read(ref _settled))
        {
            await WriteAsync(connection, patience);
            Volatile.Write(ref _settled, doubts);
        }
    }

    /// <summary>
    /// The first round trip of a new physical connection. A standby cannot commit, so nothing is written there; reads
    /// from it are rejected later, in <see cref="PassAsync"/>.
    /// </summary>
    /// <exception cref="UnsafeServerException">The server's settings give durability away.</exception>
    public static async Task BeginBarrierAsync(NpgsqlConnection connection, PostgresOptions options)
    {
        if (!IsOnStandby(connection))
        {
            var answers = await DurableWrite.WriteDurablyAsync(
                connection, options.CommitPatience, PostgresSql.CheckedBarrier);
            ServerCheck.Require(connection, answers as string[] ?? [], options);
        }
    }

    public static bool IsOnStandby(NpgsqlConnection connection) =>
        connection.PostgresParameters.TryGetValue(IsStandby, out var standby) && standby == "on";

    private static async Task WriteAsync(NpgsqlConnection connection, TimeSpan patience) =>
        await DurableWrite.WriteDurablyAsync(connection, patience, PostgresSql.Barrier);
}
