using Cartwright.Cli.Serve;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine;
using Cartwright.Sqlite;
using Cartwright.Web;
using Microsoft.Extensions.Logging;

namespace Cartwright.Cli;

/// <summary>Puts the parts together: the only place that knows which adapters are in use.</summary>
internal static class Composition
{
    /// <summary>Everything in one process: three services, one SQLite file, no log.</summary>
    public static async Task<EmbeddedShop> OpenEmbeddedAsync(ServeOptions options, CancellationToken cancellation)
    {
        IReadOnlyList<IService> services = [new OrderService(), new StockService(), new PaymentService()];
        var store = SqliteStore.Open(options.DataDirectory, EngineTables.Of(services), TimeProvider.System);
        var logging = LoggerFactory.Create(Logs);
        var engine = new EngineNode(
            services,
            store,
            store,
            log: null,
            new EngineOptions { DecidesLocally = true },
            TimeProvider.System,
            logging.CreateLogger("Cartwright.Engine"));
        await engine.StartAsync(cancellation);
        var shop = new ShopOptions { Url = options.Url, RepliesFinal = options.RepliesFinal };
        return new EmbeddedShop(ShopServer.Create(services.ToDictionary(s => s.Role, _ => engine), shop, Logs), engine, store, logging);
    }

    private static void Logs(ILoggingBuilder logging) => logging
        .AddSimpleConsole(console => console.SingleLine = true)
        .SetMinimumLevel(LogLevel.Warning);
}
