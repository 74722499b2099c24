using Cartwright.Admin.Nodes;
using Cartwright.Admin.Parts;
using Cartwright.Cli.Observing;
using Cartwright.Cli.Serve;
using Cartwright.Web.Admin;
using Cartwright.Web.Gateway;
using Microsoft.Extensions.Logging;

namespace Cartwright.Cli.Composition;

/// <summary>A gateway before the nodes of the services: no database, no log.</summary>
internal static class GatewayNode
{
    public static async Task<RunningNode> StartAsync(
        ServeOptions options, NodeBasics basics, CancellationToken cancellation)
    {
        var shop = NodeBounds.ShopOf(options, basics.Tls) with { LeaveSeconds = NodeBounds.LeaveSeconds };
        var server = GatewayServer.CreateServer(
            NodeBounds.GatewayOf(options), shop, basics.Access, basics.Logs.ConfigureLogging);
        await server.StartAsync(cancellation);
        var running = new RunningNode(server.Url, [], server.StopAsync, [server])
        {
            Server = server,
            Tls = basics.Tls,
        };
        return options.AdminUrl is { } url
            ? await OpenAdminAsync(running, url, options, basics, cancellation)
            : running;
    }

    private static async Task<RunningNode> OpenAdminAsync(
        RunningNode running,
        string url,
        ServeOptions options,
        NodeBasics basics,
        CancellationToken cancellation)
    {
        var report = new NodeReport
        {
            Name = options.NodeName ?? running.Url,
            Kind = options.Kind,
            Url = running.Url,
            Version = TelemetryResource.Version,
            StartedAt = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            IsReady = true,
            Settings = options.Differing,
        };
        var logging = LoggerFactory.Create(basics.Logs.ConfigureLogging);
        var credentials = new NodeCredentials(running.Tls, options.ReadAdminNodesKey);
        var shop = new JoinedShopAdmin(
            options.AdminNodes, credentials, () => report, logging, TimeProvider.System);
        var parts = options.ControlSocket is { } socket ? new ClusterParts(socket) : null;
        var address = new AdminOptions
        {
            Url = url,
            Access = basics.Access,
            Shop = shop,
            ReadNodeAsync = shop.ReadNodeAsync,
        };
        var node = await AdminAddress.OpenAsync(
            running with { Rest = [new Closing(shop), new Closing(logging), .. running.Rest] },
            AdminPages.WithConsole(address, parts),
            basics,
            cancellation);
        report = report with { AdminUrl = node.AdminUrl };
        return node;
    }
}
