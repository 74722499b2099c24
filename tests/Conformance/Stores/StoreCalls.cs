using Cartwright.Domain.Storage;
using Cartwright.Engine.Ports;

namespace Cartwright.Conformance.Stores;

/// <summary>The port's calls as tests need them.</summary>
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

    /// <summary>Writes the row, whatever its version is.</summary>
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

    public static async Task<IReadOnlyList<long>> LeftoverIdsAsync(
        this IStore store, long before = long.MaxValue, int limit = 100) =>
        [.. (await store.LeftoversAsync(before, limit, Stop)).Select(envelope => envelope.Id)];

    public static async Task<IReadOnlyList<Key>> DueAsync(
        this IStore store, Table table, long now, int limit = 100) =>
        await store.FindDueAsync(table, now, limit, Stop);

    public static async Task<long> TakeAsync(this IIdBlocks ids, long now, int count) =>
        await ids.TakeAsync(now, count, Stop);
}
