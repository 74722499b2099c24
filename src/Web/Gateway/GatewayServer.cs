using System.Text;
using Cartwright.Shop;
using Cartwright.Web.Access;
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
    /// <param name="options">Its nodes.</param>
    /// <param name="limits">Its bounds.</param>
    /// <param name="access">The callers that may use its own pages. Nodes decide about all others.</param>
    /// <param name="logging">Where the log goes.</param>
    public static WebServer CreateServer(
        GatewayOptions options, ShopOptions limits, AccessControl access, Action<ILoggingBuilder> logging)
    {
        var builder = BareHost.CreateBuilder(limits with { Url = options.Url, DescriptorsEach = 2 }, logging);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        GatewayServices.AddGateway(builder.Services, options, limits.Tls);
        var app = builder.Build();
        _ = app.Services.GetRequiredService<NodeGauges>();
        var server = new WebServer(app, TimeSpan.FromSeconds(limits.LeaveSeconds));
        BareHost.UseAudit(app, access);
        app.Use((HttpContext http, RequestDelegate next) => Problems.GuardRequestAsync(http, next));
        BareHost.UseGuards(app, limits with { Url = options.Url });
        app.UseStatusCodePages(context => Problems.FillEmptyAsync(context.HttpContext));
        app.UseRouting();
        BareHost.UseAccess(app, access, limits.Callers);
        server.ServeHealth(routes => GatewayEndpoints.MapHealth(routes, server.Leaving));
        foreach (var page in ShopDocument.MapDocument(app))
        {
            page.Allows(Scopes.Operate);
        }

        RequestShape.UseShape(app, limits.BodyBytesMax);
        var retry = new Retry(options.TriesMax, app.Services.GetRequiredService<ILoggerFactory>(), TimeProvider.System);
        var init = TimeSpan.FromSeconds(options.InitSecondsMax);

        // Nodes decide, by the credentials that the gateway passes on: no decision rests on a path that two programs
        // read differently, and a gateway that is taken over has no rights of its own.
        app.MapReverseProxy(proxy =>
        {
            proxy.Use((http, next) => LongSilence.AllowSilenceAsync(http, next, init));
            proxy.Use(ReceivingNodes.PreferReceivingAsync);
            proxy.Use(retry.ForwardWithRetryAsync);
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        }).ForwardsCredentials();
        return server;
    }
}
