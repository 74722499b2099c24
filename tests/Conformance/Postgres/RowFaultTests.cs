using Cartwright.Conformance.Stores;
using Cartwright.Domain;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Cartwright.Conformance.Postgres;

/// <summary>Other clients of the database: open transactions, triggers, revoked permissions.</summary>
public sealed class RowFaultTests : IAsyncLifetime
{
    private static readonly Key First = Item.Table.KeyOf(1);
    private static readonly Key Second = Item.Table.KeyOf(2);

    // A lane waits 1.5 s for a locked row. On a busy machine any one lane may wait as long, but not half of them.
    private static readonly TimeSpan LongWaitMin = TimeSpan.FromSeconds(1.4);

    private readonly PostgresHarness _harness = new();
    private IStoreLane _lane = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _lane = await _harness.OpenLaneAsync();
        await _lane.PutAsync(First, Samples.ItemOf(1));
        await _lane.PutAsync(Second, Samples.ItemOf(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _lane.DisposeAsync();
        await _harness.DisposeAsync();
    }

    [Fact]
    public async Task A_locked_row_is_named_and_is_waited_for_only_once_for_long()
    {
        List<TimeSpan> waits = [];
        await using var stranger = await StrangerAsync("SELECT * FROM items WHERE item_id = 1 FOR UPDATE");
        var missing = Item.Table.KeyOf(3);
        for (var times = 0; times < 6; times++)
        {
            var began = TimeProvider.System.GetTimestamp();
            var fault = await Assert.ThrowsAsync<RowFault>(() => _lane.LoadAsync(First, Second, missing));
            waits.Add(TimeProvider.System.GetElapsedTime(began));
            Assert.False(fault.IsUnreadable);
            Assert.Equal([First], fault.Keys);
            await _lane.RollbackAsync();
            await _lane.PutAsync(Second, Samples.ItemOf(2));
        }

        Assert.True(waits[0] > LongWaitMin);
        Assert.True(waits.Count(IsLong) <= waits.Count / 2, string.Join(", ", waits));
        await stranger.DisposeAsync();
        await _lane.PutAsync(First, Samples.ItemOf(2));
    }

    [Fact]
    public async Task A_locked_table_is_a_fault_of_rows_that_are_not_known()
    {
        await using var stranger = await StrangerAsync("LOCK TABLE items");
        var fault = await Assert.ThrowsAsync<RowFault>(() => _lane.LoadAsync(First));
        Assert.Empty(fault.Keys);
        await _lane.RollbackAsync();
        await stranger.DisposeAsync();
        await _lane.PutAsync(First, Samples.ItemOf(2));
    }

    [Fact]
    public async Task A_locked_envelope_of_the_outbox_stays_and_keeps_nothing_from_being_committed()
    {
        await _lane.StoreAsync(Envelope(1), Envelope(2));
        await using var stranger = await StrangerAsync("SELECT * FROM outbox WHERE envelope_id = 1 FOR UPDATE");
        var writes = new WriteSet();
        writes.Confirmed.AddRange([1, 2]);
        Assert.Equal(CommitOutcome.Committed, await _lane.CommitAsync(writes));
        Assert.Equal([1], await _harness.Store.LeftoverIdsAsync());
    }

    [Fact]
    public async Task An_envelope_that_this_version_does_not_know_hides_no_other()
    {
        _harness.IsSpoiled = true;
        await _lane.StoreAsync(Envelope(1), Envelope(2), Envelope(3));
        await _harness.Database.RunAsync(
            "UPDATE outbox SET role = 'invoice' WHERE envelope_id = 1",
            "UPDATE outbox SET partition = 4000000000 WHERE envelope_id = 2");
        Assert.Equal([3], await _harness.Store.ClaimIdsAsync(now: 10, before: 9, count: 1));
    }

    [Theory]
    [InlineData("P0001")]
    [InlineData("42501")]
    [InlineData("0A000")]
    [InlineData("XX000")]
    [InlineData("57014")]
    [InlineData("22023", true)]
    public async Task What_a_trigger_refuses_is_of_its_row_and_the_lane_goes_on(string state, bool isPoison = false)
    {
        _harness.IsSpoiled = true;
        await _harness.Database.RunAsync(
            $"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.item_id = 1 THEN "
            + $"RAISE EXCEPTION 'not this one' USING ERRCODE = '{state}'; END IF; RETURN NEW; END $$",
            "CREATE TRIGGER refuse BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION refuse()");
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => _lane.PutAsync(First, Samples.ItemOf(2)));
        Assert.Equal(isPoison ? typeof(PoisonFault) : typeof(RowFault), refused.GetType());
        await _lane.RollbackAsync();
        await _lane.PutAsync(Second, Samples.ItemOf(2));
        await _harness.Database.RunAsync("DROP TRIGGER refuse ON items");
        await _lane.PutAsync(First, Samples.ItemOf(2));
    }

