using System.Runtime.ExceptionServices;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;
using Cartwright.Simulation.Kernel;
using Cartwright.Simulation.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Simulation.Scenarios;

/// <summary>
/// A world under manual control: nodes of the order service over one database, and a script instead of chance.
/// </summary>
internal sealed class Bench
{
    private readonly Scheduler _scheduler = new(new SeededRandom(1), new Trace(isReadable: false), isShuffled: false);
    private readonly Host _host;

    public Bench()
    {
        _host = new Host(_scheduler, "bench", 1);
        Clock = new SimulatedClock(_scheduler, _host, TimeSpan.Zero);
        Database = new SimulatedDatabase("orders", _scheduler);
        Store = new SimulatedStore(Database);
    }

    public TimeProvider Clock { get; }

    public SimulatedDatabase Database { get; }

    public SimulatedStore Store { get; }

    public static NodeOptions Options { get; } = new() { DecidesLocally = false, Receivers = ShopServices.Roles };

    /// <summary>Runs a script to its end, within a bound of simulated time.</summary>
    public void Run(Func<Task> script)
    {
        Exception? failure = null;
        var isDone = false;
        _host.Run(() => _ = RunAsync());
        Assert.True(_scheduler.RunUntil(() => isDone, until: 600_000_000), "The script does not end.");
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        async Task RunAsync()
        {
            try
            {
                await script();
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            isDone = true;
        }
    }

    public async Task<ShopNode> StartAsync(ILog log, IStore? store = null, NodeOptions? options = null)
    {
        var node = new ShopNode(
            [ShopServices.Order], store ?? Store, Store, log, options ?? Options, Clock, NullLogger.Instance);
        await node.Engine.StartAsync(CancellationToken.None);
        return node;
    }

    public Task PauseAsync(double seconds) =>
        Task.Delay(TimeSpan.FromSeconds(seconds), Clock, CancellationToken.None);

    /// <summary>An order with one line.</summary>
    public static async Task<OrderId> OrderAsync(ShopNode node, long id = 1)
    {
        var order = new OrderId(id);
        await node.Engine.AskAsync(new CreateOrder(order, new UserId(1)), "create");
        await node.Engine.AskAsync(new AddLine(order, new ItemId(1), Quantity: 1, Price: 1), "add");
        return order;
    }

    /// <summary>Checks an order out; returns the attempt that is in flight then.</summary>
    public static async Task<AttemptId> CheckOutAsync(ShopNode node, OrderId order)
    {
        var attempt = new AttemptId(await node.Engine.NextIdAsync(CancellationToken.None));
        var answer = await node.Engine.AskAsync(
            new CheckOutOrder(order, attempt, node.Deadline, ReplyTo: 0), "check out");
        return Assert.IsType<AttemptAccepted>(answer.Reply).Attempt;
    }
}

/// <summary>A log that delivers nothing, and confirms only the envelopes that a test selects.</summary>
internal sealed class QuietLog(bool confirms) : ILog
{
    private readonly List<(long Id, Action<long> Confirmed)> _waiting = [];

    public int PartitionsOf(Role role) => 1;

    public void Subscribe(Role role, ILogReceiver receiver) => receiver.Gained(0);

    public void Send(Envelope envelope, Action<long> confirmed)
    {
        if (confirms)
        {
            confirmed(envelope.Id);
        }
        else
        {
            _waiting.Add((envelope.Id, confirmed));
        }
    }

    public void Advance(Role role, int partition, long offset)
    {
    }

    public void ConfirmAll()
    {
        _waiting.ForEach(sent => sent.Confirmed(sent.Id));
        _waiting.Clear();
    }
}
