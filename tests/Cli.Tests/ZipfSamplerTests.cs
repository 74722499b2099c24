using Cartwright.Lab.Load;

namespace Cartwright.Cli.Tests;

public sealed class ZipfSamplerTests
{
    private const int Draws = 1_000_000;

    /// <summary>Every frequency lies within five standard deviations of the distribution.</summary>
    [Theory]
    [InlineData(0.99)]
    [InlineData(1.0)]
    [InlineData(0.0)]
    public void Frequencies_follow_the_power_law(double exponent)
    {
        const int count = 100;
        var sampler = new ZipfSampler(count, exponent);
        var random = new Random(42);
        var drawn = new int[count];
        for (var i = 0; i < Draws; i++)
        {
            drawn[sampler.NextRank(random)]++;
        }

        var total = Enumerable.Range(1, count).Sum(rank => Math.Pow(rank, -exponent));
        for (var rank = 0; rank < count; rank++)
        {
            var expected = Draws * Math.Pow(rank + 1, -exponent) / total;
            Assert.InRange(drawn[rank], expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
        }
    }

    [Fact]
    public void A_single_item_is_always_drawn()
    {
        var sampler = new ZipfSampler(1, 0.99);
        var random = new Random(1);
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Equal(0, sampler.NextRank(random)));
    }

    [Fact]
    public void The_same_seed_draws_the_same_items()
    {
        var sampler = new ZipfSampler(100_000, 0.99);
        Assert.Equal(Draw(), Draw());

        int[] Draw()
        {
            var random = new Random(7);
            return [.. Enumerable.Range(0, 100).Select(_ => sampler.NextRank(random))];
        }
    }
}
