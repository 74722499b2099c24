using Cartwright.Domain;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Stores;

/// <summary>A batch is all or nothing, and its outcome can always be resolved.</summary>
public abstract class CommitConformance<T> : IAsyncDisposable
    where T : StoreHarness, new()
{
    private readonly T _harness = new();
    private readonly Key _key = Item.Table.KeyOf(1);
    private readonly Key _other = Item.Table.KeyOf(2);

    private IStore Store => _harness.Store;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_that_is_rolled_back_leaves_nothing()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.LoadAsync(_key);
        await lane.RollbackAsync();
        await lane.RollbackAsync();
        Assert.Empty((await Store.ReadAsync(_key)).Keys);
        await lane.PutAsync(_key, Samples.ItemOf(1));
        Assert.Equal(1, (await Store.ReadAsync(_key)).VersionOf(_key));
    }

    [Fact]
    public async Task A_batch_needs_no_load_before_its_commit()
    {
        await using var lane = await _harness.OpenLaneAsync();
        Assert.Equal(CommitOutcome.Committed, await lane.WriteAsync(new RowWrite(_key, Samples.ItemOf(1), 0)));
        Assert.Equal(1, (await Store.ReadAsync(_key)).VersionOf(_key));
    }

    [Fact]
    public async Task A_batch_without_changes_can_be_committed()
    {
        await using var lane = await _harness.OpenLaneAsync();
        Assert.Equal(CommitOutcome.Committed, await lane.CommitAsync(new WriteSet()));
        await lane.LoadAsync(_key);
        Assert.Equal(CommitOutcome.Committed, await lane.CommitAsync(new WriteSet()));
    }

    [Fact]
    public async Task Rows_can_be_loaded_in_several_goes()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(_key, Samples.ItemOf(1));
        await lane.PutAsync(_other, Samples.ItemOf(2));
        Assert.Equal(1, (await lane.LoadAsync(_key)).VersionOf(_key));
        Assert.Equal(1, (await lane.LoadAsync(_other)).VersionOf(_other));
        await lane.WriteAsync(
            new RowWrite(_key, Samples.ItemOf(3), 1),
            new RowWrite(_other, Samples.ItemOf(4), 1));
        Assert.Equal(2, (await Store.ReadAsync(_other)).VersionOf(_other));
    }

    [Fact]
    public async Task Rows_and_envelopes_are_committed_together()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.StoreAsync(EnvelopeOf(1), EnvelopeOf(2));
        var writes = new WriteSet();
        writes.Rows.Add(new RowWrite(_key, Samples.ItemOf(1), 0));
        writes.Outbox.Add(EnvelopeOf(3));
        writes.Confirmed.Add(1);
        Assert.Equal(CommitOutcome.Committed, await lane.CommitAsync(writes));
        Assert.Equal(1, (await Store.ReadAsync(_key)).VersionOf(_key));
        Assert.Equal([2, 3], await Store.LeftoverIdsAsync());
    }

    [Fact]
    public async Task Neither_rows_nor_envelopes_of_a_batch_that_failed_are_there()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.StoreAsync(EnvelopeOf(1));
        var writes = new WriteSet();
        writes.Rows.Add(new RowWrite(_key, Samples.ItemOf(1), 0));
        writes.Rows.Add(new RowWrite(_other, Samples.ItemOf(1), 7));
        writes.Outbox.Add(EnvelopeOf(2));
        writes.Confirmed.Add(1);
        await Assert.ThrowsAsync<TransientFault>(async () => await lane.CommitAsync(writes));
        Assert.Empty((await Store.ReadAsync(_key, _other)).Keys);
        Assert.Equal([1], await Store.LeftoverIdsAsync());
    }

    [Fact]
    public async Task What_the_store_refuses_is_poison_and_leaves_nothing()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(_other, Samples.ItemOf(1));
        await Assert.ThrowsAsync<PoisonFault>(() => lane.WriteAsync(
            new RowWrite(_key, Samples.ItemOf(1), 0),
            new RowWrite(_other, Samples.Unbalanced, 1)));
        await Assert.ThrowsAsync<PoisonFault>(() => lane.WriteAsync(
            new RowWrite(_key, Samples.Unbalanced, 0)));
        var found = await Store.ReadAsync(_key, _other);
        Assert.Equal([_other], found.Keys);
        await lane.PutAsync(_key, Samples.ItemOf(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unknown_commit_resolves_to_what_has_happened(bool happens)
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(_other, Samples.ItemOf(1));
        for (var round = 0; round < 3; round++)
        {
            var before = (await lane.LoadAsync(_key)).VersionOf(_key);
            _harness.MakeNextCommitUnknown(happens);
            Assert.Equal(
                CommitOutcome.Unknown,
                await lane.WriteAsync(new RowWrite(_key, Samples.ItemOf(round), before)));
            Assert.Equal(
                happens ? CommitOutcome.Committed : CommitOutcome.NotCommitted,
                await lane.ResolveAsync(Stop));
            Assert.Equal(happens ? before + 1 : before, (await Store.ReadAsync(_key)).VersionOf(_key));
            await lane.PutAsync(_other, Samples.ItemOf(round));
        }
    }

    [Fact]
    public async Task An_unknown_commit_of_one_lane_is_not_taken_for_that_of_another()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await using var second = await _harness.OpenLaneAsync();
        await second.PutAsync(_other, Samples.ItemOf(1));
        _harness.MakeNextCommitUnknown(happens: false);
        Assert.Equal(CommitOutcome.Unknown, await lane.WriteAsync(new RowWrite(_key, Samples.ItemOf(1), 0)));
        await second.PutAsync(_other, Samples.ItemOf(2));
        Assert.Equal(CommitOutcome.NotCommitted, await lane.ResolveAsync(Stop));
        Assert.Empty((await Store.ReadAsync(_key)).Keys);
    }

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static Envelope EnvelopeOf(long id) => new(id, Role.Stock, 0, id, new byte[] { 1, 2, 3 });
}
