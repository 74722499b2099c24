using System.Runtime.CompilerServices;
using Cartwright.Web.Endpoints;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Model;

namespace Cartwright.Web.Gateway;

/// <summary>
/// The nodes that can receive a price: an order node that reads no partition of its inbox is ready for every request
/// but <c>addItem</c>. The gateway learns it from the node's answer to a readiness probe.
/// </summary>
internal static class ReceivingNodes
{
    private static readonly ConditionalWeakTable<DestinationState, object> NotReceiving = [];

    /// <summary>A node has answered a probe.</summary>
    public static void NoteProbe(DestinationState node, HttpResponseMessage answer)
    {
        if (answer.Headers.TryGetValues(HealthEndpoints.ReceivesHeader, out var receives)
            && receives.Contains(HealthEndpoints.ReceivesNone))
        {
            NotReceiving.TryAdd(node, node);
        }
        else
        {
            NotReceiving.Remove(node);
        }
    }

    /// <summary>Sends requests that need a price to nodes that can receive one, where there are any.</summary>
    public static Task PreferReceivingAsync(HttpContext http, Func<Task> next)
    {
        if (http.Request.Path.StartsWithSegments("/orders/addItem", StringComparison.OrdinalIgnoreCase))
        {
            var proxy = http.GetReverseProxyFeature();
            var receiving = proxy.AvailableDestinations.Where(node => !NotReceiving.TryGetValue(node, out _)).ToList();
            proxy.AvailableDestinations = receiving.Count > 0 ? receiving : proxy.AvailableDestinations;
        }

        return next();
    }
}
