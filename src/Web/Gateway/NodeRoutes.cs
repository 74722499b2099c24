using System.Net;
using Cartwright.Domain;
using Cartwright.Kernel;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.LoadBalancing;

namespace Cartwright.Web.Gateway;

/// <summary>Which paths belong to which nodes, and how those are asked whether they are well.</summary>
internal static class NodeRoutes
{
    private static readonly Dictionary<Role, string> Paths = new()
    {
        [Role.Order] = "/orders/{**rest}",
        [Role.Stock] = "/stock/{**rest}",
        [Role.Payment] = "/payment/{**rest}",
    };

    /// <summary>The services that have paths.</summary>
    public static IEnumerable<Role> Roles => Paths.Keys;

    /// <summary>The paths of each service.</summary>
    public static IReadOnlyList<RouteConfig> All => [.. Paths.Select(RouteOf)];

    /// <summary>The nodes of each service.</summary>
    public static IReadOnlyList<ClusterConfig> ClustersOf(GatewayOptions options) =>
        [.. Paths.Keys.Select(role => ClusterOf(role, options))];

    private static RouteConfig RouteOf(KeyValuePair<Role, string> path) => new()
    {
        RouteId = path.Key.Name,
        ClusterId = path.Key.Name,
        Match = new RouteMatch { Path = path.Value },
    };

    private static ClusterConfig ClusterOf(Role role, GatewayOptions options) => new()
    {
        ClusterId = role.Name,
        LoadBalancingPolicy = LoadBalancingPolicies.PowerOfTwoChoices,
        Destinations = options.Nodes[role].Distinct()
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
}
