using System.Collections.Concurrent;
using System.Data;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Cartwright.ClusterFaults.Processes;

/// <summary>
/// A client that uses the database servers without the shop: it sends commits to each of them, again and again. The
/// time without any commit is the failover time of the servers; any further delay is the shop's own.
/// </summary>
internal sealed class BareWriter : IAsyncDisposable
{
    private const string Commit = "SELECT pg_logical_emit_message(true, 'probe', '')";

    // A server that is frozen never answers.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ConcurrentQueue<TimeSpan> _acknowledged = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly IReadOnlyList<NpgsqlDataSource> _servers;
    private Task _writing = Task.CompletedTask;

    private BareWriter(IReadOnlyList<NpgsqlDataSource> servers) => _servers = servers;

    public TimeSpan Now => _clock.Elapsed;

    /// <summary>Begins to write to all database servers of a cluster, as the stock service's user.</summary>
    public static async Task<BareWriter> StartAsync(RunningCluster cluster)
    {
        var servers = (await cluster.StatusAsync())
            .Where(part => part.Name.StartsWith("postgres-", StringComparison.Ordinal))
            .Select(part => part.Port.ToString(CultureInfo.InvariantCulture));
        var password = (await ClusterPasswords.ReadAsync(cluster))["cartwright_stock"];
        var writer = new BareWriter([.. servers.Select(port => NpgsqlDataSource.Create(
            $"Host=127.0.0.1;Port={port};Username=cartwright_stock;Database=cartwright_stock;Password={password};"
            + "Timeout=3;Command Timeout=0;Pooling=false"))]);
        writer._writing = Task.WhenAll(writer._servers.Select(writer.WriteAsync));
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
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _closing.Dispose();
    }

    // One connection after the other: a server may come back.
    private async Task WriteAsync(NpgsqlDataSource server)
    {
        while (!_closing.IsCancellationRequested)
        {
            var connection = server.CreateConnection();
            var used = Task.CompletedTask;
            var isNoticed = false;
            connection.Notice += (_, _) => isNoticed = true;
            try
            {
                await connection.OpenAsync();
                while (!_closing.IsCancellationRequested && !isNoticed)
                {
                    used = new NpgsqlCommand(Commit, connection).ExecuteScalarAsync();
                    if (await IsCommittedAsync(used) && !isNoticed)
                    {
                        _acknowledged.Enqueue(Now);
                    }

                    await Eventually.PauseAsync();
                }
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException or IOException
                || (away is InvalidOperationException && connection.State != ConnectionState.Open))
            {
                isNoticed = true;
            }

            _ = CloseAfterAsync(connection, used);
            await Eventually.PauseAsync();
        }
    }

    // A standby rejects the commit and keeps the connection, so the next commit uses it again.
    private static async Task<bool> IsCommittedAsync(Task commit)
    {
        try
        {
            await commit.WaitAsync(Patience);
            return true;
        }
        catch (PostgresException refused) when (refused.InvariantSeverity == "ERROR")
        {
            return false;
        }
    }

    // An abandoned write still uses the connection.
    private static async Task CloseAfterAsync(NpgsqlConnection connection, Task used)
    {
        await used.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync();
    }
}
