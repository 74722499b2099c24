using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine;
using Cartwright.Engine.Clocks;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Kernel;
using Cartwright.Shop.Options;

namespace Cartwright.Shop.Waiting;

/// <summary>
/// The waits for orders on this node. A batch that changes an order notifies its watches at once; the decisions of
/// other nodes are found by one query for all of them, every so often.
/// </summary>
internal sealed class Watches(IStore store, NodeOptions options, NodeTime time) : IRowSink
{
    private const int PollKeysMax = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<OrderId, List<Watch>> _byOrder = [];
    private int _count;

    /// <summary>Begins to wait.</summary>
    /// <exception cref="NotServedException">Too many wait already.</exception>
    public Watch BeginWatch(OrderId order)
    {
        var watch = new Watch(this, order, time.UptimeMs);
        lock (_lock)
        {
            if (_count >= options.WatchesMax)
            {
                throw new NotServedException(NotServed.Overloaded);
            }

            _count++;
            if (!_byOrder.TryGetValue(order, out var watches))
            {
                _byOrder.Add(order, watches = []);
            }

            watches.Add(watch);
        }

        return watch;
    }

    public void EndWatch(Watch watch)
    {
        lock (_lock)
        {
            if (_byOrder.TryGetValue(watch.Order, out var watches) && watches.Remove(watch))
            {
                _count--;
                if (watches.Count == 0)
                {
                    _byOrder.Remove(watch.Order);
                }
            }
        }
    }

    /// <summary>An order stands committed like this, with this version.</summary>
    public void NotifyWatches(OrderId id, Order order, long version)
    {
        Watch[] watches;
        lock (_lock)
        {
            if (!_byOrder.TryGetValue(id, out var found))
            {
                return;
            }

            watches = [.. found];
        }

        foreach (var watch in watches)
        {
            watch.NotifyOrder(order, version);
        }
    }

    /// <summary>Reads the orders that have been waited for since before the last poll.</summary>
    public async Task PollAsync(CancellationToken cancellation)
    {
        List<Key> keys;
        var before = time.UptimeMs - options.PollEveryMs;
        lock (_lock)
        {
            keys =
            [
                .. _byOrder.Where(pair => pair.Value.Exists(watch => watch.Since <= before))
                    .Select(pair => Order.KeyOf(pair.Key)),
            ];
        }

        keys.Sort();
        foreach (var chunk in keys.Chunk(PollKeysMax))
        {
            await ReadableRows.ReadAsync(store, chunk, this, cancellation);
        }
    }

    /// <summary>An order was read.</summary>
    public void Found(Key key, object state, long version) => NotifyWatches(new OrderId(key.Id), (Order)state, version);
}
