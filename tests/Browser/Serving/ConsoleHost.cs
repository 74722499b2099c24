using System.Security.Claims;
using Cartwright.Admin.Ports;
using Cartwright.AdminConsole;
using Cartwright.Browser.Fake;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cartwright.Browser.Serving;

/// <summary>The pages over a <see cref="LivelyShop"/>, in the test's own process.</summary>
internal sealed class ConsoleHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ConsoleHost(WebApplication app, LivelyShop shop, LivelyParts? parts) =>
        (_app, Shop, Parts) = (app, shop, parts);

    public LivelyShop Shop { get; }

    public LivelyParts? Parts { get; }

    public Uri Url => new(_app.Urls.First());

    /// <summary>The services of the host, in which the shared collector is.</summary>
    public IServiceProvider Services => _app.Services;

    public static async Task<ConsoleHost> StartAsync(
        bool hasParts = true,
        string url = "http://127.0.0.1:0",
        TimeProvider? time = null,
        ClaimsPrincipal? user = null)
    {
        var shop = new LivelyShop(time ?? TimeProvider.System);
        var parts = hasParts ? new LivelyParts() : null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging(log => log.AddFilter(null, LogLevel.Warning).AddProvider(new TestOutputLog()));
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton<IShopAdmin>(shop);
        ConsolePages.AddConsole(builder.Services, parts);
        var app = builder.Build();
        app.UseRouting();
        app.Use((HttpContext http, RequestDelegate next) =>
        {
            http.User = user ?? http.User;
            return next(http);
        });
        ConsolePages.MapConsole(app, _ => { });
        await app.StartAsync();
        return new ConsoleHost(app, shop, parts);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
