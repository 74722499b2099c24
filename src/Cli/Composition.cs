using System.CommandLine;
using Cartwright.Cli.Observing;
using Cartwright.Cli.Serve;
using Cartwright.Domain.Services;
using Cartwright.Engine;
using Cartwright.Engine.Clocks;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Cartwright.Shop;
using Cartwright.Sqlite;
using Cartwright.Web;
using Cartwright.Web.Gateway;
using Microsoft.Extensions.Logging;

namespace Cartwright.Cli;

/// <summary>Puts the parts together: the only place that knows which adapters are in use.</summary>
public static class Composition
{
    private const int LeaveSeconds = 2;
    private const long MillisecondsPerHour = 3_600_000;

    /// <summary>The verb `serve`, over the adapters.</summary>
    public static Command Serve() => Serve(Seams.None);

    /// <param name="seams">The parts between a node's engine and its adapters: none, but for tests.</param>
    internal static Command Serve(Seams seams) =>
        ServeCommand.Create((options, stop) => StartAsync(options, seams, stop));

    /// <summary>Starts the node that was asked for.</summary>
    internal static async Task<RunningNode> StartAsync(
        ServeOptions options, Seams seams, CancellationToken cancellation)
    {
        if (!options.IsGateway)
        {
            ClockRange.Require(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), "The clock of this machine");
        }

