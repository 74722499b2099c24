using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Cartwright.ClusterFaults.Processes;

/// <summary>
/// A client of the database servers that knows nothing of the shop: it commits, again and again, as soon as any server
/// lets it. How long it has to wait is what the servers need; whatever the shop needs beyond that is the shop's own.
/// </summary>
internal sealed class BareWriter : IAsyncDisposable
{
    private const string Commit = "SELECT pg_logical_emit_message(true, 'probe', '')";

    // A server that is frozen never answers.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ConcurrentQueue<TimeSpan> _acknowledged = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly NpgsqlDataSource _source;
    private Task _writing = Task.CompletedTask;

    private BareWriter(NpgsqlDataSource source) => _source = source;

    public TimeSpan Now => _clock.Elapsed;

    /// <summary>Begins to write to all database servers of a cluster, as the stock service's user.</summary>
    public static async Task<BareWriter> StartAsync(RunningCluster cluster)
    {
        var servers = (await cluster.StatusAsync())
            .Where(part => part.Name.StartsWith("postgres-", StringComparison.Ordinal))
            .Select(part => "127.0.0.1:" + part.Port.ToString(CultureInfo.InvariantCulture));
        var password = (await ClusterPasswords.ReadAsync(cluster))["cartwright_stock"];
        var connection = $"Host={string.Join(',', servers)};Username=cartwright_stock;Database=cartwright_stock;"
            + $"Password={password};"
            + "Target Session Attributes=primary;Host Recheck Seconds=1;Timeout=3;Command Timeout=0;Pooling=false";
        var writer = new BareWriter(NpgsqlDataSource.Create(connection));
        writer._writing = writer.WriteAsync();
        try
        {
            await Eventually.TrueAsync("a client of the servers has written", () => !writer._acknowledged.IsEmpty);
            return writer;
        }
        catch
        {
            await writer.DisposeAsync();
            throw;
        }
    }

    /// <summary>The longest time without a commit between two moments.</summary>
    public TimeSpan Stall(TimeSpan from, TimeSpan to) =>
        Rounds.StallSince(from, [.. _acknowledged.Where(moment => moment < to), to]);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _writing;
        await _source.DisposeAsync();
        _closing.Dispose();
    }

    // One connection after the other: the next may find another server.
    private async Task WriteAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            var connection = _source.CreateConnection();
            var used = Task.CompletedTask;
            var isNoticed = false;
            connection.Notice += (_, _) => isNoticed = true;
            try
            {
                await connection.OpenAsync();
                while (!_closing.IsCancellationRequested && !isNoticed)
                {
                    used = new NpgsqlCommand(Commit, connection).ExecuteScalarAsync();
                    await used.WaitAsync(Patience);
                    if (!isNoticed)
                    {
                        _acknowledged.Enqueue(Now);
                    }

                    await Eventually.PauseAsync();
                }
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException or IOException)
            {
                isNoticed = true;
            }

            _ = CloseAfterAsync(connection, used);
            await Eventually.PauseAsync();
        }
    }

    // A write that was left alone still uses the connection.
    private static async Task CloseAfterAsync(NpgsqlConnection connection, Task used)
    {
        await used.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync();
    }
}
