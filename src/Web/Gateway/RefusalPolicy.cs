using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Cartwright.Web.Gateway;

/// <summary>
/// The effect of a request on a node: a node that refuses a connection, or does not answer it, receives no more
/// requests until the next probe has had time to end. Where no other node is left, it is used all the same.
/// </summary>
internal sealed class RefusalPolicy(IDestinationHealthUpdater updater) : IPassiveHealthCheckPolicy
{
    public const string PolicyName = "Refusal";

    public string Name => PolicyName;

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        if (context.GetForwarderErrorFeature() is { Exception: HttpRequestException refused }
            && refused.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError
            && RequestTries.Current is not { WasSent: true }
            && cluster.Model.Config.HealthCheck?.Passive?.ReactivationPeriod is { } pause)
        {
            updater.SetPassive(cluster, destination, DestinationHealth.Unhealthy, pause);
        }
    }
}
