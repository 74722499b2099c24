using Cartwright.Engine.Clocks;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Simulation.Checks;
using Cartwright.Simulation.Kernel;
using Cartwright.Simulation.Stores;

namespace Cartwright.Simulation.Cluster;

/// <summary>
/// The parts between the engine and the world. By default they change nothing; a seeded bug replaces one of them.
/// </summary>
public sealed record Wiring
{
    /// <summary>The services of the world.</summary>
    public IReadOnlyList<IService> Services { get; init; } = ShopServices.All;

    /// <summary>The messages and replies of these services as they are stored and sent.</summary>
    public Func<IWireFormat, IWireFormat> Wire { get; init; } = format => format;

    public Func<IService, IService> Service { get; init; } = service => service;

    /// <summary>A service at one node, which a fault at a step stops.</summary>
    internal Func<IService, NodePlace, IService> ServiceAt { get; init; } = (service, _) => service;

    /// <summary>The log of one node, likewise.</summary>
    internal Func<ILog, NodePlace, ILog> LogAt { get; init; } = (log, _) => log;

    /// <summary>The errors that the world's own rules find in the databases at rest.</summary>
    internal Func<Facts, IEnumerable<string>> AtRest { get; init; } = _ => [];

    public Func<IStore, IStore> Store { get; init; } = store => store;

    public Func<ILog, ILog> Log { get; init; } = log => log;

    /// <summary>The clock of a node, chosen from its database's and its machine's.</summary>
    public Func<SharedClock, SimulatedClock, TimeProvider> Clock { get; init; } = (shared, _) => shared;

    public DatabaseManners Manners { get; init; }
}
