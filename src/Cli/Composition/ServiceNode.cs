using Cartwright.Cli.Serve;
using Cartwright.Engine.Clocks;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Web;
using Microsoft.Extensions.Logging;

namespace Cartwright.Cli.Composition;

/// <summary>Some services of many nodes: a database for each, and a log between them.</summary>
internal static class ServiceNode
{
    public static async Task<RunningNode> StartAsync(
        ServeOptions options, Seams seams, NodeBasics basics, CancellationToken cancellation)
    {
        var logging = LoggerFactory.Create(basics.Logs.ConfigureLogging);
        var stores = await ServiceDatabases.OpenAsync(options, logging, cancellation);

        // Databases and log must be of one shop. A database that does not know its shop yet takes the log's.
        var shop = await ServiceDatabases.FindShopAsync(options, cancellation);
        var log = await ServiceLog.OpenAsync(options, shop, logging, cancellation);
        await ServiceDatabases.AdoptAsync(options, log.Shop, cancellation);

        Dictionary<Role, ShopNode> nodes = [];
        List<IAsyncDisposable> rest = [];
        foreach (var (role, store) in stores)
        {
            var engineLog = logging.CreateLogger($"Cartwright.Engine.{role}");
            var clock = new SharedClock(role, store, TimeProvider.System, engineLog);
            await FirstContact.OpenWhenReachableAsync(
                () => StartAsync(clock, cancellation), TimeProvider.System, cancellation);
            var node = new ShopNode(
                [ShopServices.Of(role)],
                seams.Store(store),
                store.Ids,
                seams.Log(ServiceLog.SentBy(role, log)),
                NodeBounds.EngineOf(options) with
                {
                    Lanes = options.Lanes,
                    PublishesEvents = options.PublishesEvents,
                    Shop = log.Shop,
                    Receivers = ShopServices.Roles,
                },
                clock,
                engineLog);
            await node.Engine.StartAsync(cancellation);
            nodes.Add(role, node);
            rest.AddRange([clock, store]);
        }

        var server = ShopServer.CreateServer(
            nodes,
            NodeBounds.ShopOf(options, basics.Tls).BehindGateway() with
            {
                LeaveSeconds = NodeBounds.LeaveSeconds,
                LogTrouble = () => log.Trouble,
            },
            basics.Access,
            basics.Logs.ConfigureLogging);
        await server.StartAsync(cancellation);
        rest = [server, new Closing(log), .. rest, new Closing(logging)];
        return await AdminAddress.OpenAsync(
            new RunningNode(server.Url, [.. nodes.Values], server.StopAsync, rest)
            {
                Server = server,
                Tls = basics.Tls,
            },
            options,
            ServiceDatabases.PartsOf(options, nodes, log),
            basics,
            cancellation);
    }

    private static async Task<SharedClock> StartAsync(SharedClock clock, CancellationToken cancellation)
    {
        await clock.StartAsync(cancellation);
        return clock;
    }
}
