using System.Diagnostics;
using Cartwright.Conformance.Servers;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;

namespace Cartwright.Conformance.Postgres;

/// <summary>A real PgBouncer between a node and its server: rejected with a code, in every configuration.</summary>
[Trait("Kind", "Long")]
public sealed class PoolerTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("cartwright-pooler-").FullName;
    private readonly int _port = Machine.FreePort();
    private Process? _pooler;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_pooler is not null)
        {
            _pooler.Kill();
            await _pooler.WaitForExitAsync(Stop);
            _pooler.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    // By default it rejects the options with which a connection begins.
    [Fact]
    public async Task A_pooler_as_it_comes_is_refused_by_everything_that_connects()
    {
        var options = await StartAsync(await PostgresDatabase.CreateAsync(isMigrated: false));
        await AssertIsRefusedAsync("startup", () => PostgresStore.OpenAsync(
            options, [Role.Order], readersMax: 4, TimeProvider.System, Stop));
        await AssertIsRefusedAsync("startup", () => PostgresMigrations.ApplyMissingAsync(options, [Role.Order], Stop));
        await AssertIsRefusedAsync("startup", () => PostgresMigrations.FindMissingAsync(options, [Role.Order], Stop));
        await AssertIsRefusedAsync("startup", () => ShopTable.ReadShopAsync(options, Stop));
        await AssertIsRefusedAsync("startup", () => Task.FromResult(PostgresReader.Open(options)));
        await AssertIsRefusedAsync("startup", () => PostgresChanges.DropAsync(options, [], Stop));
    }

    // Several hosts are tried until the search is over; then their rejections are reported as one.
    [Fact]
    public async Task A_pooler_among_several_hosts_is_refused()
    {
        var options = await StartAsync(await PostgresDatabase.CreateAsync(isMigrated: false));
        var several = options.ConnectionString.Replace("Host=127.0.0.1;", "Host=127.0.0.1,127.0.0.1;");
        await AssertIsRefusedAsync("startup", () => PostgresStore.OpenAsync(
            options with { ConnectionString = several }, [Role.Order], readersMax: 4, TimeProvider.System, Stop));
    }

    // A pooler that ignores the options returns sessions without them.
    [Theory]
    [InlineData("session")]
    [InlineData("transaction")]
    public async Task A_pooler_that_leaves_options_out_is_refused_by_what_writes(string mode)
    {
        var database = await PostgresDatabase.CreateAsync();
        var options = await StartAsync(database, $"ignore_startup_parameters = options\npool_mode = {mode}\n");
        await AssertIsRefusedAsync("between", () => PostgresStore.OpenAsync(
            options, [Role.Order], readersMax: 4, TimeProvider.System, Stop));
        await AssertIsRefusedAsync("between", () => PostgresMigrations.ApplyMissingAsync(options, [Role.Order], Stop));

        // The lock would stay on a session that belongs to the pooler.
        Assert.Equal(0L, await database.Server.AskAsync(
            "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
            + $"WHERE l.locktype = 'advisory' AND d.datname = '{database.Name}'"));
    }

    // A host name can be moved to a pooler while nodes run: that is no reason to stop.
    [Fact]
    public async Task A_running_node_waits_for_the_server_to_come_back()
    {
        var options = await StartAsync(await PostgresDatabase.CreateAsync(isMigrated: false));
        var refusal = await Assert.ThrowsAsync<Npgsql.PostgresException>(async () =>
        {
            await using var hosts = Hosts.Open(options);
            await using var connection = await hosts.OpenConnectionAsync(Stop);
        });
        Assert.Contains("pooler", Assert.IsType<TransientFault>(PostgresFailure.FaultOf(refusal)).Message);
    }

    private static async Task AssertIsRefusedAsync<T>(string word, Func<Task<T>> connect)
    {
        var fault = await Assert.ThrowsAsync<FatalFault>(connect);
        Assert.Equal("unfit-server", fault.Code);
        Assert.Contains(word, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Its defaults, except for its address and its users.</summary>
    private async Task<PostgresOptions> StartAsync(PostgresDatabase database, string settings = "")
    {
        var program = Prerequisites.RequirePooler();
        var (server, name) = (database.Server, database.Name);
        var file = Path.Combine(_folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(Path.Combine(_folder, "users"), $"\"{PostgresServer.Role}\" \"\"\n", Stop);
        await File.WriteAllTextAsync(
            file,
            $"""
            [databases]
            {name} = host=127.0.0.1 port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {_port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {_folder}/users
            {settings}
            """,
            Stop);
        if (Machine.Unprivileged.Count > 0)
        {
            await Machine.RunAsync("chown", "-R", "postgres:", _folder);
        }

        _pooler = Machine.StartServer(
            [.. Machine.Unprivileged, program, file], Path.Combine(_folder, "log"), environment: []);
        await Eventually.IsAsync("PgBouncer listens", Patience, () => Machine.AnswersAsync(_port));
        return new PostgresOptions { ConnectionString = server.ConnectionOf(name, port: _port) };
    }
}
