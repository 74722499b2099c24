using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Http.Tests.Local;

/// <summary>A store with reads that can be made to fail, or to never return.</summary>
internal sealed class AbsentStore(IStore inner) : IStore, IRowLists
{
    public bool Fails { get; set; }

    public bool IsSilent { get; set; }

    public ValueTask<IStoreLane> OpenLaneAsync(CancellationToken cancellation) => inner.OpenLaneAsync(cancellation);

    public async ValueTask ReadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation)
    {
        await PassAsync(cancellation);
        await inner.ReadAsync(keys, sink, cancellation);
    }

    public async ValueTask<IReadOnlyList<Key>> FindDueAsync(
        Table table, long now, int limit, CancellationToken cancellation)
    {
        await PassAsync(cancellation);
        return await inner.FindDueAsync(table, now, limit, cancellation);
    }

    public async ValueTask ReadPageAsync(RowPage page, IRowSink sink, CancellationToken cancellation)
    {
        await PassAsync(cancellation);
        await ((IRowLists)inner).ReadPageAsync(page, sink, cancellation);
    }

    public ILeftovers Leftovers => inner.Leftovers;

    private Task PassAsync(CancellationToken cancellation) =>
        Fails ? throw new TransientFault("The database is away.")
        : IsSilent ? new TaskCompletionSource().Task.WaitAsync(cancellation)
        : Task.CompletedTask;
}
