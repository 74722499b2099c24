using System.Net;
using System.Net.Sockets;
using Cartwright.Web.Http;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web.Gateway;

/// <summary>
/// Nodes given as <c>dns://name:port</c>, or <c>dns+https://name:port</c> for encrypted ones: every address that the
/// name has is a node. A name that cannot be resolved keeps its last addresses: probes find out whether nodes are
/// there.
/// </summary>
/// <param name="nodes">Addresses, and names among them.</param>
/// <param name="lookUpAsync">Finds the addresses of a name.</param>
/// <param name="loggers">Takes lines about names that change.</param>
internal sealed class NodeNames(
    IEnumerable<string> nodes,
    Func<string, CancellationToken, Task<IPAddress[]>> lookUpAsync,
    ILoggerFactory loggers)
{
    /// <summary>The scheme of an address that is a name.</summary>
    public const string Scheme = "dns";

    /// <summary>The scheme of a name of encrypted nodes, whose certificates have the name.</summary>
    public const string TlsScheme = "dns+https";

    private static readonly TimeSpan LookupPatience = TimeSpan.FromSeconds(2);

    private readonly ILogger _log = loggers.CreateLogger("Cartwright.Gateway");
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Name> _names = nodes.Where(IsName).Distinct()
        .ToDictionary(node => node, _ => new Name());

    /// <summary>Whether there is no name to look up.</summary>
    public bool IsEmpty => _names.Count == 0;

    /// <summary>The addresses of some of the nodes; a name that was never looked up is looked up first.</summary>
    public async ValueTask<IReadOnlyList<string>> AddressesOfAsync(
        IReadOnlyCollection<string> some, CancellationToken cancellation)
    {
        foreach (var name in some.Where(IsName).Where(name => !_names[name].WasLookedUp))
        {
            await LookUpAsync(name, cancellation);
        }

        lock (_lock)
        {
            return [.. some.SelectMany(node => IsName(node) ? _names[node].Nodes : [node]).Distinct()];
        }
    }

    /// <summary>Looks up all names.</summary>
    /// <returns>Whether one of them has other addresses than before.</returns>
    public async Task<bool> LookUpAsync(CancellationToken cancellation)
    {
        var hasChanged = false;
        foreach (var name in _names.Keys)
        {
            hasChanged |= await LookUpAsync(name, cancellation);
        }

        return hasChanged;
    }

    /// <summary>The name that the certificate of an encrypted node must have.</summary>
    public string TlsNameOf(DnsEndPoint node)
    {
        if (_names.Count == 0 || !IPAddress.TryParse(node.Host, out var address))
        {
            return node.Host;
        }

        var url = UrlOf(Uri.UriSchemeHttps, address, node.Port);
        lock (_lock)
        {
            return _names.Where(name => name.Value.Nodes.Contains(url))
                .Select(name => new Uri(name.Key).Host)
                .FirstOrDefault(node.Host);
        }
    }

    private static bool IsName(string node) =>
        IsTlsName(node) || node.StartsWith($"{Scheme}://", StringComparison.Ordinal);

    private static bool IsTlsName(string node) => node.StartsWith($"{TlsScheme}://", StringComparison.Ordinal);

    private static string UrlOf(string scheme, IPAddress address, int port) =>
        $"{scheme}://{new IPEndPoint(address, port)}";

    // Whether its nodes are others than before.
    private async Task<bool> LookUpAsync(string node, CancellationToken cancellation)
    {
        var (name, url) = (_names[node], new Uri(node));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(LookupPatience);
        try
        {
            var addresses = await lookUpAsync(url.Host, patience.Token).WaitAsync(patience.Token);
            var scheme = IsTlsName(node) ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
            var found = addresses.Select(address => UrlOf(scheme, address, url.Port)).Order().ToList();
            return KeepAddresses(node, name, found);
        }
        catch (Exception failed) when (failed is SocketException
            || (failed is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            if (!name.HasFailed)
            {
                WebLog.NameUnresolved(_log, node, failed.Message);
            }

            name.HasFailed = name.WasLookedUp = true;
            return false;
        }
    }

    private bool KeepAddresses(string node, Name name, List<string> found)
    {
        bool isNew;
        lock (_lock)
        {
            (name.HasFailed, name.WasLookedUp) = (false, true);
            if (found.SequenceEqual(name.Nodes))
            {
                return false;
            }

            isNew = name.Nodes.Count == 0;
            name.Nodes = found;
        }

        Action<ILogger, string, string> tell = isNew ? WebLog.NameResolved : WebLog.NameChanged;
        tell(_log, node, string.Join(", ", found));
        return true;
    }

    private sealed class Name
    {
        public List<string> Nodes { get; set; } = [];

        public bool WasLookedUp { get; set; }

        public bool HasFailed { get; set; }
    }
}
