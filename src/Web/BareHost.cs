using System.Text;
using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Cartwright.Web.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web;

/// <summary>
/// The web host of every node, built from nothing. ASP.NET Core's usual builders read appsettings.json in the working
/// directory and the variables ASPNETCORE_*, DOTNET_*, Kestrel__* and Logging__*, any of which can add a listener
/// that `cartwright config` does not show.
/// </summary>
internal static class BareHost
{
    /// <summary>A builder that listens at the address of the options, and has routing and a log.</summary>
    public static WebApplicationBuilder CreateBuilder(ShopOptions options, Action<ILoggingBuilder> logging)
    {
        AmbiguousRequests.RejectBareLineFeeds();
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls(new Uri(options.Url).GetLeftPart(UriPartial.Authority));
        builder.Services.Configure<SocketTransportOptions>(
            sockets => sockets.CreateBoundListenSocket = new AskedAddress(options.Url).BindSocket);
        var tls = ProtectionOf(options);
        var seats = new ConnectionSeats(
            Descriptors.ConnectionsMax(options, Descriptors.OpenFilesMax(), Descriptors.CountOpen()));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            SetLimits(kestrel, options);
            kestrel.ConfigureEndpointDefaults(endpoint =>
            {
                // A connection has its seat before its handshake.
                endpoint.Use(seats.SeatConnection);
                tls?.Protect(endpoint);
            });
        });
        builder.Services.AddSingleton(seats);
        builder.Services.AddSingleton(_ => new CallerLimiter(options.Callers));
        builder.Services.AddSingleton<RefusalBudget>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<UnservedLog>();
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging(logging);
        builder.Services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(options.DrainSeconds));
        return builder;
    }

    /// <summary>Adds the checks in front of everything else: guards, and the bound of connections.</summary>
    public static void UseGuards(WebApplication app, ShopOptions options)
    {
        var seats = app.Services.GetRequiredService<ConnectionSeats>();
        app.Use((HttpContext http, RequestDelegate next) => seats.RejectStandingAsync(http, next));
        app.Use((HttpContext http, RequestDelegate next) => AmbiguousRequests.RejectAmbiguousAsync(http, next));
        if (ProtectionOf(options) is { RequiresClients: true })
        {
            app.Use((HttpContext http, RequestDelegate next) =>
                ClientCertificates.RequireCertificateAsync(http, next));
        }

        if (LocalGuard.IsNeeded(options.Url))
        {
            app.Use((HttpContext http, RequestDelegate next) => LocalGuard.RejectStrangersAsync(http, next));
        }
    }

    /// <summary>Adds the record of calls, where there are callers. It comes before everything else.</summary>
    public static void UseAudit(WebApplication app, AccessControl access)
    {
        if (!access.IsOpen)
        {
            var audit = new CallAudit(
                app.Services.GetRequiredService<ILoggerFactory>(), app.Services.GetRequiredService<RefusalBudget>());
            app.Use((HttpContext http, RequestDelegate next) => audit.RecordAsync(http, next));
        }
    }

    /// <summary>
    /// Adds the check of credentials. It comes after the routing, because endpoints declare what they ask for, and
    /// before the body is read. The limits of each caller hold there too: without credentials there are no callers, and
    /// a proxy in front has one address for all its clients.
    /// </summary>
    public static void UseAccess(WebApplication app, AccessControl access, CallerLimits limits)
    {
        var guard = new AccessGuard(
            access,
            access.IsOpen || limits == CallerLimits.None ? null : app.Services.GetRequiredService<CallerLimiter>());
        app.Use((HttpContext http, RequestDelegate next) => guard.CheckAsync(http, next));
    }

    // An address that is not encrypted has no use for certificates: another address of the process has.
    private static ProcessTls? ProtectionOf(ShopOptions options) =>
        !options.Url.StartsWith($"{Uri.UriSchemeHttps}:", StringComparison.OrdinalIgnoreCase) ? null
        : options.Tls ?? throw new InvalidOperationException($"{options.Url} has no certificate.");

    // Cookies of other applications on the same host come in any encoding, and bytes that are not UTF-8 would be
    // refused before a problem could be written: headers are taken byte by byte, a key decodes itself.
    // Connections are counted by the seats: the server's own bound closes without a word, probes too.
    private static void SetLimits(KestrelServerOptions kestrel, ShopOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.BodyBytesMax;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(options.HeaderSecondsMax);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        kestrel.Limits.MaxRequestHeaderCount = options.HeadersMax;
        kestrel.Limits.MaxRequestHeadersTotalSize = options.HeaderBytesMax;
        kestrel.Limits.MaxRequestLineSize = options.RequestLineBytesMax;
        kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
    }
}
