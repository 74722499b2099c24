using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Simulation.Stores;

/// <summary>A wrapper around a store. By default it changes nothing.</summary>
internal sealed class WrappedStore(IStore inner) : IStore
{
    public Func<IStoreLane, IStoreLane> Lane { get; init; } = lane => lane;

    /// <summary>The tables with sweeps that find their due rows.</summary>
    public Func<Table, bool> IsDue { get; init; } = _ => true;

    public bool HasLeftovers { get; init; } = true;

    public async ValueTask<IStoreLane> OpenLaneAsync(CancellationToken cancellation) =>
        Lane(await inner.OpenLaneAsync(cancellation));

    public ValueTask ReadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation) =>
        inner.ReadAsync(keys, sink, cancellation);

    public ValueTask<IReadOnlyList<Key>> FindDueAsync(
        Table table, long now, int limit, CancellationToken cancellation) =>
        IsDue(table) ? inner.FindDueAsync(table, now, limit, cancellation) : new([]);

    public ILeftovers Leftovers => HasLeftovers ? inner.Leftovers : new NoLeftovers();

    private sealed class NoLeftovers : ILeftovers
    {
        public ValueTask<IReadOnlyList<Envelope>> ClaimAsync(LeftoverClaim claim, CancellationToken cancellation) =>
            new([]);

        public ValueTask<IReadOnlyList<long>> FindAsync(IReadOnlyList<long> ids, CancellationToken cancellation) =>
            new([]);
    }
}

/// <summary>A wrapper around a lane's commit. By default it changes nothing.</summary>
internal sealed class WrappedLane(IStoreLane inner) : IStoreLane
{
    public Func<IStoreLane, WriteSet, ValueTask<CommitOutcome>> Commit { get; init; } =
        (lane, writes) => lane.CommitAsync(writes);

    /// <summary>Replaces a fault of a load.</summary>
    public Func<Exception, Exception>? LoadFault { get; init; }

    /// <summary>Replaces the outcome of an unknown commit; null to resolve it.</summary>
    public CommitOutcome? Guess { get; init; }

    public async ValueTask LoadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation)
    {
        try
        {
            await inner.LoadAsync(keys, sink, cancellation);
        }
        catch (Exception fault) when (LoadFault is not null)
        {
            throw LoadFault(fault);
        }
    }

    public ValueTask<CommitOutcome> CommitAsync(WriteSet writes) => Commit(inner, writes);

    public ValueTask<CommitOutcome> ResolveAsync(CancellationToken cancellation) =>
        Guess is { } guess ? new(guess) : inner.ResolveAsync(cancellation);

    public ValueTask RollbackAsync() => inner.RollbackAsync();

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
