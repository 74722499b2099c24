using Cartwright.Cli.Serve;
using Cartwright.Web;

namespace Cartwright.Cli.Composition;

/// <summary>The address for probes of a node, where the settings want one.</summary>
internal static class HealthAddress
{
    /// <summary>Gives a node that serves its health there too, and stops that address last.</summary>
    /// <param name="running">The node.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="basics">The parts that every node has.</param>
    /// <param name="cancellation">Gives the start up.</param>
    public static async Task<RunningNode> OpenAsync(
        RunningNode running, ServeOptions options, NodeBasics basics, CancellationToken cancellation)
    {
        if (options.HealthUrl is not { } url)
        {
            return running;
        }

        var server = HealthServer.CreateServer(url, running.Server, basics.Logs.ConfigureLogging);
        await server.StartAsync(cancellation);
        return running with
        {
            HealthUrl = server.Url,
            Rest = [server, .. running.Rest],
            StopServer = async () =>
            {
                await running.StopServer();
                await server.StopAsync();
            },
        };
    }
}
