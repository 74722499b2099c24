using System.Globalization;
using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// How the owner of a running cluster connects to its parts: a line for each, to be copied into a shell.
/// </summary>
internal static class ConnectionLines
{
    private const string Loopback = "127.0.0.1";

    /// <summary>Prints them. None is wrapped, so that a command stays one line.</summary>
    public static void Print(ClusterLayout layout, string shopUrl, IEnumerable<PartStatus> parts)
    {
        var lines = LinesFor(layout, shopUrl, parts).ToList();
        var width = lines.Max(line => line.Name.Length);
        foreach (var (name, text) in lines)
        {
            Console.WriteLine($"  {name.PadRight(width)}  {text}");
        }

        Console.WriteLine();
    }

    /// <summary>The lines: the part, and its address or the command that connects to it.</summary>
    /// <param name="layout">The cluster's directory.</param>
    /// <param name="shopUrl">The address of its gateway.</param>
    /// <param name="parts">Its parts, by which the brokers are found.</param>
    public static IEnumerable<(string Name, string Text)> LinesFor(
        ClusterLayout layout, string shopUrl, IEnumerable<PartStatus> parts)
    {
        var ports = layout.Files.ReadPorts();
        int? PortOf(string name) => ports.TryGetValue(name, out var port) ? port : null;

        yield return ("shop", shopUrl);
        if (PortOf(NodePart.AdminOf(NodePart.Gateway)) is { } console)
        {
            yield return ("console", NodePart.UrlOn(console, layout.Files.IsSecured));
        }

        foreach (var service in ClusterPlan.Services)
        {
            yield return ($"{service} database", PsqlFor(layout, service, ClusterDatabase.PortsOf(PortOf, service)));
        }

        var brokers = parts
            .Where(part => part.Role == KafkaPart.Role)
            .Select(part => $"{Loopback}:{TextOf(part.Port)}");
        var credentials = layout.Files.IsSecured
            ? $" --command-config {ShellText.Quoted(new SecuredFiles(layout).BrokerClient)}"
            : string.Empty;
        yield return ("Kafka", $"--bootstrap-server {string.Join(',', brokers)}{credentials}");
        if (layout.Files.IsSecured)
        {
            yield return ("authority", layout.Files.Authority);
            yield return ("API key", layout.Files.OperatorKey);
        }
    }

    // One of several servers takes writes, and it changes.
    private static string PsqlFor(ClusterLayout layout, string service, IReadOnlyList<int> ports)
    {
        var role = ClusterDatabase.RoleOf(service);
        var password = $"PGPASSWORD=$(cat {ShellText.Quoted(layout.PasswordOf(service))})";
        var hosts = string.Join(',', ports.Select(_ => Loopback));
        var tls = layout.Files.IsSecured
            ? $" PGSSLMODE=verify-full PGSSLROOTCERT={ShellText.Quoted(layout.Files.Authority)}"
            : string.Empty;
        var allPorts = string.Join(',', ports.Select(TextOf));
        var command = $"{password}{tls} psql -h {hosts} -p {allPorts} -U {role} -d {role}";
        return ports.Count > 1 ? $"PGTARGETSESSIONATTRS=read-write {command}" : command;
    }

    private static string TextOf(int port) => port.ToString(CultureInfo.InvariantCulture);
}
