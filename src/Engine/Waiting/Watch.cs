using Cartwright.Domain;
using Cartwright.Domain.Orders;

namespace Cartwright.Engine.Waiting;

/// <summary>Somebody on this node who waits for an order to move on. Dispose it to stop waiting.</summary>
public sealed class Watch : IDisposable
{
    private readonly Watches _watches;
    private readonly Lock _lock = new();
    private TaskCompletionSource _news = NewSignal();
    private Order? _latest;

    internal Watch(Watches watches, OrderId order, long since) => (_watches, Order, Since) = (watches, order, since);

    public OrderId Order { get; }

    internal long Since { get; }

    /// <summary>Waits until an order is as wanted, from when the watch began. Null: the patience ended first.</summary>
    public async Task<Order?> UntilAsync(
        Func<Order, bool> wanted, TimeSpan patience, TimeProvider clock, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var timeout = Task.Delay(patience, clock, ending.Token);
        try
        {
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

                if (await Task.WhenAny(news, timeout) == timeout)
                {
                    cancellation.ThrowIfCancellationRequested();
                    return null;
                }
            }
        }
        finally
        {
            await ending.CancelAsync();
        }
    }

    public void Dispose() => _watches.End(this);

    internal void Tell(Order order)
    {
        TaskCompletionSource news;
        lock (_lock)
        {
            _latest = order;
            (news, _news) = (_news, NewSignal());
        }

        news.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
