using System.Net;
using System.Net.Sockets;
using Cartwright.Conformance.Servers;
using Cartwright.Conformance.Stores;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;

namespace Cartwright.Conformance.Postgres;

/// <summary>A connection string with several hosts, of which one is silent, gone, unsafe or a standby.</summary>
[Trait("Kind", "Long")]
public sealed class HostsTests(OwnServer own)
    : IClassFixture<OwnServer>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Key _key = Item.Table.KeyOf(1);
    private readonly PostgresServer _server = own.Server;
    private PostgresDatabase _database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Address => $"127.0.0.1:{_server.Port}";

    public async ValueTask InitializeAsync() => _database = await PostgresDatabase.CreateAsync(_server);

    public ValueTask DisposeAsync() => default;

    /// <summary>
    /// As after the loss of a machine, or while it is frozen: the silent host accepts connections and sends nothing. A
    /// node that tried the hosts one after the other would wait a minute for it.
    /// </summary>
    [Fact]
    public async Task A_silent_host_is_not_waited_for_at_the_start_or_after_a_broken_connection()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var options = OptionsOf(60, $"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", Address);
        var began = TimeProvider.System.GetTimestamp();
        await PostgresMigrations.ApplyMissingAsync(options, PostgresDatabase.Roles, Stop).WaitAsync(Patience, Stop);
        Assert.Null(await ShopTable.ReadShopAsync(options, Stop).WaitAsync(Patience, Stop));
        await using var store = await _database.OpenAsync(options).WaitAsync(Patience, Stop);
        await using var lane = await store.OpenLaneAsync(Stop);
        await lane.PutAsync(_key, Samples.ItemOf(1));
        await _server.RunAsync(
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_database.Name}'");
        await Eventually.IsAsync("the store reads again", Patience, () => WorksAsync(() => store.ReadAsync(_key)));
        await Eventually.IsAsync("the lane goes on", Patience, () => WorksAsync(
            () => lane.PutAsync(_key, Samples.ItemOf(2))));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 0, 30);
    }

    [Fact]
    public async Task A_search_that_finds_no_primary_ends_and_names_the_reasons()
    {
        var fault = await Assert.ThrowsAsync<TransientFault>(() => _database.OpenAsync(
            OptionsOf(1, $"127.0.0.1:{Machine.FreePort()}", $"127.0.0.1:{Machine.FreePort()}")));
        Assert.Contains("No server takes writes: Failed to connect", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unsafe_primary_of_several_hosts_is_refused()
    {
        var options = OptionsOf(1, $"127.0.0.1:{Machine.FreePort()}", Address);
        var fault = await Assert.ThrowsAsync<FatalFault>(
            () => _database.OpenAsync(options with { RequireSynchronousStandby = true }));
        Assert.Equal("unsafe-server", fault.Code);
    }

    /// <summary>Both hosts are one server here, so both succeed: the second connection must be closed.</summary>
    [Fact]
    public async Task The_connection_that_comes_second_is_closed()
    {
        await using var store = await _database.OpenAsync(OptionsOf(10, Address, $"localhost:{_server.Port}"));
        var kept = await store.Connections.OpenConnectionAsync(Stop);
        await using (kept)
        {
            await Eventually.IsAsync("one connection is open", Patience, async () => await ConnectionsAsync() == 1);
        }

        Assert.Equal(0, (await store.ReadAsync(_key)).VersionOf(_key));
        Assert.Equal(1, await ConnectionsAsync());
    }

    /// <summary>
    /// The promotion happens in the middle of a search, which must notice it. Without a query, the connection would
    /// learn of it from a keepalive two seconds later, and without keepalives not at all.
    /// </summary>
    [Fact]
    public async Task A_standby_that_is_promoted_while_it_is_asked_is_used_by_the_same_search()
    {
        await using var primary = await PostgresDatabase.StartAsync();
        var database = await PostgresDatabase.CreateAsync(primary);
        await using var standby = await primary.StartStandbyAsync();
        await primary.KillAsync();
        var opening = database.OpenAsync(new PostgresOptions
        {
            ConnectionString = $"Host=127.0.0.1:{primary.Port},127.0.0.1:{standby.Port};Timeout=15;Keepalive=0;"
                + $"Username={PostgresServer.Role};Database={database.Name}",
        });
        await Eventually.IsAsync("the standby is asked", Patience, async () =>
            opening.IsCompleted || await ConnectionsAsync(standby, database) > 0);
        await standby.RunAsync("SELECT pg_promote()");
        await using var store = await opening;
        Assert.Equal(0, (await store.ReadAsync(_key)).VersionOf(_key));
    }

    private PostgresOptions OptionsOf(int timeout, params string[] hosts) => new()
    {
        ConnectionString = $"Host={string.Join(',', hosts)};Username={PostgresServer.Role};"
            + $"Database={_database.Name};Timeout={timeout}",
    };

    private Task<long> ConnectionsAsync() => ConnectionsAsync(_server, _database);

    private static async Task<long> ConnectionsAsync(PostgresServer server, PostgresDatabase database) =>
        (long)(await server.AskAsync($"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database.Name}'"))!;

    private static async Task<bool> WorksAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (TransientFault)
        {
            return false;
        }
    }
}
