using System.Data.Common;
using System.Globalization;

namespace Cartwright.CommandLine.Clusters;

/// <summary>How the database of a cluster's service is reached.</summary>
/// <param name="Connection">As Npgsql writes it, without the password.</param>
/// <param name="Password">The password of its role.</param>
public sealed record ClusterDatabase(string Connection, string Password)
{
    /// <summary>How many servers hold the same databases where one of them may be lost.</summary>
    public const int Replicas = 3;

    /// <summary>The server of all services, where each has none of its own.</summary>
    public const string SharedServer = "postgres";

    /// <summary>The role of a service, which owns its database and nothing else, and the database's name.</summary>
    public static string RoleOf(string service) => $"cartwright_{service}";

    /// <summary>The role by which the nodes of a service serve in a secured cluster; it owns nothing.</summary>
    public static string ServingRoleOf(string service) => $"{RoleOf(service)}_node";

    /// <summary>The server of one service alone.</summary>
    public static string ServerOf(string service) => $"{SharedServer}-{service}";

    /// <summary>One of the servers that hold the same databases, from 1.</summary>
    public static string ReplicaOf(int number) => $"{SharedServer}-{number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The database of a service; its servers need not be running.</summary>
    /// <exception cref="ClusterFault">There is no cluster in the directory.</exception>
    public static ClusterDatabase FindDatabase(string directory, string service)
    {
        var root = Path.GetFullPath(directory);
        var files = new ClusterFiles(root);
        var ports = files.ReadPorts();
        if (ports.Count == 0)
        {
            throw new ClusterFault($"There is no cluster in {root}.");
        }

        var secrets = files.ReadSecrets();
        var role = RoleOf(service);
        var open = ConnectionOf(name => ports.TryGetValue(name, out var port) ? port : null, service)
            ?? throw new ClusterFault($"The cluster in {root} has no database of the {service} service.");
        return new ClusterDatabase(
            files.IsSecured ? SecuredOf(open, role, files.Authority) : open,
            secrets.TryGetValue(role, out var password)
                ? password
                : throw new ClusterFault($"The cluster has no password of {role}."));
    }

    /// <summary>The same connection as this role, over TLS with a check of the server.</summary>
    public static string SecuredOf(string connection, string role, string authority) => new DbConnectionStringBuilder
    {
        ConnectionString = connection,
        ["Username"] = role,
        ["SSL Mode"] = "VerifyFull",
        ["Root Certificate"] = authority,
    }.ConnectionString;

    /// <summary>How a service reaches its database, by the ports of the servers; null where it has none.</summary>
    public static string? ConnectionOf(Func<string, int?> portOf, string service)
    {
        var name = RoleOf(service);
        return PortsOf(portOf, service) switch
        {
            [] => null,
            [var own] => $"Host=127.0.0.1;Port={own};Username={name};Database={name}",
            var all => $"Host={string.Join(',', all.Select(port => $"127.0.0.1:{port}"))};"
                + $"Username={name};Database={name}",
        };
    }

    /// <summary>The ports of the servers that hold a service's database; none where it has none.</summary>
    public static IReadOnlyList<int> PortsOf(Func<string, int?> portOf, string service)
    {
        var replicas = Enumerable.Range(1, Replicas).Select(ReplicaOf).Select(portOf).OfType<int>().ToList();
        return replicas.Count == Replicas ? replicas
            : (portOf(ServerOf(service)) ?? portOf(SharedServer)) is { } own ? [own]
            : [];
    }
}
