using Cartwright.Conformance.Stores;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Ports;
using Cartwright.Simulation.Stores;

namespace Cartwright.Conformance.Simulated;

public sealed class SimulatedRowConformance : RowConformance<SimulatedHarness>;

public sealed class SimulatedCommitConformance : CommitConformance<SimulatedHarness>;

public sealed class SimulatedReadConformance : ReadConformance<SimulatedHarness>;

public sealed class SimulatedListConformance : ListConformance<SimulatedHarness>;

public sealed class SimulatedLeftoverConformance : LeftoverConformance<SimulatedHarness>;

public sealed class SimulatedUnreadableConformance : UnreadableConformance<SimulatedHarness>;

public sealed class SimulatedLockConformance : LockConformance<SimulatedHarness>;

/// <summary>The simulation's database conforms to the port.</summary>
public sealed class SimulatedHarness : StoreHarness
{
    private readonly SimulatedDatabase _database = new();
    private SimulatedStore _store;

    public SimulatedHarness() => _store = new SimulatedStore(_database);

    public override IStore Store => _store;

    public override IIdBlocks Ids => _store;

    public override ValueTask ReopenAsync()
    {
        _store.Die();
        _store = new SimulatedStore(_database);
        return default;
    }

    public override void MakeNextCommitUnknown(bool happens) => _database.NextCommitHappens = happens;

    public override Task SpoilAsync(long order)
    {
        _database.Unreadable.Add(Order.KeyOf(new OrderId(order)));
        return Task.CompletedTask;
    }

    // It stores objects, not texts.
    public override Task GiveReasonAsync(long order, string reason) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => default;
}
