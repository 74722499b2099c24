using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Kernel;
using Cartwright.Simulation.Checks;
using Cartwright.Simulation.Faults;
using Cartwright.Simulation.Kernel;
using Cartwright.Simulation.Logs;
using Cartwright.Simulation.Shops;
using Cartwright.Simulation.Stores;

namespace Cartwright.Simulation.Cluster;

/// <summary>
/// One seed's world: databases, brokers, nodes and clients on one thread. First every kind of fault happens, then none,
/// and at the end everything must be at rest.
/// </summary>
internal sealed class World
{
    private const long Second = 1_000_000;
    private const long BusyMax = 900 * Second;
    private const long RestMax = 600 * Second;

    private readonly Wiring _wiring;
    private readonly SeededRandom _random;
    private readonly NodeFactory _factory;
    private readonly SimulatedNode?[] _nodes;
    private readonly IReadOnlyList<Role>[] _places;
    private readonly Tallies _tallies = new();
    private readonly SimulatedShop _shop;
    private readonly Chaos _chaos;
    private bool _isHealed;

    public World(long seed, WorldPlan plan, Wiring wiring, bool isReadable)
    {
        (Seed, Plan, _wiring) = (seed, plan, wiring);
        _random = new SeededRandom(seed ^ 0x5EED);
        Scheduler = new Scheduler(_random.Fork(), new Trace(isReadable), plan.IsShuffled);
        Violations = new Violations(Scheduler);
        Facts = new Facts();
        Roles = [.. wiring.Services.Select(service => service.Role)];
        MakeDatabases(wiring);
        Brokers = plan.IsEmbedded
            ? null
            : new SimulatedBrokers(Scheduler, _random.Fork(), plan.Partitions) { Faults = plan.Log };
        Promises = new Promises(Facts, Violations, Scheduler);
        _places = plan.IsEmbedded
            ? [Roles]
            : [.. Roles.SelectMany(role => Enumerable.Repeat<IReadOnlyList<Role>>([role], plan.NodesOf(role)))];
        _nodes = new SimulatedNode?[_places.Length];
        _factory = new NodeFactory(this, wiring, _random.Fork());
        _chaos = new Chaos(this, plan.Chaos, _random.Fork());
        _shop = new SimulatedShop(this, plan.Shop, _tallies, _random.Fork());
    }

    public long Seed { get; }

    public WorldPlan Plan { get; }

    public Scheduler Scheduler { get; }

    public Facts Facts { get; }

    /// <summary>The services of this world.</summary>
    public IReadOnlyList<Role> Roles { get; }

    public SimulatedBrokers? Brokers { get; }

    public Promises Promises { get; }

    public Violations Violations { get; }

    /// <summary>The number of nodes when all are up.</summary>
    public int Places => _places.Length;

    /// <summary>Runs the world to its end.</summary>
    public WorldReport Run()
    {
        for (var place = 0; place < Places; place++)
        {
            Start(place);
        }

        _chaos.Begin();
        _shop.Open();
        if (!Scheduler.RunUntil(() => _shop.IsClosed || Violations.Any, BusyMax))
        {
            Violations.Add("liveness", "The clients have not come to an end.");
        }

        if (!Violations.Any)
        {
            Heal();
            ComeToRest();
        }

        return WorldReport.Of(this, _shop, _chaos);
    }

    /// <summary>A random node with this role; it may be dead. Null while there is none.</summary>
    public SimulatedNode? Pick(Role role, SeededRandom random)
    {
        var places = Enumerable.Range(0, Places).Where(place => _places[place].Contains(role)).ToList();
        return _nodes[random.Pick(places)];
    }

    public void Kill(int place, long downFor)
    {
        if (_nodes[place] is { Host.IsDead: false } node)
        {
            node.Kill();
            if (node.Log is { } log)
            {
                Brokers!.Missed(log, isBack: () => false);
            }

            StartLater(place, node, downFor);
        }
    }

    /// <summary>Stops a node as an operator does, and starts it again.</summary>
    public void Restart(int place)
    {
        if (_nodes[place] is { Host: { IsDead: false, IsStalled: false } } node)
        {
            node.Host.Run(() => _ = StopAsync(place, node));
        }
    }

    public void Stall(int place, long duration)
    {
        if (_nodes[place] is not { Host: { IsDead: false, IsStalled: false } } node)
        {
            return;
        }

        node.Host.Stall();
        if (node.Log is { } log)
        {
            Brokers!.Missed(log, isBack: () => !node.Host.IsStalled);
        }

        Scheduler.After(duration, () =>
        {
            node.Host.Resume();
            if (node.Log is { } back && !node.Host.IsDead)
            {
                Brokers!.Rejoin(back, node.Roles);
            }
        });
    }

    /// <summary>Sets the wall clock of a node's machine.</summary>
    public void SetClock(int place, TimeSpan error)
    {
        if (_nodes[place] is { } node)
        {
            node.Machine.Error = error;
        }
    }

    private async Task StopAsync(int place, SimulatedNode node)
    {
        await node.Engine.Engine.DrainAsync(TimeSpan.FromSeconds(2));
        await node.Engine.DisposeAsync();
        if (node.Clock is { } clock)
        {
            await clock.DisposeAsync();
        }

        node.Log?.Leave();
        node.Kill();
        StartLater(place, node, 100_000);
    }

