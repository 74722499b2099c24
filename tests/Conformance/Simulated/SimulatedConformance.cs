using Cartwright.Conformance.Stores;
using Cartwright.Engine.Ports;
using Cartwright.Simulation.Stores;

namespace Cartwright.Conformance.Simulated;

public sealed class SimulatedRowConformance : RowConformance<SimulatedHarness>;

public sealed class SimulatedCommitConformance : CommitConformance<SimulatedHarness>;

public sealed class SimulatedReadConformance : ReadConformance<SimulatedHarness>;

public sealed class SimulatedLockConformance : LockConformance<SimulatedHarness>;

/// <summary>What the simulation takes for a database is one.</summary>
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

    public override ValueTask DisposeAsync() => default;
}
