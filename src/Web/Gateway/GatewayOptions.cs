using System.Net;
using Cartwright.Kernel;
using Cartwright.Web.Endpoints;
using Cartwright.Web.Http;

namespace Cartwright.Web.Gateway;

/// <summary>Which nodes stand behind the gateway, and its bounds.</summary>
public sealed record GatewayOptions
{
    private const int WaitsMax = 3;
    private const int MarginSeconds = 15;

    /// <summary>The scheme of a name of encrypted nodes.</summary>
    public const string EncryptedNames = NodeNames.TlsScheme;

    /// <summary>Where to listen.</summary>
    public required string Url { get; init; }

    /// <summary>
    /// The addresses of each service's nodes: <c>http://host:port</c>, or <c>dns://name:port</c> for all addresses that
    /// a name has; encrypted ones begin with <c>https://</c> and <c>dns+https://</c>.
    /// </summary>
    public required IReadOnlyDictionary<Role, IReadOnlyList<string>> Nodes { get; init; }

    /// <summary>
    /// How long a request may be silent, in seconds: longer than a node's own bounds allow it to be, and than a node's
    /// pause between two heartbeats of an event stream. Default: 150.
    /// </summary>
    public int RequestSecondsMax { get; init; } = 150;

    /// <summary>
    /// The bound of a request's silence that fits nodes with this patience. At a node, a request waits for the database
    /// or another service at most three times (<c>addItem</c>: its key, its price, its command), and then perhaps for
    /// an outcome.
    /// </summary>
    public static int RequestSecondsFor(int patienceMs) =>
        ShopOptions.WaitSecondsMaxDefault + (WaitsMax * (int)Math.Ceiling(patienceMs / 1_000.0)) + MarginSeconds;

    /// <summary>The same bound in words, for the description of a setting with this name for the patience.</summary>
    public static string RequestRule(string patience) =>
        $"{ShopOptions.WaitSecondsMaxDefault + MarginSeconds} s and {WaitsMax} times {patience}";

    /// <summary>
    /// How long a <c>batch_init</c> may be silent, in seconds: longer than the largest one takes. Default: 3,600.
    /// </summary>
    public int InitSecondsMax { get; init; } = 3_600;

    /// <summary>How long a connection to a node may take to be made, in seconds. Default: 2.</summary>
    public int ConnectSecondsMax { get; init; } = 2;

    /// <summary>
    /// How long a connection to a node is used: a replaced certificate is on every connection after this time.
    /// Default: 5 minutes.
    /// </summary>
    public TimeSpan ConnectionLifetime { get; init; } = NodeConnector.Lifetime;

    /// <summary>How often each node is asked whether it is ready, in seconds. Default: 1.</summary>
    public int ProbeSeconds { get; init; } = 1;

    /// <summary>How long it has for its answer: longer than it waits for its database.</summary>
    public TimeSpan ProbePatience { get; init; } = HealthEndpoints.ProbePatience;

    /// <summary>How long a name of nodes is believed before it is resolved again, in seconds. Default: 5.</summary>
    public int ResolveSeconds { get; init; } = 5;

    /// <summary>Finds the addresses of a name; only tests put something else here.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> LookUpAsync { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>How often a request is tried on another node where that is safe. Default: 3.</summary>
    public int TriesMax { get; init; } = 3;
}
