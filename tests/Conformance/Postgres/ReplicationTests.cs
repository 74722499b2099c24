using Cartwright.Conformance.Servers;
using Cartwright.Conformance.Stores;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;

namespace Cartwright.Conformance.Postgres;

/// <summary>Commits that wait, frozen processes of a server, and a standby that is promoted.</summary>
[Trait("Kind", "Long")]
public sealed class ReplicationTests(OwnServer own)
    : IClassFixture<OwnServer>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Key _key = Item.Table.KeyOf(1);
    private readonly PostgresServer _server = own.Server;
    private PostgresDatabase _database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await PostgresDatabase.CreateAsync(_server);

    public ValueTask DisposeAsync() => default;

    /// <summary>A cancelled commit would be answered with success, and would be visible without its standby.</summary>
    [Fact]
    public async Task A_commit_whose_standby_is_silent_is_left_alone_and_found_out_later()
    {
        await using var store = await OpenAsync();
        await using var lane = await store.OpenLaneAsync(Stop);
        await lane.PutAsync(_key, Samples.ItemOf(1));
        await SynchronousStandbys.SetAndAwaitAsync(_server, "nobody");
        try
        {
            Assert.Equal(CommitOutcome.Unknown, await lane.WriteAsync(new RowWrite(_key, Samples.ItemOf(2), 1)));
            Assert.Equal(1L, await WaitingCommitsAsync());
            await Assert.ThrowsAsync<TransientFault>(async () => await lane.ResolveAsync(Stop));
            await Assert.ThrowsAsync<TransientFault>(() => store.ReadAsync(_key));
        }
        finally
        {
            await SynchronousStandbys.SetAndAwaitAsync(_server, "");
        }

        var outcome = CommitOutcome.Unknown;
        await Eventually.IsAsync("the outcome is known", Patience, () => WorksAsync(async () =>
            outcome = await lane.ResolveAsync(Stop)));
        Assert.Equal(CommitOutcome.Committed, outcome);
        await lane.PutAsync(_key, Samples.ItemOf(3));
        Assert.Equal(3, (await store.ReadAsync(_key)).VersionOf(_key));
    }

    /// <summary>The server answers success with a warning: only the primary has the commit.</summary>
    [Fact]
    public async Task A_commit_that_is_cancelled_while_it_waits_for_its_standby_is_unknown()
    {
        await using var store = await _database.OpenAsync(_database.Options() with { CommitSeconds = 30 });
        await using var lane = await store.OpenLaneAsync(Stop);
        await lane.PutAsync(_key, Samples.ItemOf(1));
        await SynchronousStandbys.SetAndAwaitAsync(_server, "nobody");
        try
        {
            var committing = lane.WriteAsync(new RowWrite(_key, Samples.ItemOf(2), 1));
            await CancelCommitAsync();
            Assert.Equal(CommitOutcome.Unknown, await committing.WaitAsync(Patience, Stop));
        }
        finally
        {
            await SynchronousStandbys.SetAndAwaitAsync(_server, "");
        }

        Assert.Equal(CommitOutcome.Committed, await lane.ResolveAsync(Stop));

        // The warning belongs to that commit only; later ones succeed.
        await lane.PutAsync(_key, Samples.ItemOf(3));
        await lane.PutAsync(_key, Samples.ItemOf(4));
    }

    [Fact]
    public async Task Numbers_whose_commit_is_cancelled_while_it_waits_for_its_standby_are_not_handed_out()
    {
        await using var store = await _database.OpenAsync(_database.Options() with { CommitSeconds = 30 });
        var before = await store.Ids.TakeAsync(now: 1, count: 10);
        await SynchronousStandbys.SetAndAwaitAsync(_server, "nobody");
        try
        {
            var taking = store.Ids.TakeAsync(now: 1, count: 10);
            await CancelCommitAsync();
            await Assert.ThrowsAsync<TransientFault>(() => taking.WaitAsync(Patience, Stop));
        }
        finally
        {
            await SynchronousStandbys.SetAndAwaitAsync(_server, "");
        }

        Assert.Equal(before + 20, await store.Ids.TakeAsync(now: 1, count: 10));
    }

    /// <summary>As after the loss of the only standby, where standbys are not required.</summary>
    [Fact]
    public async Task A_server_whose_standbys_are_no_longer_named_commits_nothing_more()
    {
        await using var primary = await PostgresDatabase.StartAsync();
        var database = await PostgresDatabase.CreateAsync(primary);
        await using var standby = await primary.StartStandbyAsync();
        await SynchronousStandbys.SetAsync(primary, "*");
        await SynchronousStandbys.SetAsync(primary, "walreceiver");
        await using var store = await database.OpenAsync(
            database.Options() with { RequireSynchronousStandby = true });
        await using var lane = await store.OpenLaneAsync(Stop);
        await lane.PutAsync(_key, Samples.ItemOf(1));
        await SynchronousStandbys.SetAsync(primary, "");
        await Assert.ThrowsAsync<TransientFault>(() => lane.PutAsync(_key, Samples.ItemOf(2)));
        var fault = await Assert.ThrowsAsync<TransientFault>(() => lane.PutAsync(_key, Samples.ItemOf(2)));
        Assert.Contains("synchronous_standby_names", fault.Message, StringComparison.Ordinal);
        await SynchronousStandbys.SetAsync(primary, "walreceiver");
        await Eventually.IsAsync("the lane goes on", Patience, () => WorksAsync(() =>
            lane.PutAsync(_key, Samples.ItemOf(3))));
        Assert.Equal(2, (await store.ReadAsync(_key)).VersionOf(_key));
    }

    /// <summary>The process reads the batch late, after its outcome was resolved as not committed.</summary>
    [Fact]
    public async Task A_batch_that_a_thawed_process_reads_late_is_refused()
    {
        await using var store = await OpenAsync();
        await using var lane = await store.OpenLaneAsync(Stop);
        await lane.PutAsync(_key, Samples.ItemOf(1));
        await lane.LoadAsync(_key);
        var process = await _server.AskAsync(
            $"SELECT pid FROM pg_stat_activity WHERE datname = '{_database.Name}' AND state = 'idle in transaction'");
        await Machine.RunAsync("kill", "-STOP", $"{process}");
        try
        {
            Assert.Equal(CommitOutcome.Unknown, await lane.WriteAsync(new RowWrite(_key, Samples.ItemOf(2), 1)));
            Assert.Equal(CommitOutcome.NotCommitted, await lane.ResolveAsync(Stop));
        }
        finally
        {
            await Machine.RunAsync("kill", "-CONT", $"{process}");
        }

        await Eventually.IsAsync("the lane goes on", Patience, () => WorksAsync(() =>
            lane.PutAsync(_key, Samples.ItemOf(3))));
        var found = await store.ReadAsync(_key);
        Assert.Equal(2, found.VersionOf(_key));
        Assert.Equal(Samples.ItemOf(3), found.StateOf(_key));
    }

    /// <summary>Patroni's strict mode names any standby while there is none: then no commit is acknowledged.</summary>
    [Fact]
    public async Task A_server_that_waits_for_any_standby_is_waited_for()
    {
        await SynchronousStandbys.SetAndAwaitAsync(_server, "*");
        try
        {
            await Assert.ThrowsAsync<TransientFault>(OpenAsync);
        }
        finally
        {
            await SynchronousStandbys.SetAndAwaitAsync(_server, "");
        }
    }

    [Fact]
    public async Task A_standby_is_passed_over_and_used_once_it_is_promoted()
    {
        await using var primary = await PostgresDatabase.StartAsync();
        var database = await PostgresDatabase.CreateAsync(primary);
        await using var standby = await primary.StartStandbyAsync();
        var options = new PostgresOptions
        {
            ConnectionString = $"Host=127.0.0.1:{standby.Port},127.0.0.1:{primary.Port};"
                + $"Username={PostgresServer.Role};Database={database.Name}",
        };
        await using var store = await database.OpenAsync(options);
        await using var lane = await store.OpenLaneAsync(Stop);
        await lane.PutAsync(_key, Samples.ItemOf(1));
        var written = await primary.AskAsync("SELECT pg_current_wal_lsn()::text");
        await Eventually.IsAsync("the standby has it", Patience, async () =>
            await standby.AskAsync($"SELECT pg_last_wal_replay_lsn() >= '{written}'::pg_lsn") is true);

        // The setting of Patroni's strict mode before it has chosen a standby.
        await primary.RunAsync("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()");
        var fault = await Assert.ThrowsAsync<TransientFault>(() => database.OpenAsync(
            options with { RequireSynchronousStandby = true }));
        Assert.Contains("standby", fault.Message, StringComparison.Ordinal);

        await primary.KillAsync();
        await standby.RunAsync("SELECT pg_promote()");
        await Eventually.IsAsync("the lane goes on", Patience, () => WorksAsync(() =>
            lane.PutAsync(_key, Samples.ItemOf(2))));
        await Eventually.IsAsync("reads go on", Patience, () => WorksAsync(async () =>
            Assert.Equal(2, (await store.ReadAsync(_key)).VersionOf(_key))));
    }

    private Task<PostgresStore> OpenAsync() =>
        _database.OpenAsync(_database.Options() with { CommitSeconds = 1 });

    private async Task CancelCommitAsync()
    {
        await Eventually.IsAsync("a commit waits", Patience, async () => await WaitingCommitsAsync() == 1);
        await _server.RunAsync(
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity "
            + $"WHERE datname = '{_database.Name}' AND wait_event = 'SyncRep'");
    }

    private async Task<long> WaitingCommitsAsync() => (long)(await _server.AskAsync(
        $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{_database.Name}' AND wait_event = 'SyncRep'"))!;

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
