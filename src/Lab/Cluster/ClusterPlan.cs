using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>The parts of a cluster, in the groups in which they are started.</summary>
internal static class ClusterPlan
{
    /// <summary>
    /// The services of the shop, the only list of them in the laboratory: it links no shop, and knows their names as a
    /// user does.
    /// </summary>
    public static IReadOnlyList<string> Services { get; } = ["order", "stock", "payment"];

    public static IReadOnlyList<IReadOnlyList<Part>> PlanFor(
        ClusterOptions options, ClusterLayout layout, Installation installed)
    {
        var ports = Ports.LoadPorts(layout);
        RequireSameServers(options, layout, ports);
        var secrets = ClusterSecrets.LoadSecrets(layout);
        var (before, servers) = DatabaseParts(options, layout, installed, ports, secrets);
        var brokers = BrokerParts(options, layout, installed, ports, secrets);
        var brokerList = string.Join(',', brokers.Select(broker => $"127.0.0.1:{broker.Port}"));
        var listening = Services.ToDictionary(
            service => service,
            service => (IReadOnlyList<NodePart.Listening>)
                [.. Enumerable.Range(1, options.Nodes[service]).Select(number => At(ports, $"{service}-{number}"))]);
        var nodes = Services.SelectMany(service =>
        {
            var database = SecuredArguments.DatabaseOf(options, service, ConnectionOf(ports, service));
            return listening[service].Select((at, place) =>
                NodePart.ServiceNode(service, place + 1, at, database, brokerList, options));
        }).ToList();
        nodes = SecuredArguments.AfterTopics(nodes, options, brokerList);
        var gateway = NodePart.GatewayNode(GatewayAt(options, ports), listening, layout.ControlSocket, options);
        ports.SavePorts();
        return [[.. before], [.. servers, .. brokers], nodes, [gateway]];
    }

    private static NodePart.Listening At(Ports ports, string node) => At(ports, node, ports.PortOf(node));

    private static NodePart.Listening At(Ports ports, string node, int port) =>
        new(port, ports.PortOf(NodePart.AdminOf(node)), ports.PortOf(NodePart.HealthOf(node)));

    // Other servers would be empty ones, and the data on these would not be found.
    private static void RequireSameServers(ClusterOptions options, ClusterLayout layout, Ports ports)
    {
        var other = Enum.GetValues<DatabaseServers>()
            .Where(servers => servers != options.Servers)
            .Select(FirstOf)
            .FirstOrDefault(name => ports.FindPort(name) is not null);
        if (other is not null)
        {
            throw new ClusterFault(
                $"The cluster in {layout.Root} has its databases on {other}: give the same --postgres as when it was "
                + "made, or another --data.");
        }
    }

    private static string FirstOf(DatabaseServers servers) => servers switch
    {
        DatabaseServers.Shared => ClusterDatabase.SharedServer,
        DatabaseServers.Replicated => ClusterDatabase.ReplicaOf(1),
        _ => ClusterDatabase.ServerOf(Services[0]),
    };

    // The database servers, and the parts that must be there before them.
    private static (IReadOnlyList<Part> Before, IReadOnlyList<Part> Servers) DatabaseParts(
        ClusterOptions options, ClusterLayout layout, Installation installed, Ports ports, ClusterSecrets secrets) =>
        options.Servers == DatabaseServers.Replicated
            ? (ReplicatedServers.Coordinators(layout, installed, ports),
                ReplicatedServers.Nodes(layout, installed, ports, secrets, Services))
            : ([],
            [
                .. Services.GroupBy(service => ServerOf(options, service)).Select(server => PostgresPart.CreatePart(
                    layout,
                    installed,
                    secrets,
                    server.Key,
                    ports.PortOf(server.Key),
                    [.. server],
                    options.IsSecured)),
            ]);

    private static string ConnectionOf(Ports ports, string service) =>
        ClusterDatabase.ConnectionOf(ports.FindPort, service)
        ?? throw new InvalidOperationException($"No server has a database of {service}.");

    private static List<Part> BrokerParts(
        ClusterOptions options, ClusterLayout layout, Installation installed, Ports ports, ClusterSecrets secrets)
    {
        var all = Enumerable.Range(1, options.Brokers)
            .Select(ClusterBrokers.NameOf)
            .Select(name => (ports.PortOf(name), ports.PortOf($"{name}-controller")))
            .ToList();
        var clusterId = KafkaPart.ClusterIdOf(layout);
        return
        [
            .. Enumerable.Range(1, options.Brokers)
                .Select(number => KafkaPart.CreatePart(
                    layout, installed, number, all, clusterId, options.IsSecured ? secrets : null)),
        ];
    }

    // Port 0 takes a free one, and keeps it.
    private static NodePart.Listening GatewayAt(ClusterOptions options, Ports ports) => At(
        ports,
        NodePart.Gateway,
        new Uri(options.Url).Port is var port and not 0 ? port : ports.PortOf(NodePart.Gateway));

    private static string ServerOf(ClusterOptions options, string service) =>
        options.Servers == DatabaseServers.Shared
            ? ClusterDatabase.SharedServer
            : ClusterDatabase.ServerOf(service);
}
