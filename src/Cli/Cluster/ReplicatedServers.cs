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
        ClusterLayout layout, Installation installed, Ports ports, IReadOnlyList<string> services)
    {
        var etcd = _numbers.Select(number => ports.Of($"etcd-{number}")).ToList();
        return
        [
            .. _numbers.Select(number => PatroniPart.Create(
                new PatroniNode(
                    number,
                    ports.Of(PatroniNode.NameOf(number)),
                    ports.Of(PatroniNode.ServerNameOf(number)),
                    layout.DataOf(PatroniNode.NameOf(number))),
                installed,
                etcd,
                services)),
        ];
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
