using Cartwright.Cli.Serve;
using Cartwright.Cli.Tests.Configuration;
using Cartwright.Web.Access;

namespace Cartwright.Cli.Tests.Serve;

/// <summary>The one rule of exposure, clause by clause, with and without <c>--insecure</c>.</summary>
public sealed class ExposureTests : IDisposable
{
    private const string Gateway =
        "--roles gateway --order-nodes http://127.0.0.1:1 --stock-nodes http://[::1]:1 "
        + "--payment-nodes http://localhost:1";

    private const string Stock = "--roles stock --postgres-stock Host=127.0.0.1 --kafka localhost:9092";

    private readonly string _keys = Path.GetTempFileName();

    public ExposureTests() => File.WriteAllText(_keys, ApiKeys.LineOf("till", ["payment"], ApiKeys.NewKey()));

    [Theory]
    [InlineData("")]
    [InlineData("--urls http://127.0.0.1:0")]
    [InlineData("--urls http://127.8.0.1:8000")]
    [InlineData("--urls http://[::1]:8000")]
    [InlineData("--urls http://localhost:8000")]
    [InlineData("--admin-urls http://127.0.0.1:8001")]
    [InlineData("--health-urls http://0.0.0.0:8090")]
    [InlineData("--health-urls http://10.0.0.7:8090")]
    [InlineData("--api-keys KEYS")]
    [InlineData("--urls https://0.0.0.0:8000 --api-keys KEYS --tls-certificate KEYS --tls-key KEYS")]
    [InlineData("--auth-issuer https://issuer.example --auth-audience shop")]
    [InlineData(
        "--urls https://0.0.0.0:1 --tls-certificate KEYS --tls-key KEYS --auth-issuer https://i --auth-audience shop")]
    [InlineData(Gateway)]
    [InlineData(Gateway + " --admin-urls http://127.0.0.1:1 --admin-nodes http://127.0.0.1:2,dns://localhost:3")]
    [InlineData(Gateway + " --stock-nodes https://stock-1:1,dns+https://stock:2")]
    [InlineData(Stock)]
    [InlineData("--roles stock --postgres-stock Host=/var/run/postgresql --kafka [::1]:1,127.0.0.1:2")]
    [InlineData("--roles stock --postgres-stock Host=127.0.0.1,localhost:5433 --kafka localhost:1")]
    [InlineData("--roles stock --postgres-stock Host=127.0.0.1:5433 --kafka localhost:1")]
    [InlineData("--roles stock --postgres-stock Host=[::1]:5433 --kafka localhost:1")]
    [InlineData("--roles stock --postgres-stock Host=@abstract --kafka localhost:1")]
    [InlineData("--roles stock --postgres-stock Host=db,db2;SSL_Mode=VerifyFull --kafka localhost:1")]
    [InlineData(Stock + " --kafka broker:9092 --kafka-security tls")]
    public void Nothing_that_other_machines_reach_is_no_mistake(string line)
    {
        var configured = TestSettings.Read(Filled(line));
        Assert.Empty(ServeMistakes.MistakesIn(configured));
        Assert.Empty(ServeMistakes.WarningsIn(TestSettings.Read(Filled($"{line} --insecure"))));
    }

