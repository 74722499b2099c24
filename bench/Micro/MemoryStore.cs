using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Micro;

/// <summary>A store that costs next to nothing, so that a measurement shows the cost of the engine.</summary>
internal sealed class MemoryStore : IStore, ILeftovers, IStoreLane, IIdBlocks
{
    private readonly Dictionary<Key, (object State, long Version)> _rows = [];
    private long _nextId;

    public int Commits { get; private set; }

    public void Put(Key key, object state) => _rows[key] = (state, 1);

    public void Remove(Key key) => _rows.Remove(key);

    public ValueTask<IStoreLane> OpenLaneAsync(CancellationToken cancellation) => new(this);

    public ValueTask LoadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation) =>
        ReadAsync(keys, sink, cancellation);

    public ValueTask ReadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation)
    {
        foreach (var key in keys)
        {
            if (_rows.TryGetValue(key, out var row))
            {
                sink.Found(key, row.State, row.Version);
            }
        }

        return default;
    }

    public ValueTask<CommitOutcome> CommitAsync(WriteSet writes)
    {
        Commits++;
        foreach (var row in writes.Rows)
        {
            _rows[row.Key] = (row.State!, row.Version + 1);
        }

        return new(CommitOutcome.Committed);
    }

    public ValueTask<CommitOutcome> ResolveAsync(CancellationToken cancellation) => new(CommitOutcome.Committed);

    public ValueTask RollbackAsync() => default;

    public ValueTask<IReadOnlyList<Key>> FindDueAsync(
        Table table, long now, int limit, CancellationToken cancellation) => new([]);

    public ILeftovers Leftovers => this;

    public ValueTask<IReadOnlyList<Envelope>> ClaimAsync(LeftoverClaim claim, CancellationToken cancellation) =>
        new([]);

    public ValueTask<IReadOnlyList<long>> FindAsync(IReadOnlyList<long> ids, CancellationToken cancellation) =>
        new(ids);

    public ValueTask<long> TakeAsync(long now, int count, CancellationToken cancellation)
    {
        _nextId += count;
        return new(_nextId - count);
    }

    public ValueTask DisposeAsync() => default;
}
