using Cartwright.Conformance.Servers;
using Cartwright.Conformance.Stores;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Npgsql;

namespace Cartwright.Conformance.Postgres;

/// <summary>A server of one test alone that is configured wrongly, and that dies.</summary>
[Trait("Kind", "Long")]
public sealed class ServerFaultTests(OwnServer own)
    : IClassFixture<OwnServer>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Key _key = Item.Table.KeyOf(1);
    private readonly PostgresServer _server = own.Server;
    private PostgresDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await PostgresDatabase.CreateAsync(_server);

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task A_server_that_gives_durability_away_is_refused()
    {
        await using (await _database.OpenAsync())
        {
            await RefusedWithAsync("ALTER SYSTEM SET full_page_writes = off", "ALTER SYSTEM RESET full_page_writes");
        }

        await RefusedWithAsync("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM RESET fsync");
        await Assert.ThrowsAsync<FatalFault>(
            () => _database.OpenAsync(_database.Options() with { RequireSynchronousStandby = true }));
        await using var store = await _database.OpenAsync();
    }

    /// <summary>As after a failover to a server with other settings.</summary>
    [Fact]
    public async Task A_server_that_gives_durability_away_later_gets_no_new_connection()
    {
        await using var store = await _database.OpenAsync();
        await using var lane = await store.OpenLaneAsync(TestContext.Current.CancellationToken);
        await lane.PutAsync(_key, Samples.ItemOf(1));
        await _server.RunAsync("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()");
        try
        {
            await _server.RunAsync(
                $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_database.Name}'");
            await Eventually.IsAsync("the lane is refused", Patience, async () => await RefusalAsync(
                () => lane.PutAsync(_key, Samples.ItemOf(2))) is { } said && said.Contains("fsync=off"));
            await Eventually.IsAsync("reads are refused", Patience, async () => await RefusalAsync(
                () => store.ReadAsync(_key)) is { } said && said.Contains("fsync=off"));
        }
        finally
        {
            await _server.RunAsync("ALTER SYSTEM RESET fsync", "SELECT pg_reload_conf()");
        }

        await Eventually.IsAsync("the lane goes on", Patience, () => WorksAsync(
            () => lane.PutAsync(_key, Samples.ItemOf(2))));
        Assert.Equal(2, (await store.ReadAsync(_key)).VersionOf(_key));
    }

    /// <summary>A connection resets the options that a role or a database has set.</summary>
    [Theory]
    [InlineData("synchronous_commit = off")]
    [InlineData("synchronous_commit = remote_write")]
    [InlineData("idle_session_timeout = 1")]
    [InlineData("default_transaction_read_only = on")]
    public async Task What_a_role_says_otherwise_does_not_hold_for_a_node(string setting)
    {
        var name = setting.Split(' ')[0];
        await _server.RunAsync(
            $"ALTER ROLE {PostgresServer.Role} SET {setting}", $"ALTER DATABASE {_database.Name} SET {setting}");
        try
        {
            await using var store = await _database.OpenAsync();
            await using var lane = await store.OpenLaneAsync(TestContext.Current.CancellationToken);
            await using var connection = await store.Connections.OpenConnectionAsync(
                TestContext.Current.CancellationToken);
            await using var show = new NpgsqlCommand($"SHOW {name}", connection);
            var value = await show.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            var expected = name switch { "synchronous_commit" => "on", "idle_session_timeout" => "0", _ => "off" };
            Assert.Equal(expected, value);
            await lane.PutAsync(_key, Samples.ItemOf(1));
        }
        finally
        {
            await _server.RunAsync($"ALTER ROLE {PostgresServer.Role} RESET {name}");
        }
    }

    [Theory]
    [InlineData("SQL_ASCII")]
    [InlineData("LATIN1")]
    public async Task A_database_of_another_encoding_is_refused(string encoding)
    {
        await _server.RunAsync(
            $"CREATE DATABASE in_{encoding} OWNER {PostgresServer.Role} TEMPLATE template0 "
            + $"ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'");
        var connection = _server.ConnectionOf($"in_{encoding}".ToLowerInvariant());
        var fault = await Assert.ThrowsAsync<FatalFault>(
            () => _database.OpenAsync(new PostgresOptions { ConnectionString = connection }));
        Assert.Equal("unfit-server", fault.Code);
        var migrating = await Assert.ThrowsAsync<FatalFault>(() => PostgresMigrations.ApplyMissingAsync(
            new PostgresOptions { ConnectionString = connection },
            PostgresDatabase.Roles,
            TestContext.Current.CancellationToken));
        Assert.Equal("unfit-server", migrating.Code);
    }

    /// <summary>More failing reads than reader connections: each must return its place.</summary>
    [Fact]
    public async Task Reads_go_on_after_any_number_of_them_could_not_connect()
    {
        await using var store = await _database.OpenAsync(readersMax: 2);
        await _server.RunAsync(
            $"ALTER DATABASE {_database.Name} CONNECTION LIMIT 0",
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_database.Name}'");
        for (var times = 0; times < 12; times++)
        {
            await Assert.ThrowsAsync<TransientFault>(
                () => store.ReadAsync(_key).WaitAsync(Patience, TestContext.Current.CancellationToken));
        }

        await _server.RunAsync($"ALTER DATABASE {_database.Name} CONNECTION LIMIT -1");
        await Eventually.IsAsync("it reads again", Patience, () => WorksAsync(
            () => store.ReadAsync(_key).WaitAsync(Patience, TestContext.Current.CancellationToken)));
    }

    /// <summary>A request that meets the dead server gets an error, and every commit is there afterwards.</summary>
    [Fact]
    public async Task A_server_that_died_between_two_batches_is_transient_and_then_used_again()
    {
        await using var store = await _database.OpenAsync();
        await using var lane = await store.OpenLaneAsync(TestContext.Current.CancellationToken);
        await lane.PutAsync(_key, Samples.ItemOf(1));
        await lane.LoadAsync(_key);
        await _server.KillAsync();

        await AssertNothingIsCommittedAsync(lane);
        await lane.RollbackAsync();
        await Assert.ThrowsAsync<TransientFault>(() => store.ReadAsync(_key));
        await Assert.ThrowsAsync<TransientFault>(() => store.Ids.TakeAsync(now: 1, count: 1));
        await Assert.ThrowsAsync<TransientFault>(() => lane.LoadAsync(_key));

        await _server.LaunchAsync();
        await Eventually.IsAsync("the store reads again", Patience, () => WorksAsync(() => store.ReadAsync(_key)));
        await Eventually.IsAsync("the lane loads again", Patience, () => WorksAsync(() => lane.LoadAsync(_key)));
        await lane.WriteAsync(new RowWrite(_key, Samples.ItemOf(2), 1));
        Assert.Equal(2, (await store.ReadAsync(_key)).VersionOf(_key));
    }

    /// <summary>The first of the two hosts refuses connections, as after the loss of a server.</summary>
    [Fact]
    public async Task Of_several_hosts_the_one_that_takes_writes_is_used()
    {
        var connection = $"Host=127.0.0.1:{Machine.FreePort()},127.0.0.1:{_server.Port};"
            + $"Username={PostgresServer.Role};Database={_database.Name}";
        await using var store = await _database.OpenAsync(new PostgresOptions { ConnectionString = connection });
        await using var lane = await store.OpenLaneAsync(TestContext.Current.CancellationToken);
        await lane.PutAsync(_key, Samples.ItemOf(1));
        Assert.Equal(1, (await store.ReadAsync(_key)).VersionOf(_key));
    }

    // The transaction died with the server. That is certain if the break is noticed before the COMMIT is sent,
    // otherwise the outcome is unknown.
    private async Task AssertNothingIsCommittedAsync(IStoreLane lane)
    {
        try
        {
            Assert.Equal(CommitOutcome.Unknown, await lane.WriteAsync(new RowWrite(_key, Samples.ItemOf(9), 1)));
            await Assert.ThrowsAsync<TransientFault>(
                async () => await lane.ResolveAsync(TestContext.Current.CancellationToken));
        }
        catch (TransientFault certain)
        {
            Assert.False(certain.IsConflict);
        }
    }

    private async Task RefusedWithAsync(string statement, string undo)
    {
        await _server.RunAsync(statement, "SELECT pg_reload_conf()");
        await Eventually.IsAsync("the server is refused", Patience, IsRefusedAsync);
        await _server.RunAsync(undo, "SELECT pg_reload_conf()");
        await Eventually.IsAsync("the server is taken", Patience, async () => !await IsRefusedAsync());
    }

    private async Task<bool> IsRefusedAsync()
    {
        try
        {
            await using var store = await _database.OpenAsync();
            return false;
        }
        catch (FatalFault fault)
        {
            return fault.Code == "unsafe-server" ? true : throw new InvalidOperationException(fault.Message, fault);
        }
    }

    private static async Task<string?> RefusalAsync(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (TransientFault fault)
        {
            return fault.Message;
        }
    }

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
