using Cartwright.Admin.Audit;
using Cartwright.Admin.Ports;
using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web.Admin;

/// <summary>
/// The address for operators: a server of its own, so that nothing of it can answer at the public address, and a flood
/// there takes no connection from it.
/// </summary>
public static class AdminServer
{
    // The ids of as many messages as one action may be about.
    private const int BodyBytesMax = 1024 * 1024;

    /// <summary>Makes a server; it does not listen yet.</summary>
    /// <param name="options">
    /// What it serves. Pages take the shop from their services, as <see cref="IShopAdmin"/>: every action of that one
    /// is recorded.
    /// </param>
    /// <param name="logging">Where the log goes.</param>
    public static WebServer CreateServer(AdminOptions options, Action<ILoggingBuilder> logging)
    {
        var limits = new ShopOptions
        {
            Url = options.Url,
            Tls = options.Tls,
            ConnectionsMax = AdminOptions.ConnectionsMax,
            BodyBytesMax = BodyBytesMax,
            DrainSeconds = 2,
        };
        var builder = BareHost.CreateBuilder(limits, logging);
        AdminDescription.AddDocument(builder.Services);
        options.AddPages?.Invoke(builder);

        // After the pages: they may have added the shop that they know, and theirs must be this one.
        builder.Services.AddSingleton<IShopAdmin>(known =>
            new AuditedShopAdmin(options.Shop, known.GetRequiredService<ILoggerFactory>()));
        var app = builder.Build();
        BareHost.UseAudit(app, options.Access);
        app.Use((HttpContext http, RequestDelegate next) => Problems.GuardRequestAsync(http, next));
        BareHost.UseGuards(app, limits);
        app.UseStatusCodePages(context => Problems.FillEmptyAsync(context.HttpContext));
        app.UseRouting();
        BareHost.UseAccess(app, options.Access, CallerLimits.None);
        AdminEndpoints.MapAdmin(app, options, app.Services.GetRequiredService<IShopAdmin>());
        AdminDescription.MapDocument(app);
        options.MapPages?.Invoke(app, page => page.Allows(Scopes.Operate));
        return new WebServer(app, leave: TimeSpan.Zero, AddressKind.Admin);
    }
}
