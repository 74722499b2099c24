using Cartwright.Lab.Processes;

namespace Cartwright.Lab.Cluster;

/// <summary>A node of the shop: a service's, or the gateway.</summary>
internal static class NodePart
{
    /// <summary>The name and the role of the gateway.</summary>
    public const string Gateway = "gateway";

    private const string Loopback = "127.0.0.1";

    // A failover takes some 14 s at most; requests in the meantime are answered late.
    private static readonly string[] OutlivesFailover = ["--request-patience-ms", "20000"];

    public static Part ServiceNode(
        string service, int number, int port, Database database, string brokers, ClusterOptions options) =>
        CreatePart($"{service}-{number}", service, port, UrlOn(port), Loopback,
        [
            "--roles", service, $"--postgres-{service}", database.Connection, $"--postgres-{service}-password-file",
            database.PasswordFile, "--kafka", brokers,
            "--kafka-replication", options.Brokers >= 3 ? "3" : "1", "--node-name", $"{service}-{number}",
            "--reply", options.Reply, "--migrate",
            .. options.Servers == DatabaseServers.Replicated ? ["--require-synchronous-standby"] : (string[])[],
            .. PatienceOf(options),
        ]);

    public static Part GatewayNode(
        int port, IReadOnlyDictionary<string, IReadOnlyList<int>> nodes, ClusterOptions options) =>
        CreatePart(Gateway, Gateway, port, GatewayUrl.UrlFor(options.Url, port), GatewayUrl.HostOf(options.Url),
        [
            "--roles", Gateway, "--reply", options.Reply, .. PatienceOf(options),
            .. nodes.SelectMany(service => (string[])
            [
                $"--{service.Key}-nodes", string.Join(',', service.Value.Select(UrlOn)),
            ]),
        ]);

    /// <summary>The name of the port of a node's admin address.</summary>
    public static string AdminOf(string node) => $"{node}-admin";

    /// <summary>The address of a port of this machine.</summary>
    public static string UrlOn(int port) => $"http://{Loopback}:{port}";

    /// <summary>A service's database.</summary>
    /// <param name="Connection">How it is reached, without its password.</param>
    /// <param name="PasswordFile">The file with the password.</param>
    internal sealed record Database(string Connection, string PasswordFile);

    // The same at nodes and gateway: by it a gateway knows how long a node may be silent.
    private static string[] PatienceOf(ClusterOptions options) =>
        options.Servers == DatabaseServers.Replicated ? OutlivesFailover : [];

    private static Part CreatePart(
        string name, string role, int port, string url, string host, IReadOnlyList<string> arguments) => new()
    {
        Name = name,
        Role = role,
        Port = port,
        Command = [.. OwnProgram.Command, "serve", "--urls", url, .. arguments],
        InheritsEnvironment = true,
        IsReadyAsync = async cancellation =>
            await Tool.IsWellAsync($"http://{host}:{port}/healthz/ready", cancellation)
            && await Tool.IsWellAsync($"http://{host}:{port}/healthz/log", cancellation),
    };
}
