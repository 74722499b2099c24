using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// What a server shows after a crash or a failover may not be on a standby yet. A commit that waits for one settles
/// everything before it; every new connection begins with one, and so does the first read after a doubt.
/// </summary>
internal sealed class Barrier
{
    private long _doubts;
    private long _settled;

    /// <summary>A connection was lost, or a commit may not be replicated.</summary>
    public void Doubt() => Interlocked.Increment(ref _doubts);

    /// <summary>Settles what was in doubt, if anything was.</summary>
    public async ValueTask PassAsync(NpgsqlConnection connection)
    {
        // Taken before the commit: a doubt that comes while it runs needs another one.
        var doubts = Volatile.Read(ref _doubts);
        if (doubts != Volatile.Read(ref _settled))
        {
            await WriteAsync(connection);
            Volatile.Write(ref _settled, doubts);
        }
    }

    public static async Task WriteAsync(NpgsqlConnection connection) =>
        await DurableWrite.RunAsync(connection, SqlText.Barrier);
}
