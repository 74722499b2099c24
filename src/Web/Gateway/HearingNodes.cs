using System.Runtime.CompilerServices;
using Cartwright.Web.Endpoints;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Model;

namespace Cartwright.Web.Gateway;

/// <summary>
/// The nodes that can receive a price: an order node that reads no partition of its inbox is ready for every request
/// but <c>addItem</c>. The gateway learns it from the node's answer to a readiness probe.
/// </summary>
internal static class HearingNodes
{
    private static readonly ConditionalWeakTable<DestinationState, object> Deaf = [];

    /// <summary>A node has answered a probe.</summary>
    public static void NoteProbe(DestinationState node, HttpResponseMessage answer)
    {
        if (answer.Headers.TryGetValues(HealthEndpoints.HearsHeader, out var hears)
            && hears.Contains(HealthEndpoints.HearsNone))
        {
            Deaf.TryAdd(node, node);
        }
        else
        {
            Deaf.Remove(node);
        }
    }

    /// <summary>Sends requests that need a price to nodes that can receive one, where there are any.</summary>
    public static Task PreferHearingAsync(HttpContext http, Func<Task> next)
    {
        if (http.Request.Path.StartsWithSegments("/orders/addItem", StringComparison.OrdinalIgnoreCase))
        {
            var proxy = http.GetReverseProxyFeature();
            var hearing = proxy.AvailableDestinations.Where(node => !Deaf.TryGetValue(node, out _)).ToList();
            proxy.AvailableDestinations = hearing.Count > 0 ? hearing : proxy.AvailableDestinations;
        }

        return next();
    }
}
