using Cartwright.Shop;
using Cartwright.Web.Tls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.ServiceDiscovery;
using Yarp.ReverseProxy.Transforms;

namespace Cartwright.Web.Gateway;

/// <summary>The reverse proxy, with its nodes, their health and the changes on the way.</summary>
internal static class GatewayServices
{
    public static void AddGateway(IServiceCollection services, GatewayOptions options, ProcessTls? tls)
    {
        services.AddSingleton<NodeGauges>();
        services.AddSingleton<NodeChangeLog>();
        services.AddSingleton(options);
        services.AddSingleton(known => new NodeNames(
            options.Nodes.Values.SelectMany(nodes => nodes),
            options.LookUpAsync,
            known.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(known => new NodeConnector(
            tls, known.GetRequiredService<NodeNames>(), TimeSpan.FromSeconds(options.ConnectSecondsMax)));
        services.AddSingleton<NamedDestinations>();
        services.AddSingleton<IDestinationResolver>(known => known.GetRequiredService<NamedDestinations>());
        services.AddHostedService(known => known.GetRequiredService<NamedDestinations>());
        services.AddSingleton<IActiveHealthCheckPolicy, ReadinessPolicy>();
        services.AddSingleton<IPassiveHealthCheckPolicy, RefusalPolicy>();
        services.AddReverseProxy()
            .LoadFromMemory(
                NodeRoutes.To(ShopServices.Definitions, ShopDocument.ReadPaths()),
                NodeRoutes.ClustersOf(ShopServices.Definitions, options))
            .AddTransforms(transforms => transforms
                .AddResponseTransform(WholeAnswers.CollectAnswerAsync)
                .AddRequestTransform(RequestShape.HideBrowserAsync));
        services.AddSingleton<IForwarderHttpClientFactory, NodeClientFactory>();
    }
}
