using Cartwright.AdminConsole.Watching;
using Cartwright.Browser.Fake;
using Cartwright.Http.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Browser.Units;

/// <summary>The collector, on a clock of the test.</summary>
public sealed class ShopWatchTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));
    private readonly LivelyShop _shop;
    private readonly ShopWatch _watch;

    public ShopWatchTests()
    {
        _shop = new LivelyShop(_time);
        _watch = new ShopWatch(_shop, _time);
    }

    [Fact]
    public async Task It_reads_once_a_second_while_it_is_watched()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _shop.NodeReadings);
        var one = _watch.Join(() => { });
        var other = _watch.Join(() => { });
        await ReadAsync(readings: 1);
        Assert.Null(_watch.Shop.Latest!.Paid);
        await PassSecondAsync();
        Assert.InRange(_watch.Shop.Latest!.Paid!.Value, 200, 700);

        one.Dispose();
        one.Dispose();
        await PassSecondAsync();
        other.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.InRange(_shop.NodeReadings, 3, 4);
        Assert.Equal(0, _watch.WatcherCount);
    }

    [Fact]
    public async Task It_keeps_five_minutes()
    {
        using var watcher = _watch.Join(() => { });
        await ReadAsync(readings: 1);
        for (var second = 0; second < ShopWatch.SamplesMax + 20; second++)
        {
            await PassSecondAsync();
        }

        var path = _watch.Shop.Charts[2].Lines[0].Path;
        Assert.Equal(ShopWatch.SamplesMax, path.Count(letter => letter is 'M' or 'L'));
        Assert.Equal(1, path.Count(letter => letter == 'M'));
    }

    [Fact]
    public async Task A_fault_keeps_the_reading_before()
    {
        using var watcher = _watch.Join(() => { });
        await ReadAsync(readings: 1);
        var nodes = _watch.Shop.Nodes;
        _shop.Fault = "away";
        await PassSecondAsync();
        await Eventually.IsAsync("the fault is noted", () => Task.FromResult(_watch.Shop.Trouble == "away"));
        Assert.Same(nodes, _watch.Shop.Nodes);
        _shop.Fault = null;
        await PassSecondAsync();
        await Eventually.IsAsync("the fault is over", () => Task.FromResult(_watch.Shop.Trouble is null));
    }

    [Fact]
    public async Task A_reading_of_an_earlier_visit_is_not_shown()
    {
        _watch.Join(() => { }).Dispose();
        await ReadAsync(readings: 1);
        _time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.IsAsync("the reading is forgotten", () => Task.FromResult(_watch.Shop.At is null));
        Assert.Empty(_watch.Shop.Nodes);
        using var watcher = _watch.Join(() => { });
        await Eventually.IsAsync("a new reading", () => Task.FromResult(_watch.Shop.Nodes.Count > 0));
        Assert.Equal(_time.GetUtcNow().ToUnixTimeMilliseconds(), _watch.Shop.At);
    }

    public void Dispose() => _watch.Dispose();

    private Task PassSecondAsync()
    {
        var before = _shop.NodeReadings;
        _time.Advance(TimeSpan.FromSeconds(1));
        return ReadAsync(before + 1);
    }

    private Task ReadAsync(int readings) => Eventually.IsAsync(
        $"{readings} readings",
        () => Task.FromResult(_shop.NodeReadings >= readings && _watch.Shop.Latest is not null));
}
