using Cartwright.Admin.Ports;
using Cartwright.Admin.Parts;
using Cartwright.AdminConsole.Files;
using Cartwright.AdminConsole.Pages;
using Cartwright.AdminConsole.Watching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Cartwright.AdminConsole;

/// <summary>The pages of the admin address: the shop in a browser.</summary>
public static class ConsolePages
{
    // Nothing from elsewhere, and no script or style within a page. The web socket is of the same origin.
    private const string Policy =
        "default-src 'self'; base-uri 'self'; form-action 'self'; object-src 'none'; frame-ancestors 'none'";

    private const int BrowsersLostMax = 20;
    private static readonly TimeSpan _browserLost = TimeSpan.FromSeconds(30);

    /// <summary>Adds the services of the pages. The shop that they show is an <see cref="IShopAdmin"/> there.</summary>
    /// <param name="services">The services of the admin address.</param>
    /// <param name="parts">The processes of the local cluster; null elsewhere.</param>
    public static void AddConsole(IServiceCollection services, IClusterParts? parts)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(known => new LocalParts(parts, known.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<ShopWatch>();
        services.AddScoped<PageOperator>();
        services.AddScoped<BrowserPresence>();
        services.AddScoped<CircuitHandler>(scope => scope.GetRequiredService<BrowserPresence>());

        // Keys on a disk would outlive the process for nothing: a page that is older than it loads again.
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DisconnectedCircuitRetentionPeriod = _browserLost;
            circuits.DisconnectedCircuitMaxRetained = BrowsersLostMax;
            circuits.PersistedCircuitInMemoryMaxRetained = 0;
        });
    }

    /// <summary>Maps the pages and their files. Routing comes before, the endpoints after.</summary>
    /// <param name="app">The admin address.</param>
    /// <param name="declare">Declares who may use an endpoint.</param>
    public static void MapConsole(WebApplication app, Action<IEndpointConventionBuilder> declare)
    {
        app.Use((HttpContext http, RequestDelegate next) =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            return next(http);
        });
        app.Use((HttpContext http, RequestDelegate next) => WrongAddresses.ShowPageAsync(http, next));
        app.UseAntiforgery();
        EmbeddedFiles.MapFiles(app, declare);
        declare(app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server =>
        {
            // The policy above has it for every page.
            server.ContentSecurityFrameAncestorsPolicy = null;
            server.DisableWebSocketCompression = true;
        }));
    }
}
