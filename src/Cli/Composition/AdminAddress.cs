using Cartwright.Admin.Local;
using Cartwright.Cli.Observing;
using Cartwright.Cli.Serve;
using Cartwright.Web.Admin;

namespace Cartwright.Cli.Composition;

/// <summary>The admin address of a node, where the settings want one.</summary>
internal static class AdminAddress
{
    /// <summary>Gives a node that serves its admin address.</summary>
    /// <param name="running">The node.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="basics">What the process has.</param>
    /// <param name="cancellation">Gives the start up.</param>
    /// <returns>The node, which stops the address with itself.</returns>
    public static async Task<RunningNode> OpenAsync(
        RunningNode running,
        ServeOptions options,
        NodeParts parts,
        NodeBasics basics,
        CancellationToken cancellation)
    {
        if (options.AdminUrl is not { } url)
        {
            return running;
        }

        string? listening = null;
        var shop = new LocalShopAdmin(new LocalNode
        {
            Name = options.NodeName ?? running.Url,
            Kind = options.Roles.Count > 0 ? "service" : "embedded",
            Url = running.Url,
            AdminUrl = () => listening,
            Version = TelemetryResource.Version,
            StartedAt = parts.Nodes.Values.First().Engine.Now,
            Settings = options.Differing,
            Nodes = parts.Nodes,
            Databases = parts.Databases,
            DatabaseNames = parts.DatabaseNames,
            Lag = parts.Lag,
        });
        var address = new AdminOptions
        {
            Url = url,
            Access = basics.Access,
            Shop = shop,
            ReadNodeAsync = shop.ReadNodeAsync,
            ReadAttemptAsync = shop.ReadAttemptAsync,
        };

        // A node of one service knows its own part of the shop only; the gateway shows all of it.
        var node = await OpenAsync(
            running with { Rest = [new Closing(shop), .. running.Rest] },
            options.Roles.Count > 0 ? address : AdminPages.WithConsole(address, parts: null),
            basics,
            cancellation);
        listening = node.AdminUrl;
        return node;
    }

    /// <summary>Gives a node that serves this admin address.</summary>
    public static async Task<RunningNode> OpenAsync(
        RunningNode running, AdminOptions options, NodeBasics basics, CancellationToken cancellation)
    {
        var server = AdminServer.CreateServer(
            options with { Tls = running.Tls, ReadMetrics = basics.Metrics is { } metrics ? metrics.ReadText : null },
            basics.Logs.ConfigureLogging);
        await server.StartAsync(cancellation);
        return running with
        {
            AdminUrl = server.Url,
            Rest = [server, .. running.Rest],
            StopServer = async () =>
            {
                await running.StopServer();
                await server.StopAsync();
            },
        };
    }
}
