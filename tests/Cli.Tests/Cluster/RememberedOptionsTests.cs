using System.CommandLine;
using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Cluster;

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
    [InlineData("--url https://127.0.0.1", "--url takes an address of plain HTTP")]
    public void An_address_that_is_none_is_named(string line, string message) => Assert.Contains(
        Parse(line).Errors, error => error.Message.StartsWith(message, StringComparison.Ordinal));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private ParseResult Parse(string line) =>
        new RootCommand { ClusterUp.CreateCommand(_data) }.Parse($"up --data {_directory} {line}");

    private ClusterOptions Start(string line)
    {
        var parsed = Parse(line);
        Assert.Empty(parsed.Errors);
        var whole = ClusterUp.CompleteOptions(parsed, _data);
        Assert.Empty(whole.Errors);
        ClusterUp.SaveOptions(whole, new ClusterLayout(_directory));
        return ClusterUp.ReadOptions(whole, _data);
    }
}
