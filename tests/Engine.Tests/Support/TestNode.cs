using Cartwright.Engine.Queues;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;
using Microsoft.Extensions.Logging.Testing;

namespace Cartwright.Engine.Tests.Support;

/// <summary>A node with threads, clock, database and log of the test.</summary>
internal sealed class TestNode : IDisposable
{
    private const int StepMs = 10;

    public static readonly NodeOptions Local = new() { DecidesLocally = true, IdBlock = 100 };
    public static readonly NodeOptions Apart = new()
    {
        DecidesLocally = false,
        Receivers = ShopServices.Roles,
        IdBlock = 100,
    };

    /// <summary>The three services in one process, without a log.</summary>
    public TestNode(NodeOptions? options = null, IReadOnlyList<IService>? services = null)
        : this(options ?? Local, services ?? Services, new MemoryStore(), log: null, new TestClock())
    {
    }

    /// <summary>One service, and a log to the others.</summary>
    public TestNode(IService service, MemoryLog log, NodeOptions? options = null, MemoryStore? store = null)
        : this(options ?? Apart, [service], store ?? new MemoryStore(), log, new TestClock())
    {
    }

    private TestNode(
        NodeOptions options,
        IReadOnlyList<IService> services,
        MemoryStore store,
        MemoryLog? log,
        TestClock clock)
    {
        (Store, Clock) = (store, clock);
        ShopNode = new ShopNode(services, store, store, log, options, clock, Log);
        Pump.Finish(() => Node.StartAsync(CancellationToken.None));
    }

    public static IReadOnlyList<IService> Services => ShopServices.All;

    public Pump Pump { get; } = new();

    public MemoryStore Store { get; }

    public TestClock Clock { get; }

    /// <summary>The log lines of the node.</summary>
    public FakeLogger Log { get; } = new();

    public ShopNode ShopNode { get; }

    public EngineNode Node => ShopNode.Engine;

    public long Now => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Sends commands that are decided in the same batch, and runs until nothing more happens.</summary>
    public Task<Answer>[] Send(params Message[] commands) => Pump.Run<Task<Answer>[]>(
        () => [.. commands.Select(command => Node.AskAsync(command, "POST /test"))]);

    public Task<Answer> Send(Message command, string key, string request = "POST /test") =>
        Pump.Run(() => Node.AskAsync(command, request, key));

    /// <summary>Sends a command that must be answered at once.</summary>
    public Reply Ask(Message command) => Outcomes.ReplyOf(Send(command)[0]);

    /// <summary>Advances the time in small steps, and runs everything that falls due.</summary>
    public void Pass(long milliseconds)
    {
        for (long passed = 0; passed < milliseconds; passed += StepMs)
        {
            Jump(Math.Min(StepMs, milliseconds - passed));
        }
    }

    /// <summary>Advances the time in one step.</summary>
    public void Jump(long milliseconds) => Pump.Run(() => Clock.Advance(TimeSpan.FromMilliseconds(milliseconds)));

    public void Dispose() => Pump.Finish(async () => await ShopNode.DisposeAsync());
}
