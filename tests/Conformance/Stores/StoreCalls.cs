using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Conformance.Stores;

/// <summary>The port's calls, in the form that tests need.</summary>
internal static class StoreCalls
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<Found> LoadAsync(this IStoreLane lane, params Key[] keys)
    {
        var found = new Found();
        await lane.LoadAsync(keys, found, Stop);
        return found;
    }

    public static async Task<Found> ReadAsync(this IStore store, params Key[] keys)
    {
        var found = new Found();
        await store.ReadAsync(keys, found, Stop);
        return found;
    }

    public static async Task<CommitOutcome> WriteAsync(this IStoreLane lane, params RowWrite[] rows)
    {
        var writes = new WriteSet();
        writes.Rows.AddRange(rows);
        return await lane.CommitAsync(writes);
    }

    /// <summary>Writes the row regardless of its version.</summary>
    public static async Task PutAsync(this IStoreLane lane, Key key, object? state)
    {
        var version = (await lane.LoadAsync(key)).VersionOf(key);
        Assert.Equal(CommitOutcome.Committed, await lane.WriteAsync(new RowWrite(key, state, version)));
    }

    public static async Task StoreAsync(this IStoreLane lane, params Envelope[] envelopes)
    {
        var writes = new WriteSet();
        writes.Outbox.AddRange(envelopes);
        Assert.Equal(CommitOutcome.Committed, await lane.CommitAsync(writes));
    }

    /// <summary>The stored envelopes with numbers up to 100.</summary>
    public static async Task<IReadOnlyList<long>> LeftoverIdsAsync(this IStore store) =>
        [.. (await store.Leftovers.FindAsync([.. Enumerable.Range(0, 101)], Stop)).Order()];

    public static async Task<IReadOnlyList<Envelope>> ClaimAsync(
        this IStore store, long now, long before, int count = 100, long bytes = long.MaxValue) =>
        await store.Leftovers.ClaimAsync(new LeftoverClaim(now, before, count, bytes, ShopServices.Roles), Stop);

    public static async Task<IReadOnlyList<long>> ClaimIdsAsync(
        this IStore store, long now, long before, int count = 100, long bytes = long.MaxValue) =>
        [.. (await store.ClaimAsync(now, before, count, bytes)).Select(envelope => envelope.Id)];

    public static async Task<IReadOnlyList<Key>> DueAsync(
        this IStore store, Table table, long now, int limit = 100) =>
        await store.FindDueAsync(table, now, limit, Stop);

    public static async Task<long> TakeAsync(this IIdBlocks ids, long now, int count) =>
        await ids.TakeAsync(now, count, Stop);
}
