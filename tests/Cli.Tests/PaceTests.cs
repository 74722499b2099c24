using System.Diagnostics;
using Cartwright.Lab.Load;

namespace Cartwright.Cli.Tests;

public sealed class PaceTests
{
    [Fact]
    public void Constant_arrivals_have_equal_gaps()
    {
        var schedule = new ArrivalSchedule(1000, Stopwatch.Frequency / 50.0, poisson: false, new Random(1));
        Assert.Equal([1050, 1100, 1150], [schedule.NextArrival(), schedule.NextArrival(), schedule.NextArrival()]);
    }

    /// <summary>Exponential gaps have a mean of one over the rate, and a standard deviation of the same size.</summary>
    [Fact]
    public void Poisson_arrivals_keep_the_rate_and_scatter()
    {
        const int count = 100_000;
        var schedule = new ArrivalSchedule(0, Stopwatch.Frequency / 10_000.0, poisson: true, new Random(1));
        var arrivals = Enumerable.Range(0, count).Select(_ => (double)schedule.NextArrival()).ToArray();
        var gaps = arrivals.Zip(arrivals.Skip(1), (first, second) => second - first).ToArray();
        var mean = gaps.Average();
        var deviation = Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean)));
        Assert.InRange(mean, 9_800, 10_200);
        Assert.InRange(deviation, 9_700, 10_300);
    }

    /// <summary>Overdue requests keep their intended times, however late they are taken.</summary>
    [Fact]
    public async Task An_open_loop_hands_out_intended_times_not_the_times_of_asking()
    {
        var start = Stopwatch.GetTimestamp() - Stopwatch.Frequency;
        var gap = Stopwatch.Frequency / 1000;
        var pace = new OpenPace(
            new ArrivalSchedule(start, 1000, poisson: false, new Random(1)),
            endTicks: long.MaxValue, arrivalsMax: 3, TestContext.Current.CancellationToken);
        pace.Start();

        Assert.Equal(start + gap, await pace.NextAsync());
        Assert.Equal(start + (2 * gap), await pace.NextAsync());
        Assert.Equal(start + (3 * gap), await pace.NextAsync());
        Assert.Equal(IPace.Over, await pace.NextAsync());
        Assert.Empty(pace.Unsent);
    }

    [Fact]
    public async Task Stopping_an_open_loop_releases_whoever_waits()
    {
        using var stop = new CancellationTokenSource();
        var schedule = new ArrivalSchedule(Stopwatch.GetTimestamp(), 0.001, poisson: false, new Random(1));
        var pace = new OpenPace(schedule, endTicks: long.MaxValue, arrivalsMax: 10, stop.Token);
        var waiting = new[] { pace.NextAsync().AsTask(), pace.NextAsync().AsTask() };
        pace.Start();
        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(waiting), turn => Assert.Equal(IPace.Over, turn));
    }

    [Fact]
    public async Task What_was_due_and_found_no_connection_is_known_at_the_end()
    {
        var now = Stopwatch.GetTimestamp();
        var schedule = new ArrivalSchedule(now - Stopwatch.Frequency, 1000, poisson: false, new Random(1));
        var pace = new OpenPace(schedule, endTicks: now, arrivalsMax: 10, TestContext.Current.CancellationToken);
        var first = pace.NextAsync();
        pace.Start();
        Assert.NotEqual(IPace.Over, await first);
        await pace.Ended;
        Assert.Equal(IPace.Over, await pace.NextAsync());
        Assert.Equal(9, pace.Unsent.Count);
    }

    [Fact]
    public async Task A_closed_loop_ends_with_its_time()
    {
        var none = TestContext.Current.CancellationToken;
        Assert.Equal(IPace.Over, await new ClosedPace(Stopwatch.GetTimestamp() - 1, none).NextAsync());
        Assert.NotEqual(IPace.Over, await new ClosedPace(long.MaxValue, none).NextAsync());
    }
}
