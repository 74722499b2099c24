using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Model;

namespace Cartwright.Web.Gateway;

/// <summary>
/// A <c>batch_init</c> of millions answers only when it is done, and cannot show before that it goes on: its answer
/// begins with the status, which is known at the end. So its silence has a bound of its own.
/// </summary>
internal static class LongSilence
{
    /// <summary>Lets a <c>batch_init</c> be silent for as long, and every other request as configured.</summary>
    public static Task AllowSilenceAsync(HttpContext http, Func<Task> next, TimeSpan silence)
    {
        if (IsInit(http.Request.Path))
        {
            var proxy = http.GetReverseProxyFeature();
            var config = proxy.Cluster.Config;
            http.Features.Set<IReverseProxyFeature>(new ReverseProxyFeature
            {
                Route = proxy.Route,
                Cluster = new ClusterModel(
                    config with { HttpRequest = config.HttpRequest! with { ActivityTimeout = silence } },
                    proxy.Cluster.HttpClient),
                AllDestinations = proxy.AllDestinations,
                AvailableDestinations = proxy.AvailableDestinations,
            });
        }

        return next();
    }

    // The second segment, for every service.
    private static bool IsInit(PathString path) => path.Value!.Split('/', 4) is [_, _, { } verb, ..]
        && verb.Equals("batch_init", StringComparison.OrdinalIgnoreCase);
}
