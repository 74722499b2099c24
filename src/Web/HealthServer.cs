using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web;

/// <summary>
/// The address for probes: a server of its own, so that a public server without a free connection does not look like a
/// dead process. It answers for health as the public server does, in the clear and without credentials, and has no
/// other path.
/// </summary>
public static class HealthServer
{
    /// <summary>The most file descriptors of its connections.</summary>
    public const int DescriptorsMax = ConnectionsMax + ConnectionSeats.StandingMax;

    // A prober has one or two at a time.
    private const int ConnectionsMax = 32;

    /// <summary>Makes a server; it does not listen yet.</summary>
    /// <param name="url">Where to listen, in the clear; port 0 takes a free one.</param>
    /// <param name="server">The public server, for whose health it answers.</param>
    /// <param name="logging">Where the log goes.</param>
    public static WebServer CreateServer(string url, WebServer server, Action<ILoggingBuilder> logging)
    {
        var limits = new ShopOptions { Url = url, ConnectionsMax = ConnectionsMax, DrainSeconds = 1 };
        var app = BareHost.CreateBuilder(limits, logging).Build();
        app.Use((HttpContext http, RequestDelegate next) => Problems.GuardRequestAsync(http, next));
        BareHost.UseGuards(app, limits);
        app.UseStatusCodePages(context => Problems.FillEmptyAsync(context.HttpContext));
        app.UseRouting();
        server.MapHealth(app);
        return new WebServer(app, leave: TimeSpan.Zero, AddressKind.Health);
    }
}
