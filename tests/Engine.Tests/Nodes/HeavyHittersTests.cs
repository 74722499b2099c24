using Cartwright.Shop.Contention;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>The most frequent numbers of a stream, in bounded memory.</summary>
public sealed class HeavyHittersTests
{
    private const int Fade = HeavyHitters.FadeMs;

    [Fact]
    public void A_steady_rate_is_found_after_a_few_times_the_fade()
    {
        var counts = new HeavyHitters(countersMax: 4);
        for (var now = 0; now < 10 * Fade; now += 100)
        {
            counts.CountNumber(7, now, value: now);
        }

        var hottest = Assert.Single(counts.FindTop(10 * Fade, limit: 10));
        Assert.Equal((7, (10 * Fade) - 100), (hottest.Number, hottest.Value));
        Assert.InRange(hottest.PerSecond, 9.5, 10.5);
    }

    [Fact]
    public void What_stops_fades_by_the_factor_e()
    {
        var counts = new HeavyHitters(countersMax: 4);
        counts.CountNumber(7, now: 0, value: 1);
        var at = counts.FindTop(0, 1)[0].PerSecond;
        Assert.Equal(at / Math.E, counts.FindTop(Fade, 1)[0].PerSecond, precision: 9);
        Assert.Equal(at / Math.Pow(Math.E, 30), counts.FindTop(30 * Fade, 1)[0].PerSecond, precision: 12);
    }

    // 2,000 numbers of a long tail, and one in ten is one of three: the tail changes places all the time.
    [Fact]
    public void Frequent_numbers_are_found_among_many_that_are_not()
    {
        var counts = new HeavyHitters(countersMax: 64);
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            counts.CountNumber(i % 10 == 0 ? random.Next(3) : 100 + random.Next(2_000), i, value: i);
        }

        var top = counts.FindTop(20_000, limit: 3);
        Assert.Equal([0, 1, 2], top.Select(hitter => hitter.Number).Order());

        // A thirtieth of 1,000 a second each; a third has not had time to fade in.
        Assert.All(top, hitter => Assert.InRange(hitter.PerSecond, 20, 40));
    }

    [Fact]
    public void A_rate_is_never_too_high()
    {
        var counts = new HeavyHitters(countersMax: 2);
        for (var i = 0; i < 1_000; i++)
        {
            counts.CountNumber(i, now: i, value: 0);
        }

        // Each has occurred once; the counts of the places that they took are no occurrences of theirs.
        Assert.All(counts.FindTop(1_000, 2), hitter => Assert.InRange(hitter.PerSecond, 0.09, 0.1));
    }

    [Fact]
    public void A_long_run_does_not_overflow()
    {
        var counts = new HeavyHitters(countersMax: 2);
        for (var now = 0L; now < 10_000L * Fade; now += Fade / 10)
        {
            counts.CountNumber(7, now, value: 0);
        }

        Assert.InRange(counts.FindTop(10_000L * Fade, 1)[0].PerSecond, 0.9, 1.1);
    }
}
