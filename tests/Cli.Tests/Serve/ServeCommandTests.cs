using System.CommandLine;
using Cartwright.Cli.Serve;

namespace Cartwright.Cli.Tests.Serve;

public sealed class ServeCommandTests
{
    [Fact]
    public void A_start_without_any_option_is_no_mistake() => Assert.Empty(MistakesOf("serve"));

    [Theory]
    [InlineData("serve --urls ftp://127.0.0.1", "--urls takes one address")]
    [InlineData("serve --roles order,till", "--roles 'till' is unknown")]
    [InlineData("serve --roles gateway,order", "a gateway is a node of its own")]
    [InlineData("serve --roles stock --kafka 127.0.0.1:1", "--postgres-stock is needed")]
    [InlineData("serve --roles stock --postgres-stock Host=x", "--kafka is needed")]
    [InlineData("serve --roles gateway --order-nodes http://127.0.0.1:1", "--stock-nodes is needed")]
    public void A_mistake_is_named_by_its_option(string line, string mistake) =>
        Assert.Contains(MistakesOf(line), said => said.Contains(mistake, StringComparison.Ordinal));

    private static List<string> MistakesOf(string line) =>
        [.. ServeCommand.Mistakes(new RootCommand { ServeCommand.Create() }.Parse(line))];
}
