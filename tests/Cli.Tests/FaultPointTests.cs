using Cartwright.FaultyNode;

namespace Cartwright.Cli.Tests;

/// <summary>A fault point is never set by accident, and a misspelt one is reported.</summary>
public sealed class FaultPointTests
{
    [Fact]
    public void Without_the_variable_there_is_none() => Assert.Null(FaultPoint.Parse(null));

    [Fact]
    public void It_comes_once_and_at_its_count()
    {
        var point = FaultPoint.Parse("after-commit-before-send:3")!;
        Assert.Equal([false, false, true, false, false], Enumerable.Range(0, 5).Select(_ => point.IsNow()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("after-commit-before-send")]
    [InlineData("after-commit-before-send:0")]
    [InlineData("after-commit-before-send:-1")]
    [InlineData("after-commit-before-send:1:2")]
    [InlineData("after-lunch:1")]
    public void Anything_else_is_refused(string text) =>
        Assert.Throws<ArgumentException>(() => FaultPoint.Parse(text));
}
