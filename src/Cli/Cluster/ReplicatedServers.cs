namespace Cartwright.Cli.Cluster;

/// <summary>
/// Three PostgreSQL servers that hold the same databases: one takes writes, one has everything that was acknowledged,
/// and one more can become either. Three etcd agree on which is which.
/// </summary>
internal static class ReplicatedServers
{
    private const int Servers = 3;
    private static readonly int[] _numbers = [.. Enumerable.Range(1, Servers)];

    public static IReadOnlyList<Part> Coordinators(ClusterLayout layout, Installation installed, Ports ports)
    {
        var all = _numbers.Select(number => (ports.Of($"etcd-{number}"), ports.Of($"etcd-{number}-peer"))).ToList();
        return [.. _numbers.Select(number => EtcdPart.Create(layout, installed, number, all))];
    }

    public static IReadOnlyList<Part> Nodes(
        ClusterLayout layout,
        Installation installed,
        Ports ports,
        ClusterSecrets secrets,
        IReadOnlyList<string> services)
    {
        var etcd = _numbers.Select(number => ports.Of($"etcd-{number}")).ToList();
        var keys = new EtcdCertificates(layout);
        var databases = PatroniSettings.Databases(services, secrets);
        return
        [
            .. _numbers.Select(number => NodeOf(layout, ports, number)).Select(node => PatroniPart.Create(
                node,
                installed,
                layout,
                PatroniSettings.Of(
                    node, installed, etcd, keys, secrets, PatroniPart.DatabasesFile(layout, node)),
                databases)),
        ];
    }

    private static PatroniNode NodeOf(ClusterLayout layout, Ports ports, int number)
    {
        var name = PatroniNode.NameOf(number);
        return new PatroniNode(
            number,
            ports.Of(name),
            ports.Of(PatroniNode.ServerNameOf(number)),
            layout.DataOf(name),
            layout.SettingsOf($"{name}.yml"));
    }

    /// <summary>How a service reaches its database on whichever server leads; null where there are none.</summary>
    public static string? ConnectionOf(Ports ports, string service)
    {
        var hosts = _numbers.Select(number => ports.Find(PatroniNode.ServerNameOf(number))).OfType<int>().ToList();
        return hosts.Count == Servers
            ? $"Host={string.Join(',', hosts.Select(port => $"127.0.0.1:{port}"))};"
                + $"Username=cartwright_{service};Database=cartwright_{service}"
            : null;
    }
}
