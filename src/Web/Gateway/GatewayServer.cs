using System.Text;
using Cartwright.Shop;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web.Gateway;

/// <summary>One address for the whole shop: it sends each path to a node of its service that is well.</summary>
public static class GatewayServer
{
    /// <summary>Makes a gateway; it does not listen yet.</summary>
    public static WebServer CreateServer(GatewayOptions options, ShopOptions limits, Action<ILoggingBuilder> logging)
    {
        var builder = BareHost.CreateBuilder(limits with { Url = options.Url, DescriptorsEach = 2 }, logging);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        Description.AddDocument(builder.Services);
        GatewayServices.AddGateway(builder.Services, options, limits.Tls);
        var app = builder.Build();
        var server = new WebServer(app, TimeSpan.FromSeconds(limits.LeaveSeconds));
        app.Use((HttpContext http, RequestDelegate next) => Problems.GuardRequestAsync(http, next));
        BareHost.UseGuards(app, limits with { Url = options.Url });
        app.UseStatusCodePages(context => Problems.FillEmptyAsync(context.HttpContext));
        GatewayEndpoints.MapHealth(app, server.Leaving);
        GatewayEndpoints.DescribeNodes(app, ShopServices.Definitions, limits);
        Description.MapDocument(app);
        app.Use((HttpContext http, RequestDelegate next) => RequestShape.CutStreamsAsync(http, next, app.Lifetime));
        app.Use((HttpContext http, RequestDelegate next) => Bodies.SkipBodyAsync(http, next, limits.BodyBytesMax));
        app.Use((HttpContext http, RequestDelegate next) => RequestShape.SendNoBodyAsync(http, next));
        app.Use((HttpContext http, RequestDelegate next) => RequestShape.SendOneKeyAsync(http, next));
        var retry = new Retry(options.TriesMax, app.Services.GetRequiredService<ILoggerFactory>(), TimeProvider.System);
        var init = TimeSpan.FromSeconds(options.InitSecondsMax);
        app.MapReverseProxy(proxy =>
        {
            proxy.Use((http, next) => LongSilence.AllowSilenceAsync(http, next, init));
            proxy.Use(ReceivingNodes.PreferReceivingAsync);
            proxy.Use(retry.ForwardWithRetryAsync);
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
        return server;
    }
}
