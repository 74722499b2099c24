using System.CommandLine;
using Cartwright.CommandLine;
using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Cluster;
using Cartwright.Lab.Http;
using Cartwright.Web.Access;

namespace Cartwright.Cli.Tests.Cluster;

/// <summary>A second `cluster up` in the same directory.</summary>
public sealed class RememberedOptionsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cartwright-test-").FullName;
    private readonly Option<string> _data = new("--data");

    private string File => Path.Combine(_directory, "options.json");

    [Fact]
    public void Without_options_it_is_the_same_cluster()
    {
        Start("--order 3 --url http://127.0.0.2:0 --kafka 3 --postgres shared --reply final");
        var options = Start("");
        Assert.Equal((3, 1, 1), (options.Nodes["order"], options.Nodes["stock"], options.Nodes["payment"]));
        Assert.Equal(("http://127.0.0.2:0", "final", 3), (options.Url, options.Reply, options.Brokers));
        Assert.Equivalent(options, Start("") with { Directory = options.Directory }, strict: true);
    }

    [Fact]
    public void What_is_said_now_wins_and_is_kept()
    {
        Start("--order 3 --reply final");
        Assert.Equal((2, "final"), (Start("--order 2").Nodes["order"], Start("").Reply));
        Assert.Equal(2, Start("").Nodes["order"]);
    }

    [Fact]
    public void How_one_start_is_to_run_is_not_kept()
    {
        Assert.False(Start("--no-restart").Restarts);
        Assert.True(Start("").Restarts);
    }

    [Theory]
    [InlineData("", "--kafka 3", "--kafka 1, and how many brokers there are cannot change")]
    [InlineData("--kafka 3", "--kafka 1", "--kafka 3, and how many brokers there are cannot change")]
    [InlineData("", "--postgres shared", "--postgres per-service, and how the databases lie on servers cannot change")]
    [InlineData("--postgres shared", "--postgres per-service", "--postgres shared, and how the databases lie")]
    [InlineData("", "--secure", "--secure False, and how its connections are protected cannot change")]
    [InlineData("--secure", "--secure false", "--secure True, and how its connections are protected cannot change")]
    public void What_the_data_depends_on_cannot_change(string first, string second, string message)
    {
        Start(first);
        var refused = Assert.Throws<ClusterFault>(() => Start(second));
        Assert.StartsWith($"The cluster in {_directory} was made with {message}", refused.Message);
        Start(first);
    }

    [Fact]
    public void A_file_that_is_broken_is_named()
    {
        System.IO.File.WriteAllText(File, "{");
        Assert.StartsWith(File, Assert.Throws<ClusterFault>(() => Start("")).Message);
    }

    [Theory]
    [InlineData("--url nonsense", "--url takes one address")]
    [InlineData("--url https://*:8000", "--url takes one address")]
    public void An_address_that_is_none_is_named(string line, string message) => Assert.Contains(
        Parse(line).Errors, error => error.Message.StartsWith(message, StringComparison.Ordinal));

    // The one rule: no start opens the shop to others unless this start says so.
    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:8000")]
    [InlineData("http://192.0.2.1:8000")]
    [InlineData("http://shop.example:8000")]
    public void An_open_gateway_that_others_can_reach_needs_the_word_at_each_start(string url)
    {
        var refused = Assert.Throws<UsageFault>(() => Start($"--url {url}")).Message;
        Assert.StartsWith($"--url: other machines can reach {url}, which asks for no credentials", refused);
        Assert.All((string[])["--secure", "https", "--insecure"], choice => Assert.Contains(choice, refused));

        var accepted = Start($"--url {url} --insecure");
        Assert.True(accepted.IsInsecure);
        Assert.StartsWith($"insecure: --url: other machines can reach {url}", accepted.Warning);
        Assert.Equal(refused, Assert.Throws<UsageFault>(() => Start("")).Message);
        Assert.Null(Start("--url http://127.0.0.2:0").Warning);
    }

    [Theory]
    [InlineData("--url https://0.0.0.0:0 --secure", "https://0.0.0.0:0")]
    [InlineData("--url http://shop.example:8000 --secure", "https://shop.example:8000")]
    public void A_secured_gateway_may_be_anywhere_by_either_scheme(string line, string url)
    {
        var options = Start(line);
        Assert.Equal(url, options.Url);
        Assert.Null(options.Warning);
        Assert.Equal(url, Start("").Url);
    }

    [Theory]
    [InlineData("--url https://127.0.0.1:0", "--url https://127.0.0.1:0 needs --secure")]
    [InlineData("--url https://127.0.0.1:0 --insecure", "--url https://127.0.0.1:0 needs --secure")]
    [InlineData("--secure --insecure", "--insecure does not go with --secure")]
    public void Options_that_do_not_go_together_are_named(string line, string message) =>
        Assert.StartsWith(message, Assert.Throws<UsageFault>(() => Start(line)).Message);

    // The Lab references no project of the shop, so there are two readings of a host.
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("shop.localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.255.0.9", true)]
    [InlineData("[::1]", true)]
    [InlineData("loopback", false)]
    [InlineData("localhost.example", false)]
    [InlineData("notlocalhost", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("[::]", false)]
    [InlineData("10.0.0.1", false)]
    public void A_host_is_this_machine_for_the_cluster_where_it_is_for_its_gateway(string host, bool isHere) =>
        Assert.Equal((isHere, isHere), (ThisMachine.IsHost(host), Loopback.IsHost(host)));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private ParseResult Parse(string line) =>
        new RootCommand { ClusterUp.CreateCommand(_data) }.Parse($"up --data {_directory} {line}");

    private ClusterOptions Start(string line)
    {
        var parsed = Parse(line);
        Assert.Empty(parsed.Errors);
        var whole = ClusterUp.CompleteOptions(parsed, _data);
        Assert.Empty(whole.Errors);
        var options = ClusterUp.ReadOptions(whole, _data);
        ClusterUp.SaveOptions(whole, new ClusterLayout(_directory));
        return options;
    }
}
