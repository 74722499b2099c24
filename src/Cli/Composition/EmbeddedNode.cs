using Cartwright.Cli.Serve;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Shop;
using Cartwright.Sqlite;
using Cartwright.Web;
using Microsoft.Extensions.Logging;

namespace Cartwright.Cli.Composition;

/// <summary>Everything in one process: three services, one SQLite file, no log.</summary>
internal static class EmbeddedNode
{
    public static async Task<RunningNode> StartAsync(
        ServeOptions options, NodeBasics basics, CancellationToken cancellation)
    {
        var services = ShopServices.All;
        var logging = LoggerFactory.Create(basics.Logs.ConfigureLogging);
        var store = SqliteStore.Open(options.Place.Directory, EngineTables.TablesOf(services), TimeProvider.System);
        var node = new ShopNode(
            services,
            store,
            store,
            log: null,
            NodeBounds.EngineOf(options) with { DecidesLocally = true },
            TimeProvider.System,
            logging.CreateLogger("Cartwright.Engine"));
        await node.Engine.StartAsync(cancellation);
        var server = ShopServer.CreateServer(
            services.ToDictionary(service => service.Role, _ => node),
            NodeBounds.ShopOf(options, basics.Tls),
            basics.Access,
            basics.Logs.ConfigureLogging);
        await server.StartAsync(cancellation);
        var running = new RunningNode(server.Url, [node], server.StopAsync, [server, store, new Closing(logging)])
        {
            Server = server,
            Tls = basics.Tls,
        };
        Func<IDatabaseView> open = () => StoreViews.OpenView(store, TimeProvider.System);
        return await AdminAddress.OpenAsync(
            running,
            options,
            new NodeParts(
                services.ToDictionary(service => service.Role, _ => node),
                services.ToDictionary(service => service.Role, _ => open),
                services.ToDictionary(service => service.Role, _ => StoreViews.NameOf(store)),
                Lag: null),
            basics,
            cancellation);
    }
}
