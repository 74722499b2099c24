using Cartwright.Engine;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Http.Tests.Server;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;
using Cartwright.Sqlite;
using Cartwright.Web;
using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Http.Tests.Local;

/// <summary>
/// A node in the test's own process, on a SQLite file: the embedded shop, or one service beside a log that delivers
/// nothing, so that its checkouts are never decided.
/// </summary>
internal sealed class LocalShop : IAsyncDisposable
{
    private readonly DataFolder _folder = new();
    private readonly SqliteStore _store;
    private readonly WebServer _server;

    private LocalShop(Plan plan)
    {
        var services = plan.Services;
        Services = services;
        _store = SqliteStore.Open(_folder.Path, EngineTables.TablesOf(services), plan.Clock);
        Store = new AbsentStore(_store);
        var options = new NodeOptions { DecidesLocally = plan.Log is null, Receivers = ShopServices.Roles };
        Engine = new ShopNode(
            services,
            Store,
            _store,
            plan.Log,
            plan.Engine(options),
            plan.Clock,
            NullLogger.Instance);
        _server = ShopServer.CreateServer(
            services.ToDictionary(service => service.Role, _ => Engine),
            plan.Shop(new ShopOptions { Url = "http://127.0.0.1:0" }),
            plan.Access,
            logging => Log(logging, plan.Logger));
    }

    public ShopNode Engine { get; }

    public AbsentStore Store { get; }

    public ShopCaller Call { get; private set; } = null!;

    public WebServer Server => _server;

    public Uri Url => new(_server.Url);

    public string Folder => _folder.Path;

    public IReadOnlyList<IService> Services { get; }

    public static async Task<LocalShop> StartAsync(Plan plan)
    {
        var shop = new LocalShop(plan);
        await shop.Engine.Engine.StartAsync(TestContext.Current.CancellationToken);
        await shop._server.StartAsync(TestContext.Current.CancellationToken);
        shop.Call = new ShopCaller(shop.Url);
        return shop;
    }

    /// <summary>Opens its tables as its own process does.</summary>
    public IDatabaseView OpenView() => StoreViews.OpenView(_store, Engine.Engine.Clock);

    /// <summary>An order whose checkout has begun, at a node that hears no answer.</summary>
    public async Task<string> NewOrderInFlightAsync()
    {
        Assert.Equal(200, (await Call.PostAsync("/orders/batch_init/3/2/1/10")).Status);
        Assert.Equal("processing", (await Call.CheckOutAsync("1")).Text("status"));
        return "1";
    }

    public async ValueTask DisposeAsync()
    {
        Call.Dispose();
        await _server.StopAsync();
        await _server.DisposeAsync();
        await Engine.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private static void Log(ILoggingBuilder logging, ILoggerProvider? log)
    {
        logging.SetMinimumLevel(log is null ? LogLevel.None : LogLevel.Information);
        if (log is not null)
        {
            logging.AddProvider(log);
        }
    }

    /// <summary>The services of the node, and its bounds.</summary>
    internal sealed record Plan
    {
        public IReadOnlyList<IService> Services { get; init; } = ShopServices.All;

        public ILog? Log { get; init; }

        public TimeProvider Clock { get; init; } = TimeProvider.System;

        public Func<NodeOptions, NodeOptions> Engine { get; init; } = options => options;

        /// <summary>Receives the log; null for none.</summary>
        public ILoggerProvider? Logger { get; init; }

        public AccessControl Access { get; init; } = AccessControl.Open;

        public Func<ShopOptions, ShopOptions> Shop { get; init; } = options => options;

        /// <summary>The order service alone, behind a log that delivers nothing.</summary>
        public static Plan OrdersAlone => new() { Services = [ShopServices.Order], Log = new SilentLog() };
    }
}
