using Cartwright.Cli.Configuration;
using Cartwright.Cli.Serve;
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
        var options = Options with { Servers = Enum.Parse<DatabaseServers>(servers) };
        var nodes = ClusterPlan.Services.Select(service => Told(NodeOf(service, options)));
        Assert.All(nodes.Append(Told(GatewayOf(options))), told =>
        {
            Assert.Equal(patience, told.NumberOf(Settings.Patience));
            Assert.Equal(Settings.Final, told.TextOf(Settings.Reply));
        });
    }

    // Nodes and gateway have an admin address on the loopback; only the gateway has the socket of the supervisor.
    [Fact]
    public void The_gateway_knows_the_admin_address_of_each_node()
    {
        var gateway = Told(GatewayOf(Options));
        Assert.Equal("http://127.0.0.1:9000", gateway.TextOf(Settings.AdminUrl));
        Assert.Equal("http://127.0.0.1:7000", gateway.TextOf(Settings.HealthUrl));
        Assert.Equal(
            [.. Enumerable.Repeat("http://127.0.0.1:9001", ClusterPlan.Services.Count)],
            gateway.ListOf(Settings.AdminNodes));
        Assert.Equal("gateway", gateway.TextOf(Settings.NodeName));
        Assert.Equal("/srv/control.sock", gateway.TextOf(Settings.ControlSocket));
        Assert.Empty(ServeMistakes.MistakesIn(gateway));
        Assert.All(ClusterPlan.Services.Select(service => Told(NodeOf(service, Options))), node =>
        {
            Assert.Equal("http://127.0.0.1:9001", node.TextOf(Settings.AdminUrl));
            Assert.Equal("http://127.0.0.1:7001", node.TextOf(Settings.HealthUrl));
            Assert.False(node.IsSet(Settings.ControlSocket));
        });
    }

    // Files that are not there are mistakes of their own; the settings fit together.
    [Fact]
    public void A_secured_cluster_has_no_address_in_the_clear_but_those_for_probes()
    {
        var options = Options with { IsSecured = true };
        var nodes = ClusterPlan.Services.Select(service => Told(NodeOf(service, options))).ToList();
        Assert.All(nodes.Append(Told(GatewayOf(options))), told =>
        {
            Assert.StartsWith("https://", told.TextOf(Settings.Url), StringComparison.Ordinal);
            Assert.StartsWith("https://", told.TextOf(Settings.AdminUrl), StringComparison.Ordinal);
            Assert.StartsWith("http://127.0.0.1:700", told.TextOf(Settings.HealthUrl), StringComparison.Ordinal);
            Assert.All(
                told.ListOf(Settings.AdminNodes).Concat(Settings.Nodes.Values.SelectMany(told.ListOf)),
                url => Assert.StartsWith("https://", url, StringComparison.Ordinal));
            Assert.True(told.IsSet(AccessSettings.ApiKeys));
        });
        Assert.All(nodes, node =>
        {
            Assert.Equal("gateway", node.TextOf(TlsSettings.ClientNames));
            Assert.Equal(KafkaSettings.Sasl, node.TextOf(KafkaSettings.Security));
            Assert.False(node.IsOn(Settings.Migrate));
        });
    }

    // Only the user of `cluster up` gives the rule of exposure up.
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void The_gateway_is_as_open_as_the_start_has_said(bool isInsecure, int mistakes)
    {
        var gateway = Told(GatewayOf(Options with { AskedUrl = "http://0.0.0.0:8000", IsInsecure = isInsecure }));
        Assert.Equal(isInsecure, gateway.IsOn(Settings.Insecure));
        Assert.Equal(mistakes, ServeMistakes.MistakesIn(gateway).Count());
    }

    private static ClusterOptions Options => new()
    {
        Directory = "cluster", AskedUrl = "http://127.0.0.1:8000", Reply = Settings.Final,
    };

    private static Part NodeOf(string service, ClusterOptions options) => NodePart.ServiceNode(
        service, 1, new(8001, 9001, 7001), new NodePart.Database("Host=db", "password"), "broker:9092", options);

    private static Part GatewayOf(ClusterOptions options) => NodePart.GatewayNode(
        new(8000, 9000, 7000),
        ClusterPlan.Services.ToDictionary(
            service => service, _ => (IReadOnlyList<NodePart.Listening>)[new(8001, 9001, 7001)]),
        "/srv/control.sock",
        options);

    private static Configured Told(Part part) => TestSettings.Read(
        string.Join(' ', part.Command.SkipWhile(word => word != "serve").Skip(1)));
}