        var export = OtlpExport.Start(options.Kind, options.NodeName);
        try
        {
            var logs = new NodeLogs(options.LogLevel, options.LogsJson, export);
            var node = await StartAsync(options, seams, logs, cancellation);
            return export is null ? node : node with { Rest = [.. node.Rest, export] };
        }
        catch when (export is not null)
        {
            // Spans and log lines of the shutdown are still exported.
            await export.DisposeAsync();
            throw;
        }
    }

    private static Task<RunningNode> StartAsync(
        ServeOptions options, Seams seams, NodeLogs logs, CancellationToken cancellation) =>
        options switch
        {
            { IsGateway: true } => StartGatewayAsync(options, logs, cancellation),
            { Roles.Count: > 0 } => StartServicesAsync(options, seams, logs, cancellation),
            _ => StartEmbeddedAsync(options, logs, cancellation),
        };

    /// <summary>The database of an embedded shop, for a verb that opens it by itself.</summary>
    internal static IDatabaseAtRest DatabaseIn(string directory) => new SqliteAtRest(directory, TimeProvider.System);

    /// <summary>The database of a service, likewise.</summary>
    internal static IDatabaseAtRest DatabaseOf(Role role, string connection) =>
        new PostgresAtRest(new PostgresOptions { ConnectionString = connection }, role);

    // Everything in one process: three services, one SQLite file, no log.
    private static async Task<RunningNode> StartEmbeddedAsync(
        ServeOptions options, NodeLogs logs, CancellationToken cancellation)
    {
        var services = ShopServices.All;
        var logging = LoggerFactory.Create(logs.Set);
        var store = SqliteStore.Open(options.DataDirectory, EngineTables.Of(services), TimeProvider.System);
        var node = new ShopNode(
            services,
            store,
            store,
            log: null,
            NodeBounds.EngineOf(options) with { DecidesLocally = true },
            TimeProvider.System,
            logging.CreateLogger("Cartwright.Engine"));
        await node.Engine.StartAsync(cancellation);
        var server = ShopServer.Create(
            services.ToDictionary(service => service.Role, _ => node), NodeBounds.ShopOf(options), logs.Set);
        await server.StartAsync(cancellation);
        return new RunningNode(server.Url, [node], server.StopAsync, [server, store, new Closing(logging)]);
    }

    // Some services of many nodes: a PostgreSQL database for each, Kafka between them.
    private static async Task<RunningNode> StartServicesAsync(
        ServeOptions options, Seams seams, NodeLogs logs, CancellationToken cancellation)
    {
        var logging = LoggerFactory.Create(logs.Set);
        Dictionary<Role, PostgresStore> stores = [];
        foreach (var role in options.Roles)
        {
            stores[role] = await FirstContact.WaitAsync(
                () => OpenStoreAsync(options, role, cancellation), TimeProvider.System, cancellation);
        }

        var log = await OpenLogAsync(options, logging, cancellation);
        Dictionary<Role, ShopNode> nodes = [];
        List<IAsyncDisposable> rest = [];
        foreach (var (role, store) in stores)
        {
            var engineLog = logging.CreateLogger($"Cartwright.Engine.{role}");
            var clock = new SharedClock(role, store, TimeProvider.System, engineLog);
            await FirstContact.WaitAsync(
                () => StartAsync(clock, cancellation), TimeProvider.System, cancellation);
            var node = new ShopNode(
                [ShopServices.Of(role)],
                seams.Store(store),
                store.Ids,
                seams.Log(log),
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

        var server = ShopServer.Create(
            nodes,
            NodeBounds.ShopOf(options).BehindGateway() with
            {
                LeaveSeconds = LeaveSeconds,
                LogTrouble = () => log.Trouble,
            },
            logs.Set);
        await server.StartAsync(cancellation);
        rest = [server, new Closing(log), .. rest, new Closing(logging)];
        return new RunningNode(server.Url, [.. nodes.Values], server.StopAsync, rest);
    }

    // Databases and log must be of one shop. A database that does not know its shop yet takes the log's.
    private static async Task<KafkaLog> OpenLogAsync(
        ServeOptions options, ILoggerFactory logging, CancellationToken cancellation)
    {
        List<(string Name, ShopId? Shop)> places = [];
        foreach (var role in options.Roles)
        {
            var shop = await FirstContact.WaitAsync(
                () => ShopTable.ReadAsync(DatabaseOf(options, role), cancellation), TimeProvider.System, cancellation);
            places.Add(($"The database of {role.Name}", shop));
        }

        var known = SameShop.Of(places);
        var log = await FirstContact.WaitAsync(
            () => KafkaLog.OpenAsync(
                KafkaOf(options) with { Shop = known }, logging.CreateLogger("Cartwright.Kafka"), cancellation),
            TimeProvider.System,
            cancellation);
        foreach (var role in options.Roles)
        {
            await FirstContact.WaitAsync(
                async () =>
                {
                    await ShopTable.AdoptAsync(DatabaseOf(options, role), log.Shop, cancellation);
                    return role;
                },
                TimeProvider.System,
                cancellation);
        }

        return log;
    }

    private static PostgresOptions DatabaseOf(ServeOptions options, Role role) => new()
    {
        ConnectionString = options.Databases[role],
        RequireSynchronousStandby = options.RequiresStandby,
    };

    private static async Task<SharedClock> StartAsync(SharedClock clock, CancellationToken cancellation)
    {
        await clock.StartAsync(cancellation);
        return clock;
    }

    private static async Task<PostgresStore> OpenStoreAsync(
        ServeOptions options, Role role, CancellationToken cancellation)
    {
        var database = DatabaseOf(options, role);
        if (options.Migrates)
        {
            await new PostgresAtRest(database, role).MigrateAsync(looksOnly: false, cancellation);
        }

        return await PostgresStore.OpenAsync(database, [role], options.ReadersMax, TimeProvider.System, cancellation);
    }

    private static async Task<RunningNode> StartGatewayAsync(
        ServeOptions options, NodeLogs logs, CancellationToken cancellation)
    {
        var shop = NodeBounds.ShopOf(options) with { LeaveSeconds = LeaveSeconds };
        var server = GatewayServer.Create(NodeBounds.GatewayOf(options), shop, logs.Set);
        await server.StartAsync(cancellation);
        return new RunningNode(server.Url, [], server.StopAsync, [server]);
    }

    internal static KafkaOptions KafkaOf(ServeOptions options) => new()
    {
        Services = ShopServices.Roles,
        Brokers = options.Brokers,
        Prefix = options.KafkaPrefix,
        NodeName = options.NodeName,
        Replication = (short)options.Replication,
        InSyncMin = options.Replication > 2 ? 2 : 1,
        PublishesEvents = options.PublishesEvents,
        EventsPartitions = options.EventsPartitions,
        EventsRetentionMs = (long)TimeSpan.FromDays(options.EventsDays).TotalMilliseconds,
        RetentionMs = options.RetentionHours * MillisecondsPerHour,
        UsesConsumerProtocol = options.UsesBrokerGroups,
    };

    private sealed class Closing(IDisposable part) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
