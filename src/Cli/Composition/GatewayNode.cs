using Cartwright.Cli.Observing;
using Cartwright.Cli.Serve;
using Cartwright.Web.Gateway;

namespace Cartwright.Cli.Composition;

/// <summary>A gateway before the nodes of the services: no database, no log.</summary>
internal static class GatewayNode
{
    public static async Task<RunningNode> StartAsync(
        ServeOptions options, NodeLogs logs, CancellationToken cancellation)
    {
        var shop = NodeBounds.ShopOf(options) with { LeaveSeconds = NodeBounds.LeaveSeconds };
        var server = GatewayServer.CreateServer(NodeBounds.GatewayOf(options), shop, logs.ConfigureLogging);
        await server.StartAsync(cancellation);
        return new RunningNode(server.Url, [], server.StopAsync, [server]);
    }
}