    private void StartLater(int place, SimulatedNode gone, long delay) => Scheduler.After(_isHealed ? 0 : delay, () =>
    {
        if (ReferenceEquals(_nodes[place], gone))
        {
            Start(place);
        }
    });

    private void Start(int place)
    {
        var name = $"{_places[place][0]}{place}".ToLowerInvariant();
        var node = _factory.Make(_places[place], name, new NodePlace(this, place));
        _nodes[place] = node;
        node.Host.Run(() => _ = StartAsync(place, node));
    }

    private async Task StartAsync(int place, SimulatedNode node)
    {
        try
        {
            await node.StartAsync();
        }
        catch (Engine.Ports.TransientFault)
        {
            node.Kill();
            node.Log?.Leave();
            StartLater(place, node, Second);
            return;
        }

        try
        {
            await node.Engine.Engine.Ended;
        }
        catch (Exception fault)
        {
            Violations.Add("the engine goes on", $"{node.Host.Name} has stopped: {fault}");
        }
    }

    private void Heal()
    {
        _isHealed = true;
        _chaos.Stop();
        if (Scheduler.Trace.IsReadable)
        {
            Scheduler.Trace.Line(Scheduler.Now, "*** everything is well from here on");
        }

        foreach (var database in Facts.Databases)
        {
            database.Faults = DatabaseFaults.None;
            database.ComeBack();
        }

        if (Brokers is not null)
        {
            Brokers.Faults = LogFaults.None;
            Brokers.ComeBack();
        }
    }

    private void ComeToRest()
    {
        var audit = new FinalAudit(Facts, _tallies, Promises, Violations);
        var until = Scheduler.Now + RestMax;
        while (audit.WhatMoves() is { } moving && !Violations.Any)
        {
            if (Scheduler.Now >= until)
            {
                Violations.Add("liveness", $"After {RestMax / Second} quiet seconds {moving}.");
                return;
            }

            Scheduler.RunUntil(() => Violations.Any, Scheduler.Now + (Second / 2));
        }

        if (!Violations.Any)
        {
            audit.Check();
            foreach (var wrong in _wiring.AtRest(Facts))
            {
                Violations.Add("at rest", wrong);
            }

            if (Brokers is not null)
            {
                new EventAudit(Facts, Violations).Check(Brokers.Events, Plan.Log.ConfirmedAndLost == 0);
            }

            var created = Facts.Orders.Rows(Order.Table).Count(row => row.Key.Id >= Plan.Shop.Orders);
            Violations.Unless(
                created <= _shop.OrdersWanted,
                "same key, one effect",
                () => $"Clients wanted {_shop.OrdersWanted} orders, and there are {created}.");
            CheckThatNodesAreIdle();
        }
    }

    // An attempt that an idle node still counts as in flight would be counted for ever.
    private void CheckThatNodesAreIdle()
    {
        var drained = 0;
        var live = _nodes.OfType<SimulatedNode>().Where(node => node.IsUp).ToList();
        Scheduler.RunUntil(
            () => live.TrueForAll(node => node.Engine.UnfinishedAttempts == 0) || Violations.Any,
            Scheduler.Now + (30 * Second));
        Violations.Unless(
            live.TrueForAll(node => node.Engine.UnfinishedAttempts == 0) || Violations.Any,
            "bounded memory",
            () => "A node counts attempts as in flight, and none is.");
        foreach (var node in live)
        {
            node.Host.Run(() => _ = DrainAsync(node));
        }

        Scheduler.RunUntil(() => drained == live.Count || Violations.Any, Scheduler.Now + (60 * Second));
        Violations.Unless(
            drained == live.Count || Violations.Any, "liveness", () => "A node that rests does not stop.");

        async Task DrainAsync(SimulatedNode node)
        {
            var began = Scheduler.Now;
            await node.Engine.Engine.DrainAsync(TimeSpan.FromSeconds(20));
            Violations.Unless(
                Scheduler.Now - began < 15 * Second,
                "bounded memory",
                () => $"{node.Host.Name} rests, but believes that something is under way.");
            await node.Engine.Engine.StopAsync();
            drained++;
        }
    }

    private void MakeDatabases(Wiring wiring)
    {
        var auditor = new Auditor(Facts, _tallies, Violations, Scheduler, Plan.Options.CheckoutTimeoutMs);
        var errors = _random.Fork();
        SimulatedDatabase Make(string name)
        {
            // Each service has a clock of its own; the clocks of two services may differ.
            var errorMs = errors.Between(-Plan.DatabaseClockErrorMaxMs, Plan.DatabaseClockErrorMaxMs);
            return new SimulatedDatabase(name, Scheduler, _random.Fork(), auditor)
            {
                Faults = Plan.Database,
                Manners = wiring.Manners,
                TimeUs = () => (Scheduler.NowUs + (errorMs * 1_000)),
            };
        }

        var shared = Plan.IsEmbedded ? Make("database") : null;
        foreach (var role in Roles)
        {
            Facts.Use(role, shared ?? Make(role.Name));
        }
    }
}
