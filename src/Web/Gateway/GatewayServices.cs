using System.Net;
using System.Text;
using Cartwright.Shop;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.ServiceDiscovery;
using Yarp.ReverseProxy.Transforms;

namespace Cartwright.Web.Gateway;

/// <summary>The reverse proxy, with its nodes, their health and the changes on the way.</summary>
internal static class GatewayServices
{
    public static void AddGateway(IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton<NodeChangeLog>();
        services.AddSingleton(options);
        services.AddSingleton(known => new NodeNames(
            options.Nodes.Values.SelectMany(nodes => nodes),
            options.LookUpAsync,
            known.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<NamedDestinations>();
        services.AddSingleton<IDestinationResolver>(known => known.GetRequiredService<NamedDestinations>());
        services.AddHostedService(known => known.GetRequiredService<NamedDestinations>());
        services.AddSingleton<IActiveHealthCheckPolicy, ReadinessPolicy>();
        services.AddSingleton<IPassiveHealthCheckPolicy, RefusalPolicy>();
        services.AddReverseProxy()
            .LoadFromMemory(
                NodeRoutes.To(ShopServices.Definitions), NodeRoutes.ClustersOf(ShopServices.Definitions, options))
            .AddTransforms(transforms => transforms
                .AddResponseTransform(WholeAnswers.CollectAnswerAsync)
                .AddRequestTransform(RequestShape.HideBrowserAsync))
            .ConfigureHttpClient((_, handler) =>
            {
                handler.ConnectCallback = (context, cancellation) => NodeConnection.OpenConnectionAsync(
                    context, TimeSpan.FromSeconds(options.ConnectSecondsMax), cancellation);
                handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30);
                handler.AutomaticDecompression = DecompressionMethods.None;

                // Bytes are passed on as they come, in both directions; their meaning is between client and node.
                handler.RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1;
                handler.ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1;
            });
    }
}
