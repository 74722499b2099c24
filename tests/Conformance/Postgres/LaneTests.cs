using Cartwright.Conformance.Stores;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Npgsql;

namespace Cartwright.Conformance.Postgres;

/// <summary>Lanes of several nodes on one database.</summary>
public sealed class LaneTests : IAsyncLifetime
{
    private readonly PostgresHarness _harness = new();
    private readonly Key _key = Item.Table.KeyOf(1);
    private PostgresStore _other = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _other = await _harness.Database.OpenAsync(
        _harness.Database.Options() with { LockTimeoutMs = 300 });

    public async ValueTask DisposeAsync()
    {
        await _other.DisposeAsync();
        await _harness.DisposeAsync();
    }

    /// <summary>A lane gets the rows of another lane only as they were committed.</summary>
    [Fact]
    public async Task A_loaded_row_waits_for_the_batch_of_another_lane()
    {
        await using var first = await _harness.OpenLaneAsync();
        await using var second = await _harness.OpenLaneAsync();
        await first.PutAsync(_key, Samples.ItemOf(1));
        await first.LoadAsync(_key);
        var loading = second.LoadAsync(_key);
        await AwaitWaitingLaneAsync();
        Assert.False(loading.IsCompleted);
        await first.WriteAsync(new RowWrite(_key, Samples.ItemOf(2), 1));
        Assert.Equal(2, (await loading).VersionOf(_key));
        await second.RollbackAsync();
    }

    [Fact]
    public async Task A_lane_waits_for_a_row_only_so_long_and_then_lets_go_of_all()
    {
        var far = Item.Table.KeyOf(2);
        await using var first = await _harness.OpenLaneAsync();
        await using var second = await _other.OpenLaneAsync(Stop);
        await first.PutAsync(_key, Samples.ItemOf(1));
        await first.PutAsync(far, Samples.ItemOf(1));
        await first.LoadAsync(far);
        var fault = await Assert.ThrowsAsync<RowFault>(() => second.LoadAsync(_key, far));
        Assert.Equal([far], fault.Keys);
        await first.LoadAsync(_key);
        await first.RollbackAsync();
        await second.PutAsync(far, Samples.ItemOf(2));
    }

    /// <summary>A missing row cannot be locked, so the later insert is a conflict.</summary>
    [Fact]
    public async Task Of_two_lanes_that_both_found_no_row_one_is_told_to_try_again()
    {
        await using var first = await _harness.OpenLaneAsync();
        await using var second = await _other.OpenLaneAsync(Stop);
        await first.LoadAsync(_key);
        await second.LoadAsync(_key);
        await first.WriteAsync(new RowWrite(_key, Samples.ItemOf(1), 0));
        var fault = await Assert.ThrowsAsync<TransientFault>(
            () => second.WriteAsync(new RowWrite(_key, Samples.ItemOf(2), 0)));
        Assert.True(fault.IsConflict);
        await second.PutAsync(_key, Samples.ItemOf(2));
        Assert.Equal(2, (await _harness.Store.ReadAsync(_key)).VersionOf(_key));
    }