    [Theory]
    [InlineData(
        "--urls http://0.0.0.0:8000",
        "--urls: other machines can reach http://0.0.0.0:8000, which asks for no credentials and is not encrypted.")]
    [InlineData(
        "--urls http://[::]:8000", "--urls: other machines can reach http://[::]:8000, which asks for no credentials")]
    [InlineData("--urls http://10.0.0.7:8000", "--urls: other machines can reach http://10.0.0.7:8000, which asks")]
    [InlineData("--urls http://shop.example:80", "--urls: other machines can reach http://shop.example:80, which asks")]
    [InlineData("--urls http://localhost.example:80", "--urls: other machines can reach http://localhost.example:80")]
    [InlineData(
        "--urls http://0.0.0.0:8000 --api-keys KEYS",
        "--urls: other machines can reach http://0.0.0.0:8000, which is not encrypted.")]
    [InlineData(
        "--urls https://0.0.0.0:8000 --tls-certificate KEYS --tls-key KEYS",
        "--urls: other machines can reach https://0.0.0.0:8000, which asks for no credentials.")]
    [InlineData(
        "--admin-urls http://0.0.0.0:8001",
        "--admin-urls: other machines can reach http://0.0.0.0:8001, which asks for no credentials and is not")]
    [InlineData(
        Gateway + " --stock-nodes http://127.0.0.1:1,http://10.0.0.7:1",
        "--stock-nodes: the connections to http://10.0.0.7:1 are not encrypted.")]
    [InlineData(Gateway + " --order-nodes dns://order:8000", "--order-nodes: the connections to dns://order:8000 are")]
    [InlineData(
        Gateway + " --admin-urls http://127.0.0.1:1 --admin-nodes http://stock-1:8001",
        "--admin-nodes: the connections to http://stock-1:8001 are not encrypted.")]
    [InlineData(Stock + " --kafka localhost:1,broker:2", "--kafka: the connections to localhost:1,broker:2 are not")]
    [InlineData(
        "--kafka localhost:1 --roles stock --postgres-stock Host=db",
        "--postgres-stock: the connections to db are not encrypted with a check of the server.")]
    [InlineData(
        "--kafka localhost:1 --roles stock --postgres-stock Host=localhost,db:5433;SSL_Mode=Require",
        "--postgres-stock: the connections to db are not")]
    public void What_other_machines_reach_or_read_is_a_mistake_and_insecure_makes_it_a_warning(string line, string fact)
    {
        var mistake = Assert.Single(ServeMistakes.MistakesIn(TestSettings.Read(Filled(line))));
        Assert.StartsWith(fact, mistake, StringComparison.Ordinal);
        Assert.EndsWith(", or accept it with --insecure.", mistake, StringComparison.Ordinal);
        Assert.Empty(ServeMistakes.WarningsIn(TestSettings.Read(Filled(line))));

        var insecure = TestSettings.Read(Filled($"{line} --insecure"));
        Assert.Empty(ServeMistakes.MistakesIn(insecure));
        Assert.StartsWith($"insecure: {fact}", Assert.Single(ServeMistakes.WarningsIn(insecure)));
    }

    // Variables and a file are often the same for all nodes, and each node has a part of them.
    [Theory]
    [InlineData("", "CARTWRIGHT_KAFKA", "broker:9092")]
    [InlineData(Gateway, "CARTWRIGHT_KAFKA", "broker:9092")]
    [InlineData(Stock, "CARTWRIGHT_POSTGRES_ORDER", "Host=db")]
    [InlineData(Stock, "CARTWRIGHT_ORDER_NODES", "http://order-1:8000")]
    public void A_setting_that_the_node_does_not_use_is_no_mistake(string line, string variable, string value) =>
        Assert.Empty(ServeMistakes.MistakesIn(
            TestSettings.Read(line, new Dictionary<string, string> { [variable] = value })));

    [Theory]
    [InlineData("", true)]
    [InlineData("--urls http://[::1]:1", true)]
    [InlineData("--reset off", false)]
    [InlineData("--api-keys KEYS", false)]
    [InlineData("--auth-issuer https://issuer.example --auth-audience shop", false)]
    [InlineData("--urls http://0.0.0.0:1 --insecure", false)]
    [InlineData("--urls http://0.0.0.0:1 --insecure --reset on", true)]
    [InlineData("--api-keys KEYS --reset on", true)]
    [InlineData(Gateway, true)]
    public void A_reset_is_for_an_open_node_of_this_machine_unless_it_is_set(string line, bool allows) =>
        Assert.Equal(allows, new ServeOptions(TestSettings.Read(Filled(line))).AllowsReset);

    public void Dispose() => File.Delete(_keys);

    // A later option of a name wins; blanks separate the options.
    private string Filled(string line)
    {
        var words = line.Replace("KEYS", _keys, StringComparison.Ordinal)
            .Replace("SSL_Mode", "SSLMode", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        Dictionary<string, string> last = [];
        for (var at = 0; at < words.Count; at++)
        {
            var hasValue = at + 1 < words.Count && !words[at + 1].StartsWith("--", StringComparison.Ordinal);
            last[words[at]] = hasValue ? words[++at] : "";
        }

        return string.Join(' ', last.Select(option => $"{option.Key} {option.Value}"));
    }
}
