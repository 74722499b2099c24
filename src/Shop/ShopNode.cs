using Cartwright.Domain;
using Cartwright.Engine;
using Cartwright.Engine.Clocks;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop.Options;
using Cartwright.Shop.Telemetry;
using Cartwright.Shop.Waiting;
using Cartwright.Shop.Wire;
using Microsoft.Extensions.Logging;

namespace Cartwright.Shop;

/// <summary>
/// A node of the shop: an engine with the shop's services, and the waits of its clients: for outcomes and prices.
/// </summary>
public sealed class ShopNode : IAsyncDisposable
{
    // A price request is sent again after as long, and then names another partition.
    private const int ReplyPartitionMs = PriceRequests.AskAgainMs;

    private readonly NodeOptions _options;
    private readonly NodeTime _time;
    private readonly Watches _watches;
    private readonly ProcessingOrders _processing;
    private readonly PriceRequests _prices;
    private readonly CheckoutMetrics _metrics;
    private readonly ShopApplication _application;

    /// <param name="services">The services of this node that share the database.</param>
    /// <param name="store">The database.</param>
    /// <param name="blocks">The source of numbers.</param>
    /// <param name="log">The log to other nodes; null where all services are here.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">The log of operation.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public ShopNode(
        IReadOnlyList<IService> services,
        IStore store,
        IIdBlocks blocks,
        ILog? log,
        NodeOptions options,
        TimeProvider clock,
        ILogger logger)
    {
        _options = options;
        _time = new NodeTime(clock);
        _watches = new Watches(store, options, _time);
        _processing = new ProcessingOrders(store, options, ReceivesAnswersAt);
        _prices = new PriceRequests(options, clock, _time);
        _metrics = new CheckoutMetrics(services, _processing, options, _time, scope: this);
        _application = new ShopApplication(
            options.Wire(ShopWire.Format), _watches, _processing, _prices, _metrics, _time);
        Engine = new EngineNode(services, _application, store, blocks, log, options, clock, logger);
        Engine.Every(options.PollEveryMs, _watches.PollAsync);
        Engine.Every(options.ReconcileEveryMs, stop => _processing.ReconcileAsync(_time.UptimeMs, stop));
    }

    /// <summary>The engine: it is started, asked and stopped directly.</summary>
    public EngineNode Engine { get; }

    /// <summary>The options in force.</summary>
    public NodeOptions Options => _options;

    /// <summary>
    /// Whether answers can be received: only a node of the order service expects any, at the partitions which it reads.
    /// Without a log, answers need no way. A node that receives none still serves everything but prices.
    /// </summary>
    public bool ReceivesAnswers => Engine.PartitionsOf(Role.Order) is not [];

    /// <summary>The deadline of a checkout that is accepted now, in milliseconds since 1970.</summary>
    public long Deadline => Engine.Now + _options.CheckoutTimeoutMs;

    /// <summary>How many attempts this node has in flight.</summary>
    public int UnfinishedAttempts => _processing.Count;

    /// <summary>Begins to count which items are changed most often.</summary>
    public void WatchItems() => _application.HotItems.BeginWatching();

    /// <summary>
    /// The items that this node has changed most often of late, the hottest first; none before
    /// <see cref="WatchItems"/>.
    /// </summary>
    public IReadOnlyList<(long Item, double PerSecond, long Stock)> HottestItems(int limit) =>
        _application.HotItems.FindTop(limit);

    /// <summary>
    /// The partition at which this node receives answers: one of its own, or any while it has none. The same one for a
    /// while, and then the next: each partition that the attempts of a batch name costs an envelope of its own in
    /// the batch that answers them.
    /// </summary>
    public int ReplyPartition() => Engine.PartitionsOf(Role.Order) is { Count: > 0 } own
        ? own[(int)(_time.UptimeMs / ReplyPartitionMs % own.Count)]
        : 0;

    /// <summary>An item's price, asked of the stock service by a message; null where there is no such item.</summary>
    /// <exception cref="NotServedException">The stock service did not answer in time; nothing was changed.</exception>
    public Task<long?> AskPriceAsync(ItemId item, CancellationToken cancellation) =>
        _prices.SendAsync(item, Engine, ReplyPartition, cancellation);

    /// <summary>Begins to watch an order. Begin before the command that leads to the awaited outcome.</summary>
    /// <exception cref="NotServedException">Too many watch already.</exception>
    public Watch Watch(OrderId order) => _watches.BeginWatch(order);

    /// <summary>Reads a watched order as it was committed last, for all its watches.</summary>
    public ValueTask LookAsync(Watch watch, CancellationToken cancellation) =>
        Engine.ReadOnceAsync([watch.Row], _watches, cancellation);

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _metrics.Dispose();
    }

    private bool ReceivesAnswersAt(int partition) => Engine.PartitionsOf(Role.Order)?.Contains(partition) ?? true;
}