    /// <summary>
    /// An uncommitted insert is invisible. A decision that rests on the row's absence waits for the end of that
    /// transaction.
    /// </summary>
    [Fact]
    public async Task What_rests_on_a_missing_row_waits_for_whoever_is_making_it()
    {
        var (missed, blocked) = (Account.Table.KeyOf(1), Account.Table.KeyOf(2));
        await using var resting = await _harness.OpenLaneAsync();
        await using var making = await _harness.OpenLaneAsync();
        await resting.LoadAsync(missed);
        await making.LoadAsync(missed, blocked);

        // The row of a transaction that does not end: an insert with the same key waits.
        await using var other = await ConnectAsync();
        await using var open = await other.BeginTransactionAsync(Stop);
        await using var insert = new NpgsqlCommand(
            "INSERT INTO accounts VALUES ($1, 1, 0, 0, 0, 0, 0, 0, 0, '[]', '[]', 0, NULL)", other);
        insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = blocked.Id });
        await insert.ExecuteNonQueryAsync(Stop);
        var made = making.WriteAsync(
            new RowWrite(missed, new Account(), Version: 0), new RowWrite(blocked, new Account(), Version: 0));
        await AwaitWaitingLaneAsync();

        var writes = new WriteSet();
        writes.Rows.Add(new RowWrite(_key, Samples.ItemOf(1), Version: 0));
        writes.Missing.Add(missed);
        var rested = resting.CommitAsync(writes).AsTask();
        await AwaitWaitingLaneAsync(lanes: 2);
        await open.RollbackAsync(Stop);

        Assert.Equal(CommitOutcome.Committed, await made);
        Assert.True((await Assert.ThrowsAsync<TransientFault>(() => rested)).IsConflict);
    }

    /// <summary>
    /// The process of the lane is frozen, or its machine is lost: it sends no keepalive, and only the server can end
    /// its transaction.
    /// </summary>
    [Fact]
    [Trait("Kind", "Long")]
    public async Task A_lane_that_is_silent_in_the_middle_of_a_batch_keeps_its_rows_for_some_seconds_only()
    {
        var options = _harness.Database.Options();
        await using var frozen = await _harness.Database.OpenAsync(
            options with { ConnectionString = $"{options.ConnectionString};Keepalive=0" });
        await using var silent = await frozen.OpenLaneAsync(Stop);
        await using var other = await _harness.OpenLaneAsync();
        await silent.PutAsync(_key, Samples.ItemOf(1));
        await silent.LoadAsync(_key);
        await Eventually.IsAsync("the row can be had", TimeSpan.FromSeconds(20), async () =>
        {
            try
            {
                await other.PutAsync(_key, Samples.ItemOf(2));
                return true;
            }
            catch (Exception fault) when (fault is TransientFault or RowFault)
            {
                await other.RollbackAsync();
                return false;
            }
        });

        // The batch has changed nothing although it failed late, and the lane goes on.
        await Assert.ThrowsAsync<TransientFault>(() => silent.LoadAsync(Item.Table.KeyOf(2)));
        await silent.PutAsync(_key, Samples.ItemOf(3));
    }

    /// <summary>
    /// All lanes take the same rows, again and again. A lane that had to wait too long on a busy machine begins again,
    /// as the engine does; a deadlock would be a different fault.
    /// </summary>
    [Fact]
    public async Task Lanes_that_want_the_same_rows_do_not_lock_each_other_out()
    {
        const int Lanes = 4;
        const int Batches = 20;
        const int TriesMax = 200;
        Key[] keys = [.. Enumerable.Range(0, 8).Select(id => Item.Table.KeyOf(id)), Account.Table.KeyOf(1)];
        await using (var first = await _harness.OpenLaneAsync())
        {
            foreach (var key in keys[..^1])
            {
                await first.PutAsync(key, Samples.ItemOf(0));
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => Task.Run(RunAsync)));
        var found = await _harness.Store.ReadAsync(keys);
        Assert.All(keys[..^1], key => Assert.Equal(
            Samples.ItemOf(Lanes * Batches), found.StateOf(key)));

        async Task RunAsync()
        {
            await using var lane = await _harness.OpenLaneAsync();
            for (var batch = 0; batch < Batches; batch++)
            {
                var loaded = await LoadInTheEndAsync(lane);
                await lane.WriteAsync(
                    [.. keys[..^1].Select(key => new RowWrite(key, More(loaded, key), loaded.VersionOf(key)))]);
            }
        }

        async Task<Found> LoadInTheEndAsync(IStoreLane lane)
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    return await lane.LoadAsync(keys);
                }
                catch (Exception fault) when (fault is RowFault or TransientFault && tries < TriesMax)
                {
                    await lane.RollbackAsync();
                }
            }
        }

        static Item More(Found found, Key key) => Samples.ItemOf(((Item)found.StateOf(key)!).Stock + 1);
    }

    [Fact]
    public async Task Every_lane_of_every_start_has_a_row_of_its_own()
    {
        await using var first = await _harness.OpenLaneAsync();
        await using var second = await _other.OpenLaneAsync(Stop);
        await _harness.ReopenAsync();
        await using var third = await _harness.OpenLaneAsync();
        foreach (var lane in new[] { first, second, third })
        {
            if (!ReferenceEquals(lane, first))
            {
                await lane.PutAsync(_key, Samples.ItemOf(1));
            }
        }

        Assert.Equal(3, await NumberAsync("SELECT count(*) FROM lanes"));
        Assert.Equal(2, await NumberAsync("SELECT count(*) FROM lanes WHERE committed = 1"));
    }

    [Fact]
    public async Task Rows_of_lanes_that_were_silent_for_a_month_are_forgotten()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await _harness.Database.RunAsync(
            "UPDATE lanes SET active_at = now() - interval '31 days'; "
            + "INSERT INTO lanes (lane, opened_at) OVERRIDING SYSTEM VALUE SELECT lane + 1000, 0 FROM lanes");
        await using var next = await _harness.OpenLaneAsync();
        Assert.Equal(2, await NumberAsync("SELECT count(*) FROM lanes"));
        var fault = await Assert.ThrowsAsync<FatalFault>(() => lane.PutAsync(_key, Samples.ItemOf(1)));
        Assert.Equal("lane-lost", fault.Code);
    }

    // As in a shop without a sale for a month.
    [Fact]
    public async Task A_lane_that_was_silent_for_a_month_goes_on_when_another_node_starts()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await _harness.Database.RunAsync("UPDATE lanes SET active_at = now() - interval '31 days'");
        await using var next = await _harness.OpenLaneAsync();
        await lane.PutAsync(_key, Samples.ItemOf(1));
        Assert.Equal(2, await NumberAsync("SELECT count(*) FROM lanes"));
    }

    [Fact]
    public async Task A_lane_whose_row_was_changed_by_somebody_else_does_not_go_on()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(_key, Samples.ItemOf(1));
        await _harness.Database.RunAsync("UPDATE lanes SET committed = committed + 1");
        var fault = await Assert.ThrowsAsync<FatalFault>(
            () => lane.WriteAsync(new RowWrite(_key, Samples.ItemOf(2), 1)));
        Assert.Equal("lane-lost", fault.Code);
        Assert.Equal(1, (await _harness.Store.ReadAsync(_key)).VersionOf(_key));
    }

    /// <summary>A barrier that timed out may be written later than the next one.</summary>
    [Fact]
    public async Task A_lane_whose_barrier_has_come_late_writes_another_and_goes_on()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(_key, Samples.ItemOf(1));
        await _harness.Database.RunAsync("UPDATE lanes SET barrier = barrier + 1");
        var fault = await Assert.ThrowsAsync<TransientFault>(
            () => lane.WriteAsync(new RowWrite(_key, Samples.ItemOf(2), 1)));
        Assert.False(fault.IsConflict);
        await lane.PutAsync(_key, Samples.ItemOf(2));
        Assert.Equal(2, (await _harness.Store.ReadAsync(_key)).VersionOf(_key));
    }

    /// <summary>A cancelled load must not leave its transaction and its locks behind.</summary>
    [Fact]
    public async Task A_lane_whose_load_was_cancelled_can_go_on()
    {
        await using var first = await _harness.OpenLaneAsync();
        await using var second = await _harness.OpenLaneAsync();
        await first.PutAsync(_key, Samples.ItemOf(1));
        await first.LoadAsync(_key);
        using var cancelling = new CancellationTokenSource();
        var loading = second.LoadAsync([_key], new Found(), cancelling.Token).AsTask();
        await AwaitWaitingLaneAsync();
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading);
        await first.RollbackAsync();
        await second.PutAsync(_key, Samples.ItemOf(2));
        await first.PutAsync(_key, Samples.ItemOf(3));
    }

    private Task AwaitWaitingLaneAsync(int lanes = 1) => Eventually.IsAsync(
        "a lane waits for a lock",
        TimeSpan.FromSeconds(20),
        async () => await NumberAsync(
            "SELECT count(*) FROM pg_stat_activity "
            + "WHERE datname = current_database() AND wait_event_type = 'Lock'") >= lanes);

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var database = _harness.Database;
        var connectionString = $"{database.Server.ConnectionOf(database.Name, PostgresServer.Superuser)};Pooling=false";
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Stop);
        return connection;
    }

    private async Task<long> NumberAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Stop))!;
    }
}
