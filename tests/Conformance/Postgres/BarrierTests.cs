using Cartwright.Conformance.Servers;
using Cartwright.Postgres;
using Npgsql;
using Barrier = Cartwright.Postgres.Barrier;

namespace Cartwright.Conformance.Postgres;

/// <summary>
/// Connections from before the server came into doubt: a read on an open connection must not return rows that no
/// standby has.
/// </summary>
[Trait("Kind", "Long")]
public sealed class BarrierTests(OwnServer own) : IClassFixture<OwnServer>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(1);

    private readonly PostgresServer _server = own.Server;
    private readonly Barrier _barrier = new();
    private PostgresDatabase _database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await PostgresDatabase.CreateAsync(_server);

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task An_open_connection_waits_for_the_standby_after_a_doubt_and_not_before()
    {
        await using var connection = await ConnectAsync();
        await _barrier.PassAsync(connection, Patience);
        await SynchronousStandbys.SetAndAwaitAsync(_server, "nobody");
        try
        {
            await _barrier.PassAsync(connection, Patience);
            _barrier.Doubt();
            await AssertWaitsAsync(connection);
        }
        finally
        {
            await SynchronousStandbys.SetAndAwaitAsync(_server, "");
        }

        await EndsAsync(connection);
        await _barrier.PassAsync(connection, Patience);
    }

    /// <summary>The search may have skipped the earlier server because it has a successor.</summary>
    [Fact]
    public async Task A_connection_to_another_server_than_the_last_one_waits_for_the_standby()
    {
        await using var earlier = await ConnectAsync();
        await using var later = await ConnectAsync("localhost");
        await _barrier.PassAsync(earlier, Patience);
        await _barrier.PassAsync(later, Patience);
        await SynchronousStandbys.SetAndAwaitAsync(_server, "nobody");
        try
        {
            await _barrier.PassAsync(later, Patience);
            await AssertWaitsAsync(earlier);
        }
        finally
        {
            await SynchronousStandbys.SetAndAwaitAsync(_server, "");
        }

        await EndsAsync(earlier);
    }

    /// <summary>The address has moved from the primary to its standby, and no connection was lost by that.</summary>
    [Fact]
    public async Task A_standby_at_the_address_of_the_primary_is_not_read()
    {
        await using var standby = await _server.StartStandbyAsync();
        await using var proxy = new CuttingProxy(_server.Port);
        await using var primary = await ConnectAsync(port: proxy.Port);
        await _barrier.PassAsync(primary, Patience);

        proxy.LeadTo(standby.Port);
        await using var moved = await ConnectAsync(port: proxy.Port);

        Assert.True(Barrier.IsOnStandby(moved));
        await Assert.ThrowsAsync<NpgsqlException>(async () => await _barrier.PassAsync(moved, Patience));
        await _barrier.PassAsync(primary, Patience);
    }

    private async Task AssertWaitsAsync(NpgsqlConnection connection) =>
        await Assert.ThrowsAsync<NpgsqlException>(async () => await _barrier.PassAsync(connection, Brief));

    // After its time-out, a write finishes in the background, on a connection that must not be used meanwhile.
    private static Task EndsAsync(NpgsqlConnection connection) => Eventually.IsAsync(
        "the barrier's write has ended", Patience, () => Task.FromResult(TimedOutWrites.PendingOn(connection) is null));

    private async Task<NpgsqlConnection> ConnectAsync(string host = "127.0.0.1", int? port = null)
    {
        var text = new NpgsqlConnectionStringBuilder(_server.ConnectionOf(_database.Name, port: port))
        {
            Host = host,
            Pooling = false,
        };
        var connection = new NpgsqlConnection(text.ConnectionString);
        await connection.OpenAsync(Stop);
        return connection;
    }
}
