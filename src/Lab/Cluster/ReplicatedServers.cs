using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// Three PostgreSQL servers that hold the same databases: one takes writes, one has everything that was acknowledged,
/// and one more can become either. Three etcd agree on which is which.
/// </summary>
internal static class ReplicatedServers
{
    private static readonly int[] _numbers = [.. Enumerable.Range(1, ClusterDatabase.Replicas)];

    public static IReadOnlyList<Part> Coordinators(ClusterLayout layout, Installation installed, Ports ports)
    {
        var all = _numbers
            .Select(number => (ports.PortOf($"etcd-{number}"), ports.PortOf($"etcd-{number}-peer")))
            .ToList();
        return [.. _numbers.Select(number => EtcdPart.CreatePart(layout, installed, number, all))];
    }

    public static IReadOnlyList<Part> Nodes(
        ClusterLayout layout,
        Installation installed,
        Ports ports,
        ClusterSecrets secrets,
        IReadOnlyList<string> services)
    {
        var etcd = _numbers.Select(number => ports.PortOf($"etcd-{number}")).ToList();
        var keys = new EtcdCertificates(layout);
        var databases = PatroniSettings.Databases(services, secrets);
        return
        [
            .. _numbers.Select(number => NodeOf(layout, ports, number)).Select(node => PatroniPart.CreatePart(
                node,
                installed,
                layout,
                PatroniSettings.SettingsText(
                    node, installed, etcd, keys, secrets, PatroniPart.DatabasesFile(layout, node)),
                databases)),
        ];
    }

    private static PatroniNode NodeOf(ClusterLayout layout, Ports ports, int number)
    {
        var name = PatroniNode.NameOf(number);
        return new PatroniNode(
            number,
            ports.PortOf(name),
            ports.PortOf(ClusterDatabase.ReplicaOf(number)),
            layout.DataOf(name),
            layout.SettingsOf($"{name}.yml"));
    }
}
