using System.CommandLine;
using Cartwright.Cli.Observing;
using Cartwright.Cli.Serve;
using Cartwright.Engine.Clocks;
using Cartwright.Web.Access;
using Cartwright.Web.Tls;
using Microsoft.Extensions.Logging;

namespace Cartwright.Cli.Composition;

/// <summary>The verb `serve` over the adapters: a whole shop, some services of it, or a gateway.</summary>
public static class NodeComposition
{
    /// <summary>The verb `serve`, over the adapters.</summary>
    public static Command Serve() => Serve(Seams.None);

    /// <param name="seams">The parts between a node's engine and its adapters: none, but for tests.</param>
    internal static Command Serve(Seams seams) =>
        ServeCommand.CreateCommand((options, stop) => StartAsync(options, seams, stop));

    /// <summary>Starts the node that was asked for.</summary>
    internal static async Task<RunningNode> StartAsync(
        ServeOptions options, Seams seams, CancellationToken cancellation)
    {
        if (!options.IsGateway)
        {
            ClockRange.Require(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), "The clock of this machine");
        }

        var telemetry = NodeTelemetry.StartTelemetry(
            options.Kind, options.NodeName, servesMetrics: options.AdminUrl is not null);
        try
        {
            var logs = telemetry.LogsFrom(options.LogLevel, options.LogsJson);
            var logging = LoggerFactory.Create(logs.ConfigureLogging);
            var access = AccessControl.Create(
                options.AccessOptions, logging.CreateLogger("Cartwright.Web"), TimeProvider.System);
            var basics = new NodeBasics(logs, access, OpenTls(options, logging), telemetry.Metrics);
            var node = await HealthAddress.OpenAsync(
                await StartAsync(options, seams, basics, cancellation), options, basics, cancellation);
            IAsyncDisposable[] last = [new Closing(access), new Closing(logging)];
            return node with { Rest = [.. node.Rest, .. last, telemetry] };
        }
        catch
        {
            // Spans and log lines of the failed start are still exported.
            await telemetry.DisposeAsync();
            throw;
        }
    }

    private static Task<RunningNode> StartAsync(
        ServeOptions options, Seams seams, NodeBasics basics, CancellationToken cancellation) =>
        options switch
        {
            { IsGateway: true } => GatewayNode.StartAsync(options, basics, cancellation),
            { Roles.Count: > 0 } => ServiceNode.StartAsync(options, seams, basics, cancellation),
            _ => EmbeddedNode.StartAsync(options, basics, cancellation),
        };

    private static ProcessTls? OpenTls(ServeOptions options, ILoggerFactory logging) =>
        options.IsEncrypted ? ProcessTls.Open(options.Tls, logging, TimeProvider.System) : null;
}
