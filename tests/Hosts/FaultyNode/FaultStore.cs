using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.FaultyNode;

/// <summary>A database that kills its node right after a commit with messages to send.</summary>
internal sealed class FaultStore(IStore inner, FaultPoint point) : IStore, IRowLists
{
    public async ValueTask<IStoreLane> OpenLaneAsync(CancellationToken cancellation) =>
        new FaultLane(await inner.OpenLaneAsync(cancellation), point);

    public ValueTask ReadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation) =>
        inner.ReadAsync(keys, sink, cancellation);

    public ValueTask<IReadOnlyList<Key>> FindDueAsync(
        Table table, long now, int limit, CancellationToken cancellation) =>
        inner.FindDueAsync(table, now, limit, cancellation);

    public ValueTask ReadPageAsync(RowPage page, IRowSink sink, CancellationToken cancellation) =>
        ((IRowLists)inner).ReadPageAsync(page, sink, cancellation);

    public ILeftovers Leftovers => inner.Leftovers;

    private sealed class FaultLane(IStoreLane inner, FaultPoint point) : IStoreLane
    {
        public ValueTask LoadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation) =>
            inner.LoadAsync(keys, sink, cancellation);

        public async ValueTask<CommitOutcome> CommitAsync(WriteSet writes)
        {
            var outcome = await inner.CommitAsync(writes);
            if (outcome is CommitOutcome.Committed && writes.Outbox.Count > 0 && point.IsNow())
            {
                FaultPoint.Die();
            }

            return outcome;
        }

        public ValueTask<CommitOutcome> ResolveAsync(CancellationToken cancellation) =>
            inner.ResolveAsync(cancellation);

        public ValueTask RollbackAsync() => inner.RollbackAsync();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
