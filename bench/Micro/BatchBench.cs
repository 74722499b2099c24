using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine;
using Cartwright.Engine.Queues;
using Cartwright.Kernel;
using Cartwright.Shop.Options;
using Cartwright.Shop;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Micro;

/// <summary>
/// Checkouts from the request to the answer, through intake, batches and release, on a store that costs next to
/// nothing.
/// </summary>
internal sealed class BatchBench : IAsyncDisposable
{
    private const int Checkouts = 500;

    private readonly MemoryStore _store = new();
    private readonly ShopNode _node;
    private readonly List<(Key Key, object State)> _orders = [.. MemoryShop.Orders(Checkouts)];
    private readonly Task<Answer>[] _answers = new Task<Answer>[Checkouts];
    private long _attempt;

    private readonly Listening _listening;

    private BatchBench(Listening listening)
    {
        _listening = listening;
        foreach (var (key, state) in MemoryShop.Shop())
        {
            _store.Put(key, state);
        }

        _node = new ShopNode(
            MemoryShop.Services,
            _store,
            _store,
            log: null,
            new NodeOptions { DecidesLocally = true },
            TimeProvider.System,
            NullLogger.Instance);
    }

    public static async Task MeasureAsync()
    {
        await MeasureAsync("batch: a two-line checkout of 500 at once", metrics: false, tracesEveryNth: 0);
        await MeasureAsync("  somebody listens to metrics", metrics: true, tracesEveryNth: 0);
        await MeasureAsync("  and to the trace of 1 in 100", metrics: true, tracesEveryNth: 100);
        await MeasureAsync("  and to every trace", metrics: true, tracesEveryNth: 1);
    }

    private static async Task MeasureAsync(string what, bool metrics, int tracesEveryNth)
    {
        using var listening = new Listening(metrics, tracesEveryNth);
        await using var bench = new BatchBench(listening);
        await bench._node.Engine.StartAsync(CancellationToken.None);
        await Meter.ReportAsync(what, Checkouts, bench.RunAsync);
        Console.WriteLine($"  {(double)bench._attempt / bench._store.Commits:F0} checkouts a batch");
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private async Task RunAsync()
    {
        foreach (var (key, state) in _orders)
        {
            _store.Put(key, state);
        }

        for (var i = 0; i < Checkouts; i++)
        {
            using var request = _listening.Request();
            _answers[i] = _node.Engine.AskAsync(MemoryShop.CheckOut(i, ++_attempt), "POST /orders/checkout");
        }

        await CheckAsync();
        for (var attempt = _attempt; attempt > _attempt - Checkouts; attempt--)
        {
            // Rows of attempts are dropped, so that later rounds are not slowed down by a larger store.
            _store.Remove(Reservation.Table.KeyOf(attempt));
            _store.Remove(Payment.Table.KeyOf(attempt));
        }
    }

    private async Task CheckAsync()
    {
        var answers = await Task.WhenAll(_answers);
        if (Array.Exists(answers, answer => answer.Order?.Status is not OrderStatus.Paid))
        {
            throw new InvalidOperationException("An order is not paid.");
        }
    }
}
