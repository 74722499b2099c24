using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Cartwright.Web.Gateway;

/// <summary>The nodes of the proxy: names among them are resolved again while the gateway runs.</summary>
internal sealed class NamedDestinations(NodeNames names, GatewayOptions options, TimeProvider clock)
    : BackgroundService, IDestinationResolver
{
    private readonly Lock _lock = new();

    private CancellationTokenSource _changed = new();

    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        // Taken before the addresses: a change in between resolves them again.
        CancellationToken changed;
        lock (_lock)
        {
            changed = _changed.Token;
        }

        var nodes = await names.AddressesOfAsync([.. destinations.Keys], cancellationToken);
        return new ResolvedDestinationCollection(
            nodes.ToDictionary(node => node, node => new DestinationConfig { Address = node }),
            new CancellationChangeToken(changed));
    }

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!names.IsEmpty)
        {
            await Task.Delay(TimeSpan.FromSeconds(options.ResolveSeconds), clock, stoppingToken);
            if (await names.LookUpAsync(stoppingToken))
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
}
