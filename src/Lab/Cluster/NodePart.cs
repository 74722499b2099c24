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
        string service, int number, Listening at, Database database, string brokers, ClusterOptions options) =>
        CreatePart($"{service}-{number}", service, at, UrlOn(at.Port, options.IsSecured), options,
        [
            "--roles", service, $"--postgres-{service}", database.Connection, $"--postgres-{service}-password-file",
            database.PasswordFile, "--kafka", brokers,
            "--kafka-replication", ReplicationOf(options), "--node-name", $"{service}-{number}",
            "--reply", options.Reply,
            .. options.IsSecured ? SecuredArguments.OfService(options, service) : ["--migrate"],
            .. options.Servers == DatabaseServers.Replicated ? ["--require-synchronous-standby"] : (string[])[],
            .. PatienceOf(options),
        ]);

    /// <param name="at">Where it listens.</param>
    /// <param name="nodes">Where the nodes of each service listen.</param>
    /// <param name="controlSocket">The socket by which its console reaches the supervisor.</param>
    /// <param name="options">The wanted cluster.</param>
    public static Part GatewayNode(
        Listening at,
        IReadOnlyDictionary<string, IReadOnlyList<Listening>> nodes,
        string controlSocket,
        ClusterOptions options) =>
        CreatePart(Gateway, Gateway, at, GatewayUrl.UrlFor(options.Url, at.Port), options,
        [
            "--roles", Gateway, "--node-name", Gateway, "--reply", options.Reply, .. PatienceOf(options),
            .. options.IsSecured ? SecuredArguments.OfGateway(options) : [],
            .. options.IsInsecure ? (string[])[ClusterUp.InsecureName] : [],
            .. nodes.SelectMany(service => (string[])
            [
                $"--{service.Key}-nodes", UrlsOn(service.Value.Select(node => node.Port), options),
            ]),
            "--admin-nodes",
            UrlsOn(nodes.Values.SelectMany(service => service).Select(node => node.AdminPort), options),
            "--control-socket", controlSocket,
        ]);

    /// <summary>How many brokers have each record.</summary>
    public static string ReplicationOf(ClusterOptions options) => options.Brokers >= 3 ? "3" : "1";

    /// <summary>The name of the port of a node's admin address.</summary>
    public static string AdminOf(string node) => $"{node}-admin";

    /// <summary>The name of the port of a node's address for probes.</summary>
    public static string HealthOf(string node) => $"{node}-health";

    /// <summary>The address of a port of this machine.</summary>
    public static string UrlOn(int port, bool isSecured) => $"{(isSecured ? "https" : "http")}://{Loopback}:{port}";

    private static string UrlsOn(IEnumerable<int> ports, ClusterOptions options) =>
        string.Join(',', ports.Select(port => UrlOn(port, options.IsSecured)));

    /// <summary>Where a node listens.</summary>
    /// <param name="Port">For the gateway, or at the gateway for clients.</param>
    /// <param name="AdminPort">For operators.</param>
    /// <param name="HealthPort">For probes, in the clear.</param>
    internal sealed record Listening(int Port, int AdminPort, int HealthPort);

    /// <summary>A service's database.</summary>
    /// <param name="Connection">How it is reached, without its password.</param>
    /// <param name="PasswordFile">The file with the password.</param>
    internal sealed record Database(string Connection, string PasswordFile);

    // The same at nodes and gateway: by it a gateway knows how long a node may be silent.
    private static string[] PatienceOf(ClusterOptions options) =>
        options.Servers == DatabaseServers.Replicated ? OutlivesFailover : [];

    private static Part CreatePart(
        string name,
        string role,
        Listening at,
        string url,
        ClusterOptions options,
        IReadOnlyList<string> arguments) => new()
    {
        Name = name,
        Role = role,
        Port = at.Port,
        Command =
        [
            .. OwnProgram.Command, "serve", "--urls", url,
            "--admin-urls", UrlOn(at.AdminPort, options.IsSecured),
            "--health-urls", UrlOn(at.HealthPort, isSecured: false), .. arguments,
        ],
        InheritsEnvironment = true,
        IsReadyAsync = async cancellation =>
            await IsWellAsync(at, "ready", cancellation)
            && await IsWellAsync(at, "log", cancellation)
            && await Tool.AnswersAsync(at.AdminPort, cancellation),
    };

    private static Task<bool> IsWellAsync(Listening at, string question, CancellationToken cancellation) =>
        Tool.IsWellAsync($"{UrlOn(at.HealthPort, isSecured: false)}/healthz/{question}", cancellation);
}
