using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Web;
using Cartwright.Web.Access;
using Cartwright.Web.Gateway;
using Cartwright.Web.Http;
using Microsoft.Extensions.Logging;

namespace Cartwright.Http.Tests.Local;

/// <summary>A gateway in the test's own process, with bounds that the test can choose.</summary>
internal sealed class LocalGateway : IAsyncDisposable
{
    private readonly WebServer _server;
    private bool _isStopped;

    private LocalGateway(WebServer server) => _server = server;

    public WebServer Server => _server;

    public Uri Url => new(_server.Url);

    /// <summary>Starts a gateway before nodes that serve every path.</summary>
    public static async Task<LocalGateway> StartAsync(
        IReadOnlyList<string> nodes,
        Func<GatewayOptions, GatewayOptions>? change = null,
        Func<ShopOptions, ShopOptions>? limit = null,
        ILoggerProvider? log = null,
        AccessControl? access = null)
    {
        var options = new GatewayOptions
        {
            Url = "http://127.0.0.1:0",
            Nodes = ShopServices.Roles.ToDictionary(role => role, _ => nodes),
        };
        var limits = new ShopOptions { Url = options.Url };
        var server = GatewayServer.CreateServer(
            change?.Invoke(options) ?? options,
            limit?.Invoke(limits) ?? limits,
            access ?? AccessControl.Open,
            logging => Log(logging, log));
        await server.StartAsync(TestContext.Current.CancellationToken);
        return new LocalGateway(server);
    }

    public async Task StopAsync()
    {
        _isStopped = true;
        await _server.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
        {
            await StopAsync();
        }

        await _server.DisposeAsync();
    }

    private static void Log(ILoggingBuilder logging, ILoggerProvider? log)
    {
        logging.SetMinimumLevel(log is null ? LogLevel.None : LogLevel.Information);
        if (log is not null)
        {
            logging.AddProvider(log);
        }
    }
}
