using Cartwright.Domain.Orders;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Stores;

/// <summary>Rows and their versions.</summary>
public abstract class RowConformance<T> : IAsyncDisposable
    where T : StoreHarness, new()
{
    private readonly T _harness = new();
    private readonly Key _key = Item.Table.KeyOf(1);

    // A store may keep the rows of the books from being deleted; those of the queues are.
    private readonly Key _queued = StoredReply.KeyOf("1");

    private IStore Store => _harness.Store;

    [Fact]
    public async Task A_row_that_does_not_exist_is_not_found()
    {
        await using var lane = await _harness.OpenLaneAsync();
        Assert.Empty((await lane.LoadAsync(_key)).Keys);
        await lane.RollbackAsync();
    }

    [Fact]
    public async Task A_new_row_has_version_1_and_each_write_adds_one()
    {
        await using var lane = await _harness.OpenLaneAsync();
        for (var version = 1; version <= 3; version++)
        {
            await lane.PutAsync(_key, Samples.ItemOf(version * 10));
            var found = await Store.ReadAsync(_key);
            Assert.Equal(version, found.VersionOf(_key));
            Assert.Equal(Samples.ItemOf(version * 10), found.StateOf(_key));
        }
    }

    [Fact]
    public async Task A_deleted_row_is_gone_and_can_be_made_anew()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(_queued, new StoredReply("1", "first", null));
        await lane.PutAsync(_queued, new StoredReply("1", "second", null));
        await lane.PutAsync(_queued, null);
        Assert.Empty((await Store.ReadAsync(_queued)).Keys);
        await lane.PutAsync(_queued, new StoredReply("1", "third", null));
        Assert.Equal(1, (await Store.ReadAsync(_queued)).VersionOf(_queued));
    }

    [Fact]
    public async Task A_row_that_came_and_went_in_one_batch_leaves_nothing()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.LoadAsync(_key);
        Assert.Equal(CommitOutcome.Committed, await lane.WriteAsync(new RowWrite(_key, null, 0)));
        Assert.Empty((await Store.ReadAsync(_key)).Keys);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_write_over_another_version_is_transient_and_leaves_nothing(long version)
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(_key, Samples.ItemOf(1));
        await lane.PutAsync(_key, Samples.ItemOf(2));
        var other = Item.Table.KeyOf(0);
        var fault = await Assert.ThrowsAsync<TransientFault>(() => lane.WriteAsync(
            new RowWrite(other, Samples.ItemOf(9), 0),
            new RowWrite(_key, Samples.ItemOf(3), version)));
        Assert.True(fault.IsConflict);
        var found = await Store.ReadAsync(other, _key);
        Assert.Equal([_key], found.Keys);
        Assert.Equal((2, Samples.ItemOf(2)), (found.VersionOf(_key), found.StateOf(_key)));
        await lane.PutAsync(_key, Samples.ItemOf(4));
        Assert.Equal(3, (await Store.ReadAsync(_key)).VersionOf(_key));
    }

    [Fact]
    public async Task A_delete_of_another_version_is_transient_and_leaves_the_row()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(_queued, new StoredReply("1", "first", null));
        var fault = await Assert.ThrowsAsync<TransientFault>(() => lane.WriteAsync(new RowWrite(_queued, null, 2)));
        Assert.True(fault.IsConflict);
        Assert.Equal(1, (await Store.ReadAsync(_queued)).VersionOf(_queued));
    }

    [Fact]
    public async Task A_write_of_a_row_that_is_gone_is_transient()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await Assert.ThrowsAsync<TransientFault>(() => lane.WriteAsync(new RowWrite(_key, Samples.ItemOf(1), 1)));
        await Assert.ThrowsAsync<TransientFault>(() => lane.WriteAsync(new RowWrite(_queued, null, 1)));
        Assert.Empty((await Store.ReadAsync(_key, _queued)).Keys);
    }

    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public async Task Every_kind_of_row_comes_back_as_it_was_stored(string name)
    {
        var (key, state) = Samples.All[name];
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(key, state);
        var expected = Columns.Of(key, state);
        Assert.Equal(expected, Columns.Of(key, (await lane.LoadAsync(key)).StateOf(key)));
        await lane.RollbackAsync();
        await lane.PutAsync(key, state);
        await _harness.ReopenAsync();
        Assert.Equal(expected, Columns.Of(key, (await Store.ReadAsync(key)).StateOf(key)));
    }

    [Fact]
    public async Task Rows_of_all_tables_are_written_and_found_together_in_the_order_of_their_keys()
    {
        var keys = Samples.All.Values.Select(sample => sample.Key).Order().ToArray();
        var states = Samples.All.Values.ToDictionary(sample => sample.Key, sample => sample.State);
        await using var lane = await _harness.OpenLaneAsync();
        await lane.LoadAsync(keys);
        await lane.WriteAsync([.. keys.Select(key => new RowWrite(key, states[key], 0))]);
        Assert.Equal(keys, (await lane.LoadAsync(keys)).Keys);
        await lane.RollbackAsync();
        var found = await Store.ReadAsync(keys);
        Assert.All(keys, key => Assert.Equal(Columns.Of(key, states[key]), Columns.Of(key, found.StateOf(key))));
    }

    [Fact]
    public async Task Text_keys_are_told_apart_to_the_letter()
    {
        string[] texts = ["", " ", "a", "A", "a ", "á", "a\u0301", "0", "00"];
        await using var lane = await _harness.OpenLaneAsync();
        foreach (var text in texts)
        {
            await lane.PutAsync(StoredReply.KeyOf(text), new StoredReply(text, "reply", null));
        }

        var found = await Store.ReadAsync([.. texts.Select(StoredReply.KeyOf)]);
        Assert.All(texts, text => Assert.Equal(text, ((StoredReply)found.StateOf(StoredReply.KeyOf(text))!).Request));
    }

    [Fact]
    public async Task The_same_number_names_another_row_in_another_table()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(_key, Samples.ItemOf(1));
        Assert.Empty((await Store.ReadAsync(Order.Table.KeyOf(1))).Keys);
    }

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
