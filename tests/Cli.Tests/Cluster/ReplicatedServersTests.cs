using System.Data.Common;
using System.Text.Json;
using Cartwright.Cli.Databases;
using Cartwright.CommandLine.Clusters;
using Cartwright.Domain;
using Cartwright.Kernel;
using Cartwright.Lab.Cluster;
using Cartwright.Shop;

namespace Cartwright.Cli.Tests.Cluster;

/// <summary>Options for three database servers, checked without starting one.</summary>
public sealed class ReplicatedServersTests
{
    private const string Healthy = """
        {"members": [
          {"name": "patroni-1", "role": "leader", "state": "running", "timeline": 2},
          {"name": "patroni-2", "role": "sync_standby", "state": "running", "timeline": 2, "lag": 0},
          {"name": "patroni-3", "role": "replica", "state": "running", "timeline": 1, "lag": "unknown"}]}
        """;

    [Fact]
    public void A_primary_with_a_synchronous_standby_takes_writes()
    {
        var members = PatroniMembers.ReadMembers(Healthy);
        Assert.True(members.TakesWrites);
        Assert.Equal("primary", members.RoleOf("patroni-1"));
        Assert.Equal("standby", members.RoleOf("patroni-2"));
        Assert.Equal("replica", members.RoleOf("patroni-3"));
        Assert.True(members.IsReady("patroni-1"));
        Assert.True(members.IsReady("patroni-2"));
    }

    [Fact]
    public void A_replica_on_an_older_timeline_is_not_ready() =>
        Assert.False(PatroniMembers.ReadMembers(Healthy).IsReady("patroni-3"));

    [Theory]
    [InlineData("sync_standby", "replica")]
    [InlineData("\"leader\", \"state\": \"running\"", "\"leader\", \"state\": \"starting\"")]
    [InlineData("\"sync_standby\", \"state\": \"running\"", "\"sync_standby\", \"state\": \"stopped\"")]
    public void A_primary_whose_standby_is_away_or_that_does_not_run_takes_none(string said, string instead)
    {
        var members = PatroniMembers.ReadMembers(Healthy.Replace(said, instead, StringComparison.Ordinal));
        Assert.False(members.TakesWrites);
        Assert.False(members.IsReady("patroni-1"));
    }

    [Fact]
    public void Nobody_is_known_where_nothing_is_said()
    {
        var members = PatroniMembers.ReadMembers("{}");
        Assert.False(members.TakesWrites);
        Assert.Equal("postgres", members.RoleOf("patroni-1"));
        Assert.False(members.IsReady("patroni-1"));
    }

    [Fact]
    public void A_service_is_told_all_three_servers()
    {
        using var directory = new PortsOnly("""{"postgres-1": 5001, "postgres-2": 5002, "postgres-3": 5003}""");
        directory.Write("secrets.json", JsonSerializer.Serialize(
            ShopServices.Roles.ToDictionary(role => $"cartwright_{role.Name}", role => $"key of {role.Name}")));
        var parts = new DbConnectionStringBuilder
        {
            ConnectionString = DatabaseOptions.OfCluster(directory.Path)[Role.Stock],
        };
        Assert.Equal("127.0.0.1:5001,127.0.0.1:5002,127.0.0.1:5003", parts["Host"]);
        Assert.Equal(
            ("cartwright_stock", "cartwright_stock", "key of stock"),
            (parts["Username"], parts["Database"], parts["Password"]));
    }

    /// <summary>The cluster would start with empty databases, and the existing ones would seem to be lost.</summary>
    [Theory]
    [InlineData("postgres-1", "PerService")]
    [InlineData("postgres-1", "Shared")]
    [InlineData("postgres-order", "Replicated")]
    [InlineData("postgres", "PerService")]
    public void A_cluster_does_not_start_on_other_servers_than_it_was_made_on(string there, string asked)
    {
        using var directory = new PortsOnly($$"""{"{{there}}": 5001}""");
        var options = new ClusterOptions
        {
            Directory = directory.Path,
            AskedUrl = "http://127.0.0.1:0",
            Reply = "final",
            Servers = Enum.Parse<DatabaseServers>(asked),
        };
        var fault = Assert.Throws<ClusterFault>(() => ClusterPlan.PlanFor(
            options, new ClusterLayout(directory.Path), new Installation("", "", "", "")));
        Assert.Contains(there, fault.Message, StringComparison.Ordinal);
    }

    private sealed class PortsOnly : IDisposable
    {
        public PortsOnly(string ports) => Write("ports.json", ports);

        public string Path { get; } = Directory.CreateTempSubdirectory("cartwright-ports-").FullName;

        public void Write(string file, string text) => File.WriteAllText(System.IO.Path.Combine(Path, file), text);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
