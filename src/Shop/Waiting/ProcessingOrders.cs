using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop.Options;

namespace Cartwright.Shop.Waiting;

/// <summary>
/// The attempts that this node looks after: those that it has accepted, and those that it meets in its partitions of
/// the log, until it sees them end. An end that another node decided is found in the database.
/// </summary>
internal sealed class ProcessingOrders(IStore store, NodeOptions options, Func<int, bool> hears)
{
    private const int ReadKeysMax = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<OrderId, (AttemptId Attempt, long Since)> _byOrder = [];

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _byOrder.Count;
            }
        }
    }

    /// <summary>
    /// Since when the oldest is known here, by the engine's <see cref="NodeTime"/>; null where there is none.
    /// </summary>
    public long? OldestSince
    {
        get
        {
            lock (_lock)
            {
                return _byOrder.Count == 0 ? null : _byOrder.Values.Min(known => known.Since);
            }
        }
    }

    /// <summary>How many more attempts may begin.</summary>
    public int Room => Math.Max(options.UnfinishedMax - Count, 0);

    /// <summary>
    /// A command's client is answered, and its order is committed like this. An attempt that the command has begun is
    /// looked after, also where its answers are expected elsewhere: a node without partitions looks after its own too.
    /// </summary>
    public void Answered(Message command, Order order, long now)
    {
        if (command is CheckOutOrder checkOut && order is { Status: OrderStatus.Processing }
            && order.Attempt == checkOut.Attempt)
        {
            lock (_lock)
            {
                Note(checkOut.Order, order, now);
            }
        }
    }

    /// <summary>The committed state of an order, whichever node began its attempt.</summary>
    public void Committed(OrderId id, Order order, long now)
    {
        lock (_lock)
        {
            var isRunning = order.Status is OrderStatus.Processing;
            if (_byOrder.TryGetValue(id, out var known) && !(isRunning && known.Attempt == order.Attempt))
            {
                _byOrder.Remove(id);
            }

            // After a restart, or when a partition of the log comes here, its attempts are met as they are pushed or
            // answered. Above the bound the count stops: the node is full as it is.
            if (isRunning && hears(order.ReplyTo) && _byOrder.Count < options.UnfinishedMax)
            {
                Note(id, order, now);
            }
        }
    }

    /// <summary>
    /// Reads the attempts that have been there for long from the database, and drops those that have ended.
    /// </summary>
    public async Task ReconcileAsync(long now, CancellationToken cancellation)
    {
        List<Key> keys;
        lock (_lock)
        {
            keys =
            [
                .. _byOrder.Where(pair => pair.Value.Since <= now - options.ReconcileEveryMs)
                    .Select(pair => Order.KeyOf(pair.Key)),
            ];
        }

        keys.Sort();
        foreach (var chunk in keys.Chunk(ReadKeysMax))
        {
            var running = new Running();
            var before = Known(chunk);
            if (await ReadableRows.ReadAsync(store, chunk, running, cancellation))
            {
                Drop(before, running.Attempts);
            }
        }
    }

    // A copy from before the read: an attempt that began meanwhile must not be dropped by the earlier rows.
    private List<(OrderId Order, AttemptId Attempt)> Known(Key[] keys)
    {
        lock (_lock)
        {
            return
            [
                .. keys.Select(key => new OrderId(key.Id))
                    .Where(_byOrder.ContainsKey)
                    .Select(id => (id, _byOrder[id].Attempt)),
            ];
        }
    }

    private void Drop(List<(OrderId Order, AttemptId Attempt)> known, HashSet<AttemptId> running)
    {
        lock (_lock)
        {
            foreach (var (order, attempt) in known.Where(entry => !running.Contains(entry.Attempt)))
            {
                if (_byOrder.TryGetValue(order, out var now) && now.Attempt == attempt)
                {
                    _byOrder.Remove(order);
                }
            }
        }
    }

    private void Note(OrderId id, Order order, long now)
    {
        if (!_byOrder.TryGetValue(id, out var known) || known.Attempt != order.Attempt)
        {
            _byOrder[id] = (order.Attempt!.Value, now);
        }
    }

    private sealed class Running : IRowSink
    {
        public HashSet<AttemptId> Attempts { get; } = [];

        public void Found(Key key, object state, long version)
        {
            if (state is Order { Status: OrderStatus.Processing, Attempt: { } attempt })
            {
                Attempts.Add(attempt);
            }
        }
    }
}
