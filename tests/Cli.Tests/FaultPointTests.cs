using Cartwright.FaultyNode;

namespace Cartwright.Cli.Tests;

/// <summary>Nobody sets a fault off by accident, and whoever mistypes one is told.</summary>
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
