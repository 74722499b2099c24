using Cartwright.Cli.Configuration;
using Cartwright.Cli.Serve;
using Cartwright.Cli.Tests.Configuration;

namespace Cartwright.Cli.Tests.Serve;

public sealed class ServeCommandTests
{
    [Fact]
    public void A_start_without_any_option_is_no_mistake() => Assert.Empty(MistakesOf(""));

    [Theory]
    [InlineData("--urls ftp://127.0.0.1", "--urls takes one address")]
    [InlineData("--urls http://localhost:0", "--urls takes port 0 with an IP address only")]
    [InlineData("--kafka 127.0.0.1:1", "--kafka is for one node of many")]
    [InlineData("--postgres-order Host=x", "--postgres-order is for one node of many")]
    [InlineData("--stock-nodes http://127.0.0.1:1", "--stock-nodes is for one node of many")]
    [InlineData("--admin-nodes http://127.0.0.1:1", "--admin-nodes is for one node of many")]
    [InlineData(
        "--roles gateway --admin-urls http://127.0.0.1:1",
        "--admin-nodes (CARTWRIGHT_ADMIN_NODES, or admin-nodes in the file) is needed: --admin-urls gives a gateway")]
    [InlineData("--roles order,till", "--roles 'till' is unknown")]
    [InlineData("--roles gateway,order", "a gateway is a node of its own")]
    [InlineData("--roles stock --kafka 127.0.0.1:1", "--postgres-stock (CARTWRIGHT_POSTGRES_STOCK, or")]
    [InlineData("--roles stock --postgres-stock Host=x", "is needed: --roles has 'stock'")]
    [InlineData("--roles stock --stream-heartbeat 150", "--stream-heartbeat: a gateway would cut a stream")]
    [InlineData("--roles stock --stream-heartbeat 168 --request-patience-ms 11000", "silent for 168 s")]
    [InlineData("--roles gateway --order-nodes http://127.0.0.1:1", "--stock-nodes (CARTWRIGHT_STOCK_NODES, or")]
    [InlineData("--auth-issuer https://issuer.example", "--auth-issuer and --auth-audience belong together.")]
    [InlineData("--health-urls https://127.0.0.1:1", "--health-urls takes an address of plain HTTP")]
    [InlineData("--health-urls http://localhost:0", "--health-urls takes port 0 with an IP address only")]
    [InlineData("--caller-writes 5", "--caller-writes has no use without --api-keys or --auth-issuer")]
    [InlineData("--roles stock --caller-streams 5", "--caller-streams is for a gateway, which limits the callers")]
    [InlineData("--auth-audience shop", "--auth-issuer and --auth-audience belong together.")]
    [InlineData("--auth-issuer http://issuer.example --auth-audience shop", "--auth-issuer takes an address such as")]
    [InlineData("--auth-keys /nowhere/keys", "--auth-keys names the file '/nowhere/keys', which cannot be read")]
    [InlineData("--api-keys /nowhere/keys", "--api-keys names the file '/nowhere/keys', which cannot be read")]
    [InlineData("--request-patience-ms 2000 --checkout-timeout-ms 2000", "--request-patience-ms: a checkout would")]
    public void A_mistake_is_named_by_its_option(string line, string mistake) =>
        Assert.Contains(MistakesOf(line), said => said.Contains(mistake, StringComparison.Ordinal));

    // Tried in each source, and beside roles with settings that are compared with each other.
    [Fact]
    public void A_malformed_number_of_each_setting_is_one_sentence()
    {
        var numbers = Settings.All.Where(setting => setting.Kind.Mistake("x")?.Contains("whole number") is true);
        Assert.NotEmpty(numbers);
        foreach (var setting in numbers)
        {
            var variables = new Dictionary<string, string> { [setting.Variable] = "x" };
            foreach (var roles in (string[])["", "--roles order", "--roles gateway"])
            {
                var ofVariable = ServeMistakes.MistakesIn(TestSettings.Read(roles, variables));
                Assert.StartsWith($"{setting.Variable} must be a whole number", Assert.Single(ofVariable));
                var ofOption = ServeMistakes.MistakesIn(TestSettings.Read($"{roles} {setting.Option} x"));
                Assert.StartsWith($"{setting.Option} must be a whole number", Assert.Single(ofOption));
            }
        }
    }

    private static List<string> MistakesOf(string line) => [.. ServeMistakes.MistakesIn(TestSettings.Read(line))];
}
