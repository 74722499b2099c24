using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Kernel;

namespace Cartwright.Shop.Waiting;

/// <summary>A wait on this node for an order to move on. Dispose it to stop waiting.</summary>
public sealed class Watch : IDisposable
{
    private readonly Watches _watches;
    private readonly Lock _lock = new();
    private TaskCompletionSource _news = NewSignal();
    private Order? _latest;
    private long _version;

    internal Watch(Watches watches, OrderId order, long since) => (_watches, Order, Since) = (watches, order, since);

    public OrderId Order { get; }

    /// <summary>The order's row.</summary>
    internal Key Row => Domain.Orders.Order.KeyOf(Order);

    /// <summary>The order as far as it is known here; null too where there is no such order.</summary>
    public Order? Latest
    {
        get
        {
            lock (_lock)
            {
                return _latest;
            }
        }
    }

    /// <summary>When it began, by the engine's <see cref="NodeTime"/>.</summary>
    internal long Since { get; }

    /// <summary>Waits until an order is as wanted, from when the watch began. Null: the patience ended first.</summary>
    public async Task<Order?> UntilAsync(
        Func<Order, bool> wanted, TimeSpan patience, TimeProvider clock, CancellationToken cancellation)
    {
        // Only the timer decides when the wait is over. It fires once and may fire slightly before the wall-clock
        // deadline, so comparing clocks here could wait forever.
        var isOver = false;
        using var timer = clock.CreateTimer(_ => Wake(ref isOver), null, patience, Timeout.InfiniteTimeSpan);
        using var registration = cancellation.Register(Wake);
        while (true)
        {
            Task news;
            lock (_lock)
            {
                if (_latest is { } latest && wanted(latest))
                {
                    return latest;
                }

                news = _news.Task;
            }

            cancellation.ThrowIfCancellationRequested();
            if (Volatile.Read(ref isOver))
            {
                return null;
            }

            await news;
        }
    }

    public void Dispose() => _watches.EndWatch(this);

    // A poll can be overtaken by a commit: its row is then older than the known one, and has no information about an
    // attempt that began since.
    internal void NotifyOrder(Order order, long version)
    {
        lock (_lock)
        {
            if (version <= _version)
            {
                return;
            }

            (_latest, _version) = (order, version);
        }

        Wake();
    }

    private void Wake(ref bool isOver)
    {
        Volatile.Write(ref isOver, true);
        Wake();
    }

    private void Wake()
    {
        TaskCompletionSource news;
        lock (_lock)
        {
            (news, _news) = (_news, NewSignal());
        }

        news.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
