using Cartwright.Admin;
using Cartwright.Admin.Ports;
using Cartwright.Admin.Nodes;
using Cartwright.AdminConsole.Charts;
using Cartwright.AdminConsole.Figures;

namespace Cartwright.AdminConsole.Watching;

/// <summary>
/// Reads all nodes once a second while a browser looks, and keeps five minutes of figures. All browsers share it, and
/// the charts are drawn once for all of them.
/// </summary>
internal sealed class ShopWatch(IShopAdmin shop, TimeProvider time) : IDisposable
{
    /// <summary>How many samples are kept.</summary>
    public const int SamplesMax = 300;

    /// <summary>The time between two readings, in milliseconds.</summary>
    public const int StepMs = 1_000;

    // A page that is opened later shows nothing until its own first reading.
    private const int CurrentMsMax = 3_000;

    // Rates over a longer time would flatten every peak in it.
    private const int RateMsMax = 10_000;

    // A service that does not answer delays a reading; its node has shorter time-outs.
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(5);

    private readonly Lock _guard = new();
    private readonly List<Action> _watchers = [];
    private readonly Queue<ShopSample> _samples = [];
    private readonly CancellationTokenSource _end = new();
    private readonly long _began = time.GetTimestamp();
    private WatchedShop _shop = WatchedShop.None;
    private bool _isReading;

    /// <summary>What was read last; nothing where no browser has watched since and it is old.</summary>
    public WatchedShop Shop
    {
        get
        {
            lock (_guard)
            {
                return _isReading || IsCurrent(_shop) ? _shop : WatchedShop.None;
            }
        }
    }

    /// <summary>How many browsers look.</summary>
    public int WatcherCount
    {
        get
        {
            lock (_guard)
            {
                return _watchers.Count;
            }
        }
    }

    /// <summary>Reads the nodes from now on, until the last watcher leaves.</summary>
    /// <param name="onReading">Called after each reading, on any thread.</param>
    /// <returns>Leaves when it is disposed.</returns>
    public IDisposable Join(Action onReading)
    {
        lock (_guard)
        {
            _watchers.Add(onReading);
            if (!_isReading)
            {
                _shop = IsCurrent(_shop) ? _shop : WatchedShop.None;
                _isReading = true;
                _ = ReadWhileWatchedAsync();
            }
        }

        return new Watcher(this, onReading);
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task ReadWhileWatchedAsync()
    {
        var stop = _end.Token;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(StepMs), time);
        await Task.Yield();
        do
        {
            await ReadOnceAsync(stop);
        }
        while (IsWatched() && await IsNextAsync(timer, stop));
    }

    private async Task ReadOnceAsync(CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(ReadPatience);
        try
        {
            KeepReading(await shop.ReadNodesAsync(patience.Token));
        }
        catch (Exception fault) when (fault is AdminFault or OperationCanceledException)
        {
            var trouble = fault is AdminFault ? fault.Message : "The shop did not answer in time.";
            Keep(_shop with { Trouble = trouble });
        }

        NotifyWatchers();
    }

    private void KeepReading(IReadOnlyList<NodeReport> nodes)
    {
        var now = (long)time.GetElapsedTime(_began).TotalMilliseconds;
        var isRecent = _shop.Latest is { } before && now - before.At <= RateMsMax;
        var sample = ShopSamples.SampleOf(isRecent ? _shop.Nodes : [], nodes, now);
        _samples.Enqueue(sample);
        while (_samples.Count > SamplesMax || _samples.Peek().At < now - (SamplesMax * StepMs))
        {
            _samples.Dequeue();
        }

        var at = time.GetUtcNow().ToUnixTimeMilliseconds();
        Keep(new WatchedShop(at, nodes, sample, ShopCharts.ChartsOf([.. _samples], now), Trouble: null));
    }

    private void Keep(WatchedShop shop)
    {
        lock (_guard)
        {
            _shop = shop;
        }
    }

    private bool IsCurrent(WatchedShop shop) => shop.Latest is { } latest
        && time.GetElapsedTime(_began).TotalMilliseconds - latest.At <= CurrentMsMax;

    private bool IsWatched()
    {
        lock (_guard)
        {
            return _isReading = _watchers.Count > 0;
        }
    }

    private static async Task<bool> IsNextAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void NotifyWatchers()
    {
        List<Action> watchers;
        lock (_guard)
        {
            watchers = [.. _watchers];
        }

        watchers.ForEach(watcher => watcher());
    }

    private void Leave(Action onReading)
    {
        lock (_guard)
        {
            _watchers.Remove(onReading);
        }
    }

    private sealed class Watcher(ShopWatch watch, Action onReading) : IDisposable
    {
        private ShopWatch? _watch = watch;

        public void Dispose() => Interlocked.Exchange(ref _watch, null)?.Leave(onReading);
    }
}
