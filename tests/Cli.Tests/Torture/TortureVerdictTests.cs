using Cartwright.Lab.Torture;

namespace Cartwright.Cli.Tests.Torture;

/// <summary>The last sentence of `torture`, and its status.</summary>
public sealed class TortureVerdictTests
{
    private static readonly RoundVerdict Right = new(Orders: 5, FirstSales: [], Unserved: 0, Wrongs: []);
    private static readonly RoundVerdict Wrong = Right with { Wrongs = ["An order is lost."] };

    // The first audit of a large shop can take longer than the whole time.
    [Fact]
    public void Without_a_round_nothing_was_tested()
    {
        Assert.Equal(1, TortureVerdict.StatusOf([]));
        Assert.StartsWith("NOTHING WAS TESTED", TortureVerdict.SentenceOf([]), StringComparison.Ordinal);
    }

    [Fact]
    public void One_wrong_round_is_a_failure()
    {
        Assert.Equal(1, TortureVerdict.StatusOf([Right, Wrong]));
        Assert.StartsWith("SOMETHING WAS WRONG", TortureVerdict.SentenceOf([Right, Wrong]), StringComparison.Ordinal);
    }

    [Fact]
    public void Right_rounds_are_a_success()
    {
        Assert.Equal(0, TortureVerdict.StatusOf([Right, Right]));
        Assert.Equal("Nothing was wrong in 2 rounds.", TortureVerdict.SentenceOf([Right, Right]));
    }
}
