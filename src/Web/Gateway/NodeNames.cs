using System.Net;
using System.Net.Sockets;
using Cartwright.Web.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Cartwright.Web.Gateway;

/// <summary>
/// Nodes given as <c>dns://name:port</c>: every address that the name has is a node. Names are resolved again while the
/// gateway runs. A name that cannot be resolved keeps its last addresses: probes find out whether nodes are there.
/// </summary>
internal sealed class NodeNames(GatewayOptions options, ILoggerFactory loggers, TimeProvider clock)
    : BackgroundService, IDestinationResolver
{
    /// <summary>The scheme of an address that is a name.</summary>
    public const string Scheme = "dns";

    private static readonly TimeSpan LookupPatience = TimeSpan.FromSeconds(2);

    private readonly ILogger _log = loggers.CreateLogger("Cartwright.Gateway");
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Name> _names = options.Nodes.Values.SelectMany(nodes => nodes)
        .Where(IsName).Distinct().ToDictionary(node => node, _ => new Name());

    private CancellationTokenSource _changed = new();

    private static bool IsName(string node) => node.StartsWith($"{Scheme}://", StringComparison.Ordinal);

    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        foreach (var name in destinations.Keys.Where(IsName).Where(name => !_names[name].WasLookedUp))
        {
            await LookUpAsync(name, cancellationToken);
        }

        lock (_lock)
        {
            var nodes = destinations.Keys
                .SelectMany(node => IsName(node) ? _names[node].Nodes : [node])
                .Distinct()
                .ToDictionary(node => node, node => new DestinationConfig { Address = node });
            return new ResolvedDestinationCollection(nodes, new CancellationChangeToken(_changed.Token));
        }
    }

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_names.Count > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(options.ResolveSeconds), clock, stoppingToken);
            var hasChanged = false;
            foreach (var name in _names.Keys)
            {
                hasChanged |= await LookUpAsync(name, stoppingToken);
            }

            if (hasChanged)
            {
                SignalChange();
            }
        }
    }

    private void SignalChange()
    {
        CancellationTokenSource old;
        lock (_lock)
        {
            (old, _changed) = (_changed, new CancellationTokenSource());
        }

        old.Cancel();
        old.Dispose();
    }

    // Whether its nodes are others than before.
    private async Task<bool> LookUpAsync(string node, CancellationToken cancellation)
    {
        var (name, url) = (_names[node], new Uri(node));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(LookupPatience);
        try
        {
            var addresses = await options.LookUpAsync(url.Host, patience.Token).WaitAsync(patience.Token);
            var nodes = addresses.Select(address => $"http://{new IPEndPoint(address, url.Port)}").Order().ToList();
            return KeepAddresses(node, name, nodes);
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

    private bool KeepAddresses(string node, Name name, List<string> nodes)
    {
        bool isNew;
        lock (_lock)
        {
            (name.HasFailed, name.WasLookedUp) = (false, true);
            if (nodes.SequenceEqual(name.Nodes))
            {
                return false;
            }

            isNew = name.Nodes.Count == 0;
            name.Nodes = nodes;
        }

        Action<ILogger, string, string> tell = isNew ? WebLog.NameResolved : WebLog.NameChanged;
        tell(_log, node, string.Join(", ", nodes));
        return true;
    }

    private sealed class Name
    {
        public List<string> Nodes { get; set; } = [];

        public bool WasLookedUp { get; set; }

        public bool HasFailed { get; set; }
    }
}
