using Cartwright.Program;
using Cartwright.Web.Access;

namespace Cartwright.Cli.Tests;

/// <summary>The verb <c>key new</c>.</summary>
public sealed class KeyVerbTests
{
    [Fact]
    public async Task It_prints_a_key_and_a_line_that_knows_the_key()
    {
        var (code, output, errors) = await RunAsync("key", "new", "till", "--scopes", "payment,stock");

        Assert.Equal(0, code);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Matches("^cartwright_[A-Za-z0-9_-]{43}$", lines[0]);
        Assert.Equal(ApiKeys.LineOf("till", ["payment", "stock"], lines[0]), lines[1]);
        Assert.DoesNotContain(lines[0], errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b", "payment", "NAME takes 1 to 64 of the letters")]
    [InlineData("till", "pay", "--scopes 'pay' is unknown; known are: orders, payment, stock, reset, operate")]
    [InlineData("till", "shopper", "--scopes 'shopper' is unknown")]
    [InlineData("till", ",", "--scopes takes some of")]
    public async Task A_mistake_makes_no_key(string name, string scopes, string mistake)
    {
        var (code, output, errors) = await RunAsync("key", "new", name, "--scopes", scopes);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith(mistake, errors, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output, string Errors)> RunAsync(params string[] line) =>
        Captured.RunWithErrorsAsync(() => Verbs.CreateRoot().Parse(line).InvokeAsync());
}
