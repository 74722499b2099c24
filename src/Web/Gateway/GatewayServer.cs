using System.Net;
using System.Text;
using Cartwright.Domain;
using Cartwright.Kernel;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.ServiceDiscovery;
using Yarp.ReverseProxy.Transforms;

namespace Cartwright.Web.Gateway;

/// <summary>One address for the whole shop: it sends each path to a node of its service that is well.</summary>
public static class GatewayServer
{
    private static readonly Dictionary<Role, string> Paths = new()
    {
        [Role.Order] = "/orders/{**rest}",
        [Role.Stock] = "/stock/{**rest}",
        [Role.Payment] = "/payment/{**rest}",
    };

    /// <summary>Makes a gateway; it does not listen yet.</summary>
    public static WebServer Create(GatewayOptions options, ShopOptions limits, Action<ILoggingBuilder> logging)
    {
        var builder = BareHost.Create(limits with { Url = options.Url, DescriptorsEach = 2 }, logging);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        Description.Add(builder.Services);
        builder.Services.AddSingleton<NodeNews>();
        builder.Services.AddSingleton<NodeNames>();
        builder.Services.AddSingleton<IDestinationResolver>(services => services.GetRequiredService<NodeNames>());
        builder.Services.AddHostedService(services => services.GetRequiredService<NodeNames>());
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<IActiveHealthCheckPolicy, ReadinessPolicy>();
        builder.Services.AddSingleton<IPassiveHealthCheckPolicy, RefusalPolicy>();
        builder.Services.AddReverseProxy()
            .LoadFromMemory([.. Paths.Select(RouteOf)], [.. Paths.Keys.Select(role => ClusterOf(role, options))])
            .AddTransforms(transforms => transforms
                .AddResponseTransform(WholeAnswers.AwaitAsync)
                .AddRequestTransform(HideBrowserAsync))
            .ConfigureHttpClient((_, handler) =>
            {
                handler.ConnectCallback = (context, cancellation) => NodeConnection.OpenAsync(
                    context, TimeSpan.FromSeconds(options.ConnectSecondsMax), cancellation);
                handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30);
                handler.AutomaticDecompression = DecompressionMethods.None;

                // Bytes are passed on as they come, in both directions; what they mean is between client and node.
                handler.RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1;
                handler.ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1;
            });
        var app = builder.Build();
        var server = new WebServer(app, TimeSpan.FromSeconds(limits.LeaveSeconds));
        app.Use((HttpContext http, RequestDelegate next) => Problems.GuardAsync(http, next));
        BareHost.UseGuards(app, limits with { Url = options.Url });
        app.UseStatusCodePages(context => Problems.FillAsync(context.HttpContext));
        GatewayEndpoints.MapHealth(app, server.Leaving);
        GatewayEndpoints.DescribeNodes(app, Paths.Keys, limits);
        Description.Map(app);
        app.Use((HttpContext http, RequestDelegate next) => CutStreamsAsync(http, next, app.Lifetime));
        app.Use((HttpContext http, RequestDelegate next) => Bodies.SkipAsync(http, next, limits.BodyBytesMax));
        app.Use((HttpContext http, RequestDelegate next) => SendNoBodyAsync(http, next));
        app.Use((HttpContext http, RequestDelegate next) => SendOneKeyAsync(http, next));
        var retry = new Retry(options.TriesMax, app.Services.GetRequiredService<ILoggerFactory>(), TimeProvider.System);
        var init = TimeSpan.FromSeconds(options.InitSecondsMax);
        app.MapReverseProxy(proxy =>
        {
            proxy.Use((http, next) => LongSilence.AllowAsync(http, next, init));
            proxy.Use(HearingNodes.PreferAsync);
            proxy.Use(retry.RunAsync);
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
        return server;
    }

    // A stream of events that has begun may have minutes to go, and a gateway that stops waits for requests. Its client
    // comes again by itself, to another gateway, with the id of the last event it has heard of.
    private static async Task CutStreamsAsync(HttpContext http, RequestDelegate next, IHostApplicationLifetime lifetime)
    {
        using var cut = http.Request.Path.StartsWithSegments("/orders/events", StringComparison.OrdinalIgnoreCase)
            ? lifetime.ApplicationStopping.Register(http.Abort)
            : default;
        await next(http);
    }

    // No request needs a body; one that came was read to its end. An empty one is sent in its stead: the client
    // underneath sends a request without a body once more by itself when its connection ends before the first byte of
    // an answer, whatever may have happened by then; but none whose body, be it empty, was begun.
    private static Task SendNoBodyAsync(HttpContext http, RequestDelegate next)
    {
        var hadBody = http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };
        if (hadBody || !HttpMethods.IsGet(http.Request.Method))
        {
            http.Request.Body = Stream.Null;
            http.Request.Headers.TransferEncoding = default;
            http.Request.Headers.Expect = default;
            http.Request.ContentLength = 0;
        }

        // No node upgrades a connection, and the forwarder would make a GET of a request that asks for it.
        http.Request.Headers.Upgrade = default;
        return next(http);
    }

    // The client underneath would join two keys to one. An empty one is rejected by a node exactly where two are.
    private static Task SendOneKeyAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers[IdempotencyKeys.Header].Count > 1)
        {
            http.Request.Headers[IdempotencyKeys.Header] = string.Empty;
        }

        return next(http);
    }

    // Where a browser sent it from is judged here. To a node on the loopback the gateway's own host would be a foreign
    // origin.
    private static ValueTask HideBrowserAsync(RequestTransformContext context)
    {
        context.ProxyRequest.Headers.Remove("Origin");
        context.ProxyRequest.Headers.Remove("Sec-Fetch-Site");
        return ValueTask.CompletedTask;
    }

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
