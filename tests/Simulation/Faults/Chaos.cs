using Cartwright.Simulation.Cluster;
using Cartwright.Simulation.Kernel;
using Cartwright.Simulation.Stores;

namespace Cartwright.Simulation.Faults;

/// <summary>Kills, stalls and disturbs processes and servers until it is stopped.</summary>
internal sealed class Chaos(World world, ChaosPlan plan, SeededRandom random)
{
    private const long StrangerGap = 3_000_000;

    private readonly Scheduler _scheduler = world.Scheduler;
    private readonly List<Action> _locked = [];
    private readonly HashSet<SimulatedDatabase> _visited = [];
    private bool _isOver;

    public long Kills { get; private set; }

    public long Restarts { get; private set; }

    public long Stalls { get; private set; }

    public long DatabaseOutages { get; private set; }

    public long LogOutages { get; private set; }

    public long Strangers { get; private set; }

    public long ClocksSet { get; private set; }

    public void Begin()
    {
        if (plan.Every > 0)
        {
            PlanNext();
        }
    }

    public void Stop()
    {
        _isOver = true;
        _locked.ForEach(letGo => letGo());
    }

    private void PlanNext() => _scheduler.After(random.Between(0, plan.Every * 2), () =>
    {
        if (!_isOver)
        {
            Strike();
            PlanNext();
        }
    });

    private void Strike()
    {
        (int Weight, Action Strike)[] blows =
        [
            (plan.Kill, Kill), (plan.Restart, Restart), (plan.Stall, Stall), (plan.Rebalance, Rebalance),
            (plan.Wipe, Wipe), (plan.DatabaseDown, DatabaseDown), (plan.LogDown, LogDown),
            (plan.Stranger, Stranger),
            (plan.SetClock, SetClock),
        ];
        var drawn = random.Below(Math.Max(1, blows.Sum(blow => blow.Weight)));
        foreach (var (weight, strike) in blows)
        {
            if (drawn < weight)
            {
                Note(strike.Method.Name);
                strike();
                return;
            }

            drawn -= weight;
        }
    }

    private void Kill()
    {
        Kills++;
        world.Kill(random.Below(world.Places), downFor: random.Between(1_000, 6_000_000));
    }

    private void Restart()
    {
        Restarts++;
        world.Restart(random.Below(world.Places));
    }

    private void Stall()
    {
        Stalls++;
        world.Stall(random.Below(world.Places), random.Between(10_000, 8_000_000));
    }

    private void Rebalance() => world.Brokers?.Rebalance(random.Pick(world.Roles));

    private void Wipe() => world.Brokers?.Wipe();

    private void DatabaseDown()
    {
        DatabaseOutages++;
        var database = world.Facts.DatabaseOf(random.Pick(world.Roles));
        database.GoDown();
        _scheduler.After(random.Between(10_000, 5_000_000), database.ComeBack);
    }

    private void LogDown()
    {
        if (world.Brokers is { } brokers)
        {
            LogOutages++;
            brokers.GoDown();
            _scheduler.After(random.Between(10_000, 8_000_000), brokers.ComeBack);
        }
    }

    // A forgotten session of an operator, or a report, locks some rows or a whole table. These locks come one at a
    // time, with a gap in between: without a gap, a client that needs the rows would never finish.
    private void Stranger()
    {
        var database = world.Facts.DatabaseOf(random.Pick(world.Roles));
        var every = random.Pick([1, 2, 5]);
        var stay = random.Between(10_000, 20_000_000);
        if (!_visited.Add(database))
        {
            return;
        }

        Strangers++;
        var letGo = database.LockAsStranger(database.Keys.Order().Where(key => key.Id % every == 0));
        _locked.Add(letGo);
        _scheduler.After(stay, letGo);
        _scheduler.After(stay + StrangerGap, () => _visited.Remove(database));
    }

    private void SetClock()
    {
        ClocksSet++;
        var errorMs = random.Between(-plan.ClockErrorMaxMs, plan.ClockErrorMaxMs);
        world.SetClock(random.Below(world.Places), TimeSpan.FromMilliseconds(errorMs));
    }

    private void Note(string blow)
    {
        _scheduler.Trace.Add(blow.Length);
        if (_scheduler.Trace.IsReadable)
        {
            _scheduler.Trace.Line(_scheduler.Now, $"*** {blow}");
        }
    }
}
