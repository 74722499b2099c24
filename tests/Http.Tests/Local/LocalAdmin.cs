using Cartwright.Admin.Local;
using Cartwright.Engine.Ports;
using Cartwright.Http.Tests.Contract;
using Cartwright.Http.Tests.Server;
using Cartwright.Web;
using Cartwright.Web.Admin;
using Cartwright.Web.Tls;
using Microsoft.Extensions.Logging;

namespace Cartwright.Http.Tests.Local;

/// <summary>The admin address of a shop in the test's own process.</summary>
internal sealed class LocalAdmin : IAsyncDisposable
{
    private readonly WebServer _server;
    private readonly LocalShopAdmin _shop;

    private LocalAdmin(LocalShop shop, LogLines log, ProcessTls? tls, Func<AdminOptions, AdminOptions> change)
    {
        var roles = shop.Services.Select(service => service.Role).ToList();
        Func<IDatabaseView> open = shop.OpenView;
        _shop = new LocalShopAdmin(new LocalNode
        {
            Name = "local",
            Kind = "embedded",
            Url = shop.Url.ToString(),
            Version = "0.0.0",
            StartedAt = shop.Engine.Engine.Now,
            Settings = [],
            Nodes = roles.ToDictionary(role => role, _ => shop.Engine),
            DatabaseNames = roles.ToDictionary(role => role, _ => shop.Folder),
            Databases = roles.ToDictionary(role => role, _ => open),
        });
        _server = AdminServer.CreateServer(
            change(new AdminOptions
            {
                Url = tls is null ? "http://127.0.0.1:0" : "https://127.0.0.1:0",
                Tls = tls,
                Shop = _shop,
                ReadNodeAsync = _shop.ReadNodeAsync,
                ReadAttemptAsync = _shop.ReadAttemptAsync,
            }),
            logging => logging.AddProvider(log));
    }

    public WebServer Server => _server;

    /// <summary>Calls it; each answer is compared with its own document.</summary>
    public ShopCaller Call { get; private set; } = null!;

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_server.Url);

    public static async Task<LocalAdmin> StartAsync(
        LocalShop shop, LogLines? log = null, Func<AdminOptions, AdminOptions>? change = null, string? key = null)
    {
        var admin = await StartAsync(shop, log ?? new LogLines(), tls: null, change);
        var url = new Uri(admin._server.Url);
        admin.Call = new ShopCaller(url, OpenApiContract.AdminAsync(url, key));
        return admin;
    }

    /// <summary>Starts an encrypted one, which is called by its own clients.</summary>
    public static async Task<LocalAdmin> StartAsync(
        LocalShop shop, LogLines log, ProcessTls? tls, Func<AdminOptions, AdminOptions>? change = null)
    {
        var admin = new LocalAdmin(shop, log, tls, change ?? (options => options));
        await admin._server.StartAsync(TestContext.Current.CancellationToken);
        return admin;
    }

    public async ValueTask DisposeAsync()
    {
        Call?.Dispose();
        await _server.StopAsync();
        await _server.DisposeAsync();
        _shop.Dispose();
    }
}