    [Theory]
    [InlineData("53100")]
    [InlineData("57P03")]
    [InlineData("58030")]
    public async Task What_the_server_refuses_to_all_is_of_no_row(string state)
    {
        _harness.IsSpoiled = true;
        await _harness.Database.RunAsync(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            + $"RAISE EXCEPTION 'not now' USING ERRCODE = '{state}'; END $$",
            "CREATE TRIGGER refuse BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION refuse()");
        await Assert.ThrowsAsync<TransientFault>(() => _lane.PutAsync(First, Samples.ItemOf(2)));
    }

    /// <summary>A forgotten session of psql, and a shop that goes on beside it.</summary>
    [Fact]
    [Trait("Kind", "Long")]
    public async Task A_node_serves_every_other_row_while_a_stranger_keeps_one()
    {
        await using var node = await StartAsync(_harness);
        var stranger = await StrangerAsync("SELECT * FROM items WHERE item_id = 1 FOR UPDATE");
        var blocked = node.Engine.AskAsync(new AddStock(new ItemId(1), 1), "add");
        List<TimeSpan> waits = [];
        for (var times = 0; times < 30; times++)
        {
            var began = TimeProvider.System.GetTimestamp();
            var others = node.Engine.AskAsync(new AddStock(new ItemId(2), 1), "add");
            var alsoBlocked = node.Engine.AskAsync(new AddStock(new ItemId(1), 1), "add");
            await others.WaitAsync(TimeSpan.FromSeconds(10), Stop);
            waits.Add(TimeProvider.System.GetElapsedTime(began));
            Assert.False(alsoBlocked.IsCompletedSuccessfully);
        }

        Assert.True(waits.Count(IsLong) <= waits.Count / 2, string.Join(", ", waits));
        var refused = await Assert.ThrowsAsync<NotServedException>(
            () => blocked.WaitAsync(TimeSpan.FromSeconds(15), Stop));
        Assert.Equal(NotServed.Unavailable, refused.Why);
        await stranger.DisposeAsync();
        await node.Engine.AskAsync(new AddStock(new ItemId(1), 1), "add").WaitAsync(TimeSpan.FromSeconds(10), Stop);
    }

    [Fact]
    [Trait("Kind", "Long")]
    public async Task A_node_whose_right_is_taken_away_lives_and_goes_on_when_it_is_back()
    {
        await using var harness = new SecuredPostgresHarness { IsSpoiled = true };
        await using var lane = await harness.OpenLaneAsync();
        await lane.PutAsync(First, Samples.ItemOf(1));
        await harness.Database.RunAsync($"REVOKE UPDATE ON items FROM \"{PostgresServer.ServingRole}\"");
        await Assert.ThrowsAsync<TransientFault>(() => lane.WriteAsync(new RowWrite(First, Samples.ItemOf(2), 1)));
        await using var node = await StartAsync(harness);
        var refused = await Assert.ThrowsAsync<NotServedException>(
            () => node.Engine.AskAsync(new AddStock(new ItemId(1), 1), "add")
                .WaitAsync(TimeSpan.FromSeconds(15), Stop));
        Assert.Equal(NotServed.Unavailable, refused.Why);
        Assert.Null(node.Engine.Ended.Exception);
        await harness.Database.RunAsync($"GRANT UPDATE ON items TO \"{PostgresServer.ServingRole}\"");
        await node.Engine.AskAsync(new AddStock(new ItemId(1), 1), "add").WaitAsync(TimeSpan.FromSeconds(10), Stop);
    }

    private static bool IsLong(TimeSpan wait) => wait > LongWaitMin;

    private static Envelope Envelope(long id) => new(id, Role.Stock, 0, At: 0, Bytes: default);

    private static async Task<ShopNode> StartAsync(PostgresHarness harness)
    {
        var node = new ShopNode(
            [ShopServices.Stock],
            harness.Store,
            harness.Ids,
            log: null,
            new NodeOptions { DecidesLocally = false, Receivers = ShopServices.Roles },
            TimeProvider.System,
            NullLogger.Instance);
        await node.Engine.StartAsync(Stop);
        return node;
    }

    private async Task<NpgsqlConnection> StrangerAsync(string sql)
    {
        var database = _harness.Database;
        var connection = new NpgsqlConnection(
            $"{database.Server.ConnectionOf(database.Name, PostgresServer.Superuser)};Pooling=false");
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand($"BEGIN; {sql}", connection);
        await command.ExecuteNonQueryAsync(Stop);
        return connection;
    }
}
