using Cartwright.Engine.Batches;

namespace Cartwright.Engine.Tests.Nodes;

public sealed class RetryPauseTests
{
    [Theory]
    [InlineData(1, 20)]
    [InlineData(2, 40)]
    [InlineData(4, 160)]
    [InlineData(5, 250)]
    [InlineData(int.MaxValue, 250)]
    public void A_pause_doubles_up_to_its_bound_and_is_shortened_by_half_at_most(int tries, int longest)
    {
        var pauses = Enumerable.Range(0, 1_000).Select(timestamp => Of(tries, 250, timestamp)).ToList();
        Assert.Equal(longest, pauses.Max());
        Assert.Equal(longest / 2.0, pauses.Min());
        Assert.True(pauses.Distinct().Count() > longest / 2);
    }

    [Fact]
    public void A_bound_of_one_millisecond_is_a_pause_of_one_millisecond() =>
        Assert.All(Enumerable.Range(0, 10), timestamp => Assert.Equal(1, Of(tries: 3, maxMs: 1, timestamp)));

    private static double Of(int tries, int maxMs, long timestamp) =>
        RetryPause.PauseAfter(tries, maxMs, timestamp).TotalMilliseconds;
}
