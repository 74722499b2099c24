using System.Diagnostics.Metrics;
using Cartwright.Engine.Telemetry;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Cartwright.Web.Gateway;

/// <summary>Gauges of the nodes behind a gateway, as its probes find them.</summary>
internal sealed class NodeGauges : IDisposable
{
    private readonly Meter _meter;

    /// <param name="proxy">The nodes of each service, with their health.</param>
    public NodeGauges(IProxyStateLookup proxy)
    {
        _meter = new Meter(new MeterOptions(TelemetryNames.Meter) { Scope = this });
        _meter.CreateObservableGauge(
            "cartwright.gateway.nodes",
            () => Measure(proxy, _ => true),
            "{node}",
            "Nodes of a service behind this gateway.");
        _meter.CreateObservableGauge(
            "cartwright.gateway.nodes.ready",
            () => Measure(proxy, node => node.Health.Active == DestinationHealth.Healthy),
            "{node}",
            "Nodes of a service behind this gateway that are ready.");
    }

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> Measure(
        IProxyStateLookup proxy, Func<DestinationState, bool> counts) =>
        proxy.GetClusters().Select(cluster => new Measurement<int>(
            cluster.DestinationsState.AllDestinations.Count(counts),
            new KeyValuePair<string, object?>(TelemetryNames.Service, cluster.ClusterId)));
}
