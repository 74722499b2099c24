using Cartwright.Cli.Configuration;
using Cartwright.Cli.Tests.Configuration;
using Cartwright.Lab.Cluster;

namespace Cartwright.Cli.Tests.Cluster;

/// <summary>The command lines of a cluster's nodes and of its gateway.</summary>
public sealed class NodePartTests
{
    // The gateway's time-out follows from the time-out of the nodes: with a shorter one it would cut requests that they
    // still serve.
    [Theory]
    [InlineData("Shared", 5_000)]
    [InlineData("PerService", 5_000)]
    [InlineData("Replicated", 20_000)]
    public void The_gateway_is_told_what_the_nodes_are_told(string servers, int patience)
    {
        var options = new ClusterOptions
        {
            Directory = "cluster",
            Url = "http://127.0.0.1:8000",
            Reply = Settings.Final,
            Servers = Enum.Parse<DatabaseServers>(servers),
        };
        var database = new NodePart.Database("Host=db", "password");
        var nodes = ClusterPlan.Services
            .Select(service => Told(NodePart.ServiceNode(service, 1, 8001, database, "broker:9092", options)))
            .ToList();
        var gateway = Told(NodePart.GatewayNode(
            8000, ClusterPlan.Services.ToDictionary(service => service, _ => (IReadOnlyList<int>)[8001]), options));
        Assert.All(nodes.Append(gateway), told =>
        {
            Assert.Equal(patience, told.NumberOf(Settings.Patience));
            Assert.Equal(Settings.Final, told.TextOf(Settings.Reply));
        });
    }

    private static Configured Told(Part part) => TestSettings.Read(
        string.Join(' ', part.Command.SkipWhile(word => word != "serve").Skip(1)));
}
