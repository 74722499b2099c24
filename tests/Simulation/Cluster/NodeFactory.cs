using Cartwright.Engine;
using Cartwright.Engine.Clocks;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Simulation.Checks;
using Cartwright.Simulation.Kernel;
using Cartwright.Simulation.Logs;
using Cartwright.Simulation.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Simulation.Cluster;

/// <summary>Creates the nodes of a world: a new process each time, with a clock of its own.</summary>
internal sealed class NodeFactory(World world, Wiring wiring, SeededRandom random)
{
    private int _made;

    public SimulatedNode Make(IReadOnlyList<Role> roles, string name, NodePlace place)
    {
        var number = ++_made;
        var host = new Host(world.Scheduler, $"{name}#{number}", number);
        var error = TimeSpan.FromMilliseconds(random.Between(-world.Plan.ClockErrorMaxMs, world.Plan.ClockErrorMaxMs));
        var machine = new SimulatedClock(world.Scheduler, host, error);
        var store = new SimulatedStore(world.Facts.DatabaseOf(roles[0]));
        var shared = world.Plan.IsEmbedded ? null : new SharedClock(roles[0], store, machine, NullLogger.Instance);
        var log = world.Brokers is { } brokers ? new SimulatedLog(brokers, host) : null;
        var engine = new ShopNode(
            [.. roles.Select(role => ServiceOf(role, place))],
            wiring.Store(world.Plan.HasSweeps ? store : new WrappedStore(store) { IsDue = _ => false }),
            store,
            log is null ? null : wiring.LogAt(wiring.Log(log), place),
            world.Plan.Options with { Receivers = world.Roles, Wire = wiring.Wire },
            shared is null ? machine : wiring.Clock(shared, machine),
            NullLogger.Instance);
        return new SimulatedNode(host, roles, engine, store, log, new FrontDesk(engine, world.Promises))
        {
            Machine = machine,
            Clock = shared,
        };
    }

    private Witness ServiceOf(Role role, NodePlace place) => new Witness(
        wiring.ServiceAt(wiring.Service(wiring.Services.Single(service => service.Role == role)), place),
        world.Violations);
}
