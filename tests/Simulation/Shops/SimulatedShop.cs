using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;
using Cartwright.Simulation.Checks;
using Cartwright.Simulation.Cluster;
using Cartwright.Simulation.Faults;
using Cartwright.Simulation.Kernel;

namespace Cartwright.Simulation.Shops;

/// <summary>Fills the databases, and lets many clients act concurrently until each has done all its actions.</summary>
internal sealed class SimulatedShop
{
    private readonly World _world;
    private readonly ShopPlan _plan;
    private readonly SeededRandom _random;
    private readonly Host _host;
    private readonly SimulatedClock _clock;
    private readonly Gateway _gateway;
    private readonly Tallies _tallies;
    private int _active;

    public SimulatedShop(World world, ShopPlan plan, Tallies tallies, SeededRandom random)
    {
        (_world, _plan, _tallies, _random) = (world, plan, tallies, random);
        _host = new Host(world.Scheduler, "clients", 0);
        _clock = new SimulatedClock(world.Scheduler, _host, TimeSpan.Zero);
        _gateway = new Gateway(world, _host, random.Fork(), plan.Patience);
        Orders = [.. Enumerable.Range(0, plan.Orders).Select(id => new OrderId(id))];
    }

    /// <summary>Whether all clients have ended.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The orders in the clients' answers.</summary>
    public List<OrderId> Orders { get; }

    /// <summary>The number of checkout requests, repeats included.</summary>
    public long CheckoutsAsked { get; set; }

    /// <summary>The number of requests to create an order.</summary>
    public long OrdersWanted { get; set; }

    public long Resets { get; private set; }

    public void Open() => _host.Run(() => _ = RunAsync());

    public Task PauseAsync(long most) =>
        Task.Delay(TimeSpan.FromMicroseconds(_random.Between(0, most)), _clock, CancellationToken.None);

    /// <summary>Re-creates all rows, or a part of them, as far as the services allow it.</summary>
    public async Task ResetAsync(bool untilDone, SeededRandom random)
    {
        Resets++;
        var extra = _plan.HasUnknowns ? 1 : 0;
        Message[] all =
        [
            new InitUsers(0, _plan.Users, _plan.StartingCredit),
            .. Enumerable.Range(0, _plan.Items).Select(item =>
                new InitItems(item, 1, _plan.StartingStock, _plan.PriceOf(new ItemId(item)))),
            new InitOrders(
                0, _plan.Orders, _plan.Items + extra, _plan.Users + extra, _plan.Price, random.Between(0, 1_000_000)),
        ];
        foreach (var message in untilDone ? all : [random.Pick(all)])
        {
            while (true)
            {
                var called = await _gateway.CallAsync(
                    message.To, desk => desk.AskAsync(message, "POST batch_init", key: null));
                if (called.Heard is Heard.Answer || !untilDone)
                {
                    break;
                }

                await PauseAsync(1_000_000);
            }
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await ResetAsync(untilDone: true, _random);
            _active = _plan.Clients;
            for (var i = 0; i < _plan.Clients; i++)
            {
                var client = new Client(this, _world, _plan, _gateway, _tallies, _random.Fork(), i);
                _host.Run(() => _ = ActAsync(client));
            }
        }
        catch (Exception bug)
        {
            _world.Violations.Add("no bugs", bug.ToString());
        }
    }

    private async Task ActAsync(Client client)
    {
        try
        {
            await client.RunAsync();
        }
        catch (Exception bug)
        {
            _world.Violations.Add("no bugs", bug.ToString());
        }

        IsClosed = --_active == 0;
    }
}
