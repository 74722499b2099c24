using Cartwright.Engine.Clocks;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Simulation.Kernel;
using Cartwright.Simulation.Stores;

namespace Cartwright.Simulation.Cluster;

/// <summary>
/// The parts between the engine and the world. By default they change nothing; a seeded bug replaces one of them.
/// </summary>
public sealed record Wiring
{
    public Func<IService, IService> Service { get; init; } = service => service;

    public Func<IStore, IStore> Store { get; init; } = store => store;

    public Func<ILog, ILog> Log { get; init; } = log => log;

    /// <summary>The clock of a node, chosen from its database's and its machine's.</summary>
    public Func<SharedClock, SimulatedClock, TimeProvider> Clock { get; init; } = (shared, _) => shared;

    public DatabaseManners Manners { get; init; }
}
