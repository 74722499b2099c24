using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web;

/// <summary>
/// The HTTP server of a service's node, of a gateway, of an admin address or of probes, and its shutdown.
/// </summary>
public sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _leaving;
    private readonly TimeSpan _leave;
    private readonly AddressKind _kind;
    private readonly ILogger _log;
    private Action<IEndpointRouteBuilder>? _mapHealth;

    /// <param name="app">The application; it does not listen yet.</param>
    /// <param name="leave">For how long it reports itself as not ready before it stops.</param>
    /// <param name="kind">The kind of its address.</param>
    internal WebServer(WebApplication app, TimeSpan leave, AddressKind kind = AddressKind.Public)
    {
        (_app, _leave, _kind) = (app, leave, kind);
        _log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(WebLog.Category);
        _leaving = CancellationTokenSource.CreateLinkedTokenSource(app.Lifetime.ApplicationStopping);
    }

    /// <summary>Where the server listens, once it has started.</summary>
    public string Url => _app.Services.GetRequiredService<IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>The endpoints that it serves or describes.</summary>
    internal IEnumerable<Endpoint> Endpoints =>
        ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints);

    /// <summary>Ends when it is on its way down.</summary>
    internal CancellationToken Leaving => _leaving.Token;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">The address is in use.</exception>
    /// <exception cref="InvalidOperationException">It is another one than was asked for.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await _app.StartAsync(cancellation);
        var seats = _app.Services.GetRequiredService<ConnectionSeats>().Max;
        switch (_kind)
        {
            case AddressKind.Public:
                WebLog.Listening(_log, Url, seats, Descriptors.LimitSource());
                break;
            case AddressKind.Admin:
                WebLog.AdminListening(_log, Url, seats);
                break;
            case AddressKind.Health:
                WebLog.HealthListening(_log, Url, seats);
                break;
            default:
                throw new InvalidOperationException($"An address of the kind {_kind} has no line in the log.");
        }
    }

    /// <summary>
    /// Reports itself as not ready for a while, then stops listening, and lets the running requests finish.
    /// </summary>
    public async Task StopAsync()
    {
        if (_kind == AddressKind.Public)
        {
            WebLog.Leaving(_log);
        }

        await _leaving.CancelAsync();
        await Task.Delay(_leave);
        await _app.StopAsync();
        if (_kind == AddressKind.Public)
        {
            WebLog.Left(_log);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _leaving.Dispose();
    }

    /// <summary>Serves its health, and remembers how: <see cref="MapHealth"/> serves the same elsewhere.</summary>
    internal void ServeHealth(Action<IEndpointRouteBuilder> map)
    {
        _mapHealth = map;
        map(_app);
    }

    /// <summary>Maps the answers for its health at another server.</summary>
    /// <exception cref="InvalidOperationException">It does not answer for the health of a node.</exception>
    internal void MapHealth(IEndpointRouteBuilder routes) =>
        (_mapHealth ?? throw new InvalidOperationException($"{Url} does not answer for the health of a node."))(routes);
}
