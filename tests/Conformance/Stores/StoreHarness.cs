using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Stores;

/// <summary>
/// One store under test. To run the suite on another store, derive from this and from each suite with it; see how
/// <c>SqliteConformance</c> does it.
/// </summary>
public abstract class StoreHarness : IAsyncDisposable
{
    public static IReadOnlyList<Table> Tables { get; } =
    [
        Order.Table, Item.Table, Reservation.Table, Account.Table, Payment.Table,
        StoredReply.Table, ParkedMessage.Table,
    ];

    public abstract IStore Store { get; }

    public abstract IIdBlocks Ids { get; }

    /// <summary>Closes the store and opens it again on the same data.</summary>
    public abstract ValueTask ReopenAsync();

    /// <summary>The outcome of the next commit is unknown, whether or not it has happened.</summary>
    public abstract void MakeNextCommitUnknown(bool happens);

    /// <summary>From now on the order's row holds an unreadable value.</summary>
    public abstract Task SpoilAsync(long order);

    /// <summary>Sets the order's reason to this text, valid or not.</summary>
    public abstract Task GiveReasonAsync(long order, string reason);

    public abstract ValueTask DisposeAsync();

    public ValueTask<IStoreLane> OpenLaneAsync() => Store.OpenLaneAsync(TestContext.Current.CancellationToken);
}
