using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Stores;

/// <summary>Reads beside the lane, the rows that are due, and new numbers.</summary>
public abstract class ReadConformance<T> : IAsyncDisposable
    where T : StoreHarness, new()
{
    private const long Now = 1_700_000_000_000;

    private readonly T _harness = new();
    private readonly Key _key = Item.Table.KeyOf(1);

    private IStore Store => _harness.Store;

    [Fact]
    public async Task A_read_sees_what_is_committed_and_nothing_of_a_batch_that_runs()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(_key, Samples.ItemOf(1));
        await lane.LoadAsync(_key, Item.Table.KeyOf(2));
        Assert.Equal(Samples.ItemOf(1), (await Store.ReadAsync(_key)).StateOf(_key));
        await lane.WriteAsync(new RowWrite(_key, Samples.ItemOf(2), 1));
        Assert.Equal(Samples.ItemOf(2), (await Store.ReadAsync(_key)).StateOf(_key));
    }

    [Fact]
    public async Task Rows_that_do_not_exist_are_left_out_of_a_read()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(_key, Samples.ItemOf(1));
        Assert.Equal([_key], (await Store.ReadAsync(Item.Table.KeyOf(0), _key, Item.Table.KeyOf(2))).Keys);
        Assert.Empty((await Store.ReadAsync()).Keys);
    }

    [Fact]
    public async Task Reads_from_many_sides_at_once_are_all_answered()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(_key, Samples.ItemOf(1));
        var reads = Enumerable.Range(0, 50).Select(_ => Task.Run(() => Store.ReadAsync(_key)));
        Assert.All(await Task.WhenAll(reads), found => Assert.Equal(1, found.VersionOf(_key)));
    }

    /// <summary>Connections are used again: no read may use the snapshot of an earlier one.</summary>
    [Fact]
    public async Task Whatever_was_read_before_a_read_sees_what_is_committed_by_then()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(_key, Samples.ItemOf(1));
        var counter = Assert.IsAssignableFrom<IRowCounter>(Store);
        Func<Task>[] reads =
        [
            async () => await Store.ReadAsync(_key),
            async () => await Store.FindDueAsync(Order.Table, Now, 1, TestContext.Current.CancellationToken),
            async () => await Store.LeftoverIdsAsync(),
            async () => await Store.ClaimAsync(Now, Now),
            async () => await counter.CountAsync(Order.Table, 10, TestContext.Current.CancellationToken),
        ];
        for (var version = 1; version <= reads.Length; version++)
        {
            await reads[version - 1]();
            await lane.WriteAsync(new RowWrite(_key, Samples.ItemOf(version + 1), version));
            Assert.Equal(Samples.ItemOf(version + 1), (await Store.ReadAsync(_key)).StateOf(_key));
        }
    }

    [Fact]
    public async Task Rows_are_counted_up_to_a_limit()
    {
        var counter = Assert.IsAssignableFrom<IRowCounter>(Store);
        await using var lane = await _harness.OpenLaneAsync();
        foreach (var id in (long[])[1, 2, 3])
        {
            await lane.PutAsync(Order.Table.KeyOf(id), Samples.OrderDue(null));
        }

        var stop = TestContext.Current.CancellationToken;
        Assert.Equal(3, await counter.CountAsync(Order.Table, 10, stop));
        Assert.Equal(2, await counter.CountAsync(Order.Table, 2, stop));
        Assert.Equal(0, await counter.CountAsync(Item.Table, 10, stop));
    }

    [Fact]
    public async Task What_is_due_comes_longest_overdue_first_up_to_the_limit()
    {
        await using var lane = await _harness.OpenLaneAsync();
        foreach (var (id, due) in new (long, long?)[] { (1, 50), (2, null), (3, 10), (4, 51), (5, -7), (6, 10) })
        {
            await lane.PutAsync(Order.Table.KeyOf(id), Samples.OrderDue(due));
        }

        Assert.Equal([5, 3, 6, 1], (await Store.DueAsync(Order.Table, now: 50)).Select(key => key.Id));
        Assert.Equal([5, 3], (await Store.DueAsync(Order.Table, now: 50, limit: 2)).Select(key => key.Id));
        Assert.Empty(await Store.DueAsync(Order.Table, now: -8));
        Assert.Empty(await Store.DueAsync(Account.Table, now: 50));
    }

    [Fact]
    public async Task What_is_no_longer_due_is_not_found()
    {
        var key = Order.Table.KeyOf(1);
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(key, Samples.OrderDue(5));
        await lane.PutAsync(key, Samples.OrderDue(9));
        Assert.Empty(await Store.DueAsync(Order.Table, now: 8));
        Assert.Equal([key], await Store.DueAsync(Order.Table, now: 9));
        await lane.PutAsync(key, Samples.OrderDue(null));
        Assert.Empty(await Store.DueAsync(Order.Table, now: 9));
    }

    [Fact]
    public async Task Rows_with_text_keys_fall_due_too()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(StoredReply.KeyOf("late"), new StoredReply("a", "b", 1));
        await lane.PutAsync(StoredReply.KeyOf("later"), new StoredReply("a", "b", 2));
        Assert.Equal([StoredReply.KeyOf("late")], await Store.DueAsync(StoredReply.Table, now: 1));
    }

    // The row was written while the clock was ahead. The clock is right now, and the row must be found before that
    // later time.
    [Fact]
    public async Task What_is_due_too_far_ahead_is_due_now_after_what_is_overdue()
    {
        await using var lane = await _harness.OpenLaneAsync();
        foreach (var (id, due) in new[] { (1, Now + 7_200_000), (2, Now), (3, Now + 60_000), (4, Now - 5) })
        {
            await lane.PutAsync(Order.Table.KeyOf(id), Samples.OrderDue(due));
        }

        await lane.PutAsync(StoredReply.KeyOf("a"), new StoredReply("r", "p", Now + 86_400_000));
        Assert.Equal([4, 2, 1], (await Store.DueAsync(Order.Table, Now)).Select(key => key.Id));
        Assert.Equal([4, 2], (await Store.DueAsync(Order.Table, Now, limit: 2)).Select(key => key.Id));
        Assert.Empty(await Store.DueAsync(StoredReply.Table, Now));
    }

    [Fact]
    public async Task What_was_committed_is_there_after_the_store_was_opened_again()
    {
        await using (var lane = await _harness.OpenLaneAsync())
        {
            await lane.PutAsync(_key, Samples.ItemOf(1));
            await lane.PutAsync(_key, Samples.ItemOf(2));
        }

        await _harness.ReopenAsync();
        await using var next = await _harness.OpenLaneAsync();
        Assert.Equal(2, (await next.LoadAsync(_key)).VersionOf(_key));
        await next.WriteAsync(new RowWrite(_key, Samples.ItemOf(3), 2));
        Assert.Equal(Samples.ItemOf(3), (await Store.ReadAsync(_key)).StateOf(_key));
    }

    [Fact]
    public async Task Numbers_start_at_the_clock_and_never_come_twice()
    {
        Assert.Equal(Now << 16, await _harness.Ids.TakeAsync(Now, 10));
        Assert.Equal((Now << 16) + 10, await _harness.Ids.TakeAsync(Now, 1_000_000));
        await _harness.ReopenAsync();
        Assert.Equal((Now << 16) + 1_000_010, await _harness.Ids.TakeAsync(Now - 1_000, 1));
        Assert.Equal((Now + 60_000) << 16, await _harness.Ids.TakeAsync(Now + 60_000, 1));
        Assert.Equal(((Now + 60_000) << 16) + 1, await _harness.Ids.TakeAsync(0, 1));
    }

    [Fact]
    public async Task Numbers_are_handed_out_between_the_batches_of_a_lane()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.LoadAsync(_key);
        var taking = Task.Run(() => _harness.Ids.TakeAsync(Now, 1));
        await lane.WriteAsync(new RowWrite(_key, Samples.ItemOf(1), 0));
        Assert.Equal(Now << 16, await taking);
        await lane.PutAsync(_key, Samples.ItemOf(2));
    }

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
