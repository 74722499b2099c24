using System.Net;
using Cartwright.Kernel;
using Cartwright.Shop;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.LoadBalancing;

namespace Cartwright.Web.Gateway;

/// <summary>Which paths belong to which nodes, and how those are asked whether they are well.</summary>
internal static class NodeRoutes
{
    /// <summary>
    /// The routes to each service: one for each path of the interface, so that metrics and spans have its name at the
    /// gateway too, and one for all others.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="paths">The paths of the interface, of any service.</param>
    public static IReadOnlyList<RouteConfig> To(
        IEnumerable<ServiceDefinition> services, IReadOnlyCollection<string> paths) =>
    [
        .. from service in services
           let prefix = $"/{service.PathPrefix}/"
           let known = paths.Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
           from path in known.Append($"{prefix}{{**rest}}")
           select RouteTo(service.Role, path),
    ];

    /// <summary>The nodes of each service.</summary>
    /// <exception cref="InvalidOperationException">A service has no nodes.</exception>
    public static IReadOnlyList<ClusterConfig> ClustersOf(
        IEnumerable<ServiceDefinition> services, GatewayOptions options) =>
        [.. services.Select(service => ClusterOf(service.Role, options))];

    private static RouteConfig RouteTo(Role role, string path) => new()
    {
        RouteId = path,
        ClusterId = role.Name,
        Match = new RouteMatch { Path = path },
    };

    private static ClusterConfig ClusterOf(Role role, GatewayOptions options) => new()
    {
        ClusterId = role.Name,
        LoadBalancingPolicy = LoadBalancingPolicies.PowerOfTwoChoices,
        Destinations = NodesOf(role, options).Distinct()
            .ToDictionary(node => node, node => new DestinationConfig { Address = node }),
        HttpRequest = new ForwarderRequestConfig
        {
            ActivityTimeout = TimeSpan.FromSeconds(options.RequestSecondsMax),
            Version = HttpVersion.Version11,
        },
        HealthCheck = new HealthCheckConfig
        {
            AvailableDestinationsPolicy = "HealthyOrPanic",
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Path = "/healthz/ready",
                Interval = TimeSpan.FromSeconds(options.ProbeSeconds),
                Timeout = options.ProbePatience,
                Policy = ReadinessPolicy.PolicyName,
            },
            Passive = new PassiveHealthCheckConfig
            {
                Enabled = true,
                Policy = RefusalPolicy.PolicyName,
                ReactivationPeriod = TimeSpan.FromSeconds(options.ProbeSeconds),
            },
        },
    };

    private static IReadOnlyList<string> NodesOf(Role role, GatewayOptions options) =>
        options.Nodes.TryGetValue(role, out var nodes)
            ? nodes
            : throw new InvalidOperationException($"The gateway has no nodes of the {role.Name} service.");
}
