using Cartwright.Engine;
using Cartwright.Engine.Clocks;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Simulation.Kernel;
using Cartwright.Simulation.Logs;
using Cartwright.Simulation.Stores;

namespace Cartwright.Simulation.Cluster;

/// <summary>One process: an engine with its connections to the database and to the log. It is started once.</summary>
internal sealed class SimulatedNode(
    Host host, IReadOnlyList<Role> roles, ShopNode engine, SimulatedStore store, SimulatedLog? log, FrontDesk desk)
{
    private readonly List<Action> _calls = [];

    public Host Host { get; } = host;

    public IReadOnlyList<Role> Roles { get; } = roles;

    public ShopNode Engine { get; } = engine;

    /// <summary>The clock of its machine.</summary>
    public required SimulatedClock Machine { get; init; }

    /// <summary>The clock that it shares with its service's other nodes; null if the node has none.</summary>
    public SharedClock? Clock { get; init; }

    public SimulatedLog? Log { get; } = log;

    public FrontDesk Desk { get; } = desk;

    public async Task StartAsync()
    {
        if (Clock is not null)
        {
            await Clock.StartAsync(CancellationToken.None);
        }

        await Engine.Engine.StartAsync(CancellationToken.None);
    }

    /// <summary>Whether it accepts calls.</summary>
    public bool IsUp => !Host.IsDead && Engine.Engine.IsReady;

    /// <summary>Remembers a call, to break its connection when the node dies.</summary>
    public void Opened(Action broken) => _calls.Add(broken);

    /// <summary>Ends the process between two of its steps.</summary>
    public void Kill()
    {
        Host.Kill();
        store.Die();
        foreach (var broken in _calls)
        {
            broken();
        }

        _calls.Clear();
    }
}
