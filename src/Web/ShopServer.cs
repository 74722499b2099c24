using Cartwright.Domain;
using Cartwright.Engine;
using Cartwright.Web.Endpoints;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Scalar.AspNetCore;

namespace Cartwright.Web;

/// <summary>The HTTP interface of one node. It does not own the engine: start that first, stop it last.</summary>
public sealed class ShopServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _leaving;
    private readonly TimeSpan _leave;

    private ShopServer(WebApplication app, CancellationTokenSource leaving, TimeSpan leave) =>
        (_app, _leaving, _leave) = (app, leaving, leave);

    /// <summary>Where the server listens, once it has started.</summary>
    public string Url => _app.Services.GetRequiredService<IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Makes a server; it does not listen yet.</summary>
    /// <param name="engines">The engine of each service on this node; co-located services share one.</param>
    /// <param name="options">How to answer, and the bounds.</param>
    /// <param name="logging">Where the log goes.</param>
    public static ShopServer Create(
        IReadOnlyDictionary<Role, EngineNode> engines, ShopOptions options, Action<ILoggingBuilder> logging)
    {
        var builder = WebApplication.CreateSlimBuilder();
        logging(builder.Logging.ClearProviders());
        builder.WebHost.UseUrls(options.Url);
        builder.WebHost.ConfigureKestrel(kestrel => Limit(kestrel, options));
        builder.Services.AddOpenApi("v1", openApi => openApi.AddDocumentTransformer(Description.CompleteAsync));
        builder.Services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(options.DrainSeconds));
        var app = builder.Build();

        app.Use((HttpContext http, RequestDelegate next) => Problems.GuardAsync(http, next, app.Logger));
        app.UseStatusCodePages(context => Problems.FillAsync(context.HttpContext));
        app.Use((HttpContext http, RequestDelegate next) => Bodies.SkipAsync(http, next, options.BodyBytesMax));
        app.UseRouting();
        MapServices(app, engines, options);
        var leaving = CancellationTokenSource.CreateLinkedTokenSource(app.Lifetime.ApplicationStopping);
        HealthEndpoints.Map(app, [.. engines.Values.Distinct()], leaving.Token);
        app.MapOpenApi("/openapi/v1.json");
        app.MapScalarApiReference("/scalar");
        return new ShopServer(app, leaving, TimeSpan.FromSeconds(options.LeaveSeconds));
    }

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">The address is in use.</exception>
    public Task StartAsync(CancellationToken cancellation) => _app.StartAsync(cancellation);

    /// <summary>
    /// Says for a while that it is not ready, then listens no more, and lets the requests that have begun come to
    /// their end.
    /// </summary>
    public async Task StopAsync()
    {
        await _leaving.CancelAsync();
        await Task.Delay(_leave);
        await _app.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _leaving.Dispose();
    }

    private static void MapServices(
        WebApplication app, IReadOnlyDictionary<Role, EngineNode> engines, ShopOptions options)
    {
        foreach (var (role, engine) in engines)
        {
            var shop = new Shop(engine, options, app.Lifetime.ApplicationStopping);
            Action<IEndpointRouteBuilder, Shop> map = role switch
            {
                Role.Order => OrderEndpoints.Map,
                Role.Stock => StockEndpoints.Map,
                _ => PaymentEndpoints.Map,
            };
            map(app, shop);
        }
    }

    internal static void Limit(KestrelServerOptions kestrel, ShopOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.BodyBytesMax;
        kestrel.Limits.MaxConcurrentConnections = options.ConnectionsMax;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(options.HeaderSecondsMax);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestLineSize = 4 * 1024;
    }
}
