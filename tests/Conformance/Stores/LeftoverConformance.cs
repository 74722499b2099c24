using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Stores;

/// <summary>Unconfirmed envelopes: each is claimed by one node at a time, in bounded parts.</summary>
public abstract class LeftoverConformance<T> : IAsyncDisposable
    where T : StoreHarness, new()
{
    private const long Now = 1_700_000_000_000;

    private readonly T _harness = new();

    private IStore Store => _harness.Store;

    [Fact]
    public async Task Envelopes_are_stored_until_confirmed()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.StoreAsync(EnvelopeOf(1, 30), EnvelopeOf(2, 10), EnvelopeOf(3, 20), EnvelopeOf(4, 10));
        Assert.Equal([1, 2, 3, 4], await Store.LeftoverIdsAsync());
        var writes = new WriteSet();
        writes.Confirmed.AddRange([4, 1, 99]);
        await lane.CommitAsync(writes);
        await _harness.ReopenAsync();
        Assert.Equal([2, 3], await Store.LeftoverIdsAsync());
        Assert.Empty(await Store.Leftovers.FindAsync([], TestContext.Current.CancellationToken));
        Assert.Equal([2, 3], await Store.ClaimIdsAsync(now: 40, before: 31));
    }

    [Fact]
    public async Task A_claim_takes_the_oldest_that_are_old_enough()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.StoreAsync(EnvelopeOf(1, 30), EnvelopeOf(2, 10), EnvelopeOf(3, 20), EnvelopeOf(4, 10));
        Assert.Equal([2, 4], await Store.ClaimIdsAsync(now: 100, before: 30, count: 2));
        Assert.Equal([3], await Store.ClaimIdsAsync(now: 100, before: 30));
        Assert.Equal([1], await Store.ClaimIdsAsync(now: 100, before: 31));
        Assert.Empty(await Store.ClaimIdsAsync(now: 100, before: 100));
    }

    [Fact]
    public async Task What_is_claimed_is_claimed_again_when_its_time_has_passed_the_longest_unsent_first()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.StoreAsync(EnvelopeOf(1, 10), EnvelopeOf(2, 20), EnvelopeOf(3, 30));
        Assert.Equal([1], await Store.ClaimIdsAsync(now: 100, before: 50, count: 1));
        Assert.Equal([2, 3], await Store.ClaimIdsAsync(now: 90, before: 50));
        await _harness.ReopenAsync();
        Assert.Empty(await Store.ClaimIdsAsync(now: 95, before: 90));
        Assert.Equal([2, 3, 1], await Store.ClaimIdsAsync(now: 200, before: 101));
    }

    [Fact]
    public async Task Claims_at_the_same_time_share_the_envelopes()
    {
        const int Envelopes = 300;
        await using var lane = await _harness.OpenLaneAsync();
        await lane.StoreAsync([.. Enumerable.Range(1, Envelopes).Select(id => EnvelopeOf(id, id))]);
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(ClaimAllAsync)));
        Assert.Equal(Enumerable.Range(1, Envelopes), claims.SelectMany(claim => claim).Order().Select(id => (int)id));

        async Task<List<long>> ClaimAllAsync()
        {
            List<long> all = [];
            for (var times = 0; times < Envelopes / 20; times++)
            {
                all.AddRange(await Store.ClaimIdsAsync(now: 2_000, before: 1_000, count: 20));
            }

            return all;
        }
    }

    [Fact]
    public async Task A_claim_ends_where_its_bytes_do()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.StoreAsync(
            EnvelopeOf(1, 1, 500), EnvelopeOf(2, 2, 500), EnvelopeOf(3, 3, 1), EnvelopeOf(4, 4, 100_000),
            EnvelopeOf(5, 5, 1));
        Assert.Equal([1, 2], await Store.ClaimIdsAsync(now: 50, before: 10, bytes: 1_000));
        Assert.Equal([3], await Store.ClaimIdsAsync(now: 50, before: 10, bytes: 1_000));
        Assert.Equal([4], await Store.ClaimIdsAsync(now: 50, before: 10, bytes: 1_000));
        Assert.Equal([5], await Store.ClaimIdsAsync(now: 50, before: 10, bytes: 1_000));
    }

    // The envelope was written while the clock was ahead. The clock is right now, and the envelope must be found before
    // that later time.
    [Fact]
    public async Task An_envelope_of_a_time_too_far_ahead_is_left_over_after_the_others()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.StoreAsync(EnvelopeOf(1, Now + 7_200_000), EnvelopeOf(2, Now - 1), EnvelopeOf(3, Now + 1_000));
        Assert.Equal([2], await Store.ClaimIdsAsync(Now, before: Now, count: 1));
        Assert.Equal([1], await Store.ClaimIdsAsync(Now, before: Now));
        Assert.Empty(await Store.ClaimIdsAsync(Now, before: Now));
    }

    [Fact]
    public async Task A_claim_of_a_time_too_far_ahead_holds_nothing()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.StoreAsync(EnvelopeOf(1, Now - 1));
        Assert.Equal([1], await Store.ClaimIdsAsync(Now + 7_200_000, before: Now));
        Assert.Equal([1], await Store.ClaimIdsAsync(Now, before: Now));
    }

    [Fact]
    public async Task An_envelope_comes_back_as_it_was_stored()
    {
        var bytes = Enumerable.Range(0, 100_000).Select(i => (byte)i).ToArray();
        var stored = new Envelope(long.MaxValue, Role.Payment, int.MaxValue, long.MinValue, bytes);
        await using var lane = await _harness.OpenLaneAsync();
        await lane.StoreAsync(stored, new Envelope(0, Role.Order, 0, 0, ReadOnlyMemory<byte>.Empty));
        var found = await Store.ClaimAsync(Now, before: 1);
        Assert.Equal(stored with { Bytes = default }, found[0] with { Bytes = default });
        Assert.Equal(bytes, found[0].Bytes.ToArray());
        Assert.Equal(0, found[1].Bytes.Length);
    }

    // A node of a later version has left it, with one more service in its shop.
    [Fact]
    public async Task What_goes_to_a_service_that_the_node_does_not_know_is_left_to_others()
    {
        var ship = new Role("ship");
        await using var lane = await _harness.OpenLaneAsync();
        await lane.StoreAsync(
            EnvelopeOf(1, 1) with { To = ship }, EnvelopeOf(2, 2), EnvelopeOf(3, 3) with { To = ship });
        Assert.Equal([2], await Store.ClaimIdsAsync(Now, before: 10));
        var claim = new LeftoverClaim(Now, Before: 10, CountMax: 1, BytesMax: 1_000, [Role.Stock, ship]);
        var stop = TestContext.Current.CancellationToken;
        var claimed = await Store.Leftovers.ClaimAsync(claim, stop);
        Assert.Equal((1, ship), (Assert.Single(claimed).Id, claimed[0].To));
        Assert.Empty(await Store.Leftovers.ClaimAsync(claim with { Receivers = [] }, stop));
    }

    [Fact]
    public async Task A_claim_is_made_between_the_batches_of_a_lane_and_keeps_none_from_deleting()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.StoreAsync(EnvelopeOf(1, 1), EnvelopeOf(2, 2));
        Assert.Equal([1, 2], await Store.ClaimIdsAsync(Now, before: 10));
        var writes = new WriteSet();
        writes.Confirmed.Add(1);
        Assert.Equal(CommitOutcome.Committed, await lane.CommitAsync(writes));
        Assert.Equal([2], await Store.LeftoverIdsAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static Envelope EnvelopeOf(long id, long at, int bytes = 1) =>
        new(id, Role.Stock, 0, at, new byte[bytes]);
}
