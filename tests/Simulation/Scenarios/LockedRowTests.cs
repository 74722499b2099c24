using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Shop;
using Cartwright.Simulation.Stores;

namespace Cartwright.Simulation.Scenarios;

/// <summary>A row that another client keeps locked for long.</summary>
public sealed class LockedRowTests
{
    private static readonly OrderId Locked = new(1);

    [Fact]
    public void Commands_that_do_not_need_it_are_served_at_once_and_the_others_wait()
    {
        var (slowest, refused) = Sell(fault => fault);
        Assert.InRange(slowest.TotalSeconds, 0, 1.5);
        Assert.True(refused >= 10, $"Only {refused} commands were refused.");
    }

    // A mistake that the tests above must find: the row stops its lane.
    [Fact]
    public void A_lane_that_stops_for_it_is_found()
    {
        var (slowest, _) = Sell(fault => fault is RowFault ? new TransientFault(fault.Message) : fault);
        Assert.True(slowest.TotalSeconds > 4, $"The slowest took {slowest.TotalSeconds} s.");
    }

    // Twenty seconds of commands for other orders, and for the locked one.
    private static (TimeSpan Slowest, int Refused) Sell(Func<Exception, Exception> taken)
    {
        var bench = new Bench();
        var (slowest, refused) = (TimeSpan.Zero, 0);
        bench.Run(async () =>
        {
            bench.Database.Faults = DatabaseFaults.None with { LockTimeout = 1_000_000 };
            var store = new WrappedStore(bench.Store) { Lane = lane => new WrappedLane(lane) { LoadFault = taken } };
            var node = await bench.StartAsync(new QuietLog(confirms: true), store);
            await Bench.OrderAsync(node, Locked.Value);
            var letGo = bench.Database.LockAsStranger([Order.KeyOf(Locked)]);
            List<Task> waiting = [];
            for (var second = 0; second < 20; second++)
            {
                waiting.Add(AddAsync(node));
                waiting.Add(CreateAsync(node, 100 + second));
                await bench.PauseAsync(1);
            }

            letGo();
            await Task.WhenAll(waiting);
            Assert.True(node.Engine.IsReady);
            await AddAsync(node);
            await node.Engine.StopAsync();
        });
        return (slowest, refused);

        async Task AddAsync(ShopNode node)
        {
            try
            {
                await node.Engine.AskAsync(new AddLine(Locked, new ItemId(1), Quantity: 1, Price: 1), "add");
            }
            catch (NotServedException)
            {
                refused++;
            }
        }

        async Task CreateAsync(ShopNode node, long id)
        {
            var began = bench.Clock.GetTimestamp();
            try
            {
                await node.Engine.AskAsync(new CreateOrder(new OrderId(id), new UserId(1)), "create");
            }
            catch (NotServedException)
            {
                refused++;
            }

            var took = bench.Clock.GetElapsedTime(began);
            slowest = took > slowest ? took : slowest;
        }
    }
}
