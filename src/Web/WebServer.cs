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

/// <summary>The HTTP server of a service's node, of a gateway or of an admin address, and its shutdown.</summary>
public sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _leaving;
    private readonly TimeSpan _leave;
    private readonly bool _isAdmin;
    private readonly ILogger _log;

    /// <param name="app">The application; it does not listen yet.</param>
    /// <param name="leave">For how long it reports itself as not ready before it stops.</param>
    /// <param name="isAdmin">Whether it is an admin address, which the log names as such.</param>
    internal WebServer(WebApplication app, TimeSpan leave, bool isAdmin = false)
    {
        (_app, _leave, _isAdmin) = (app, leave, isAdmin);
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
    public async Task StartAsync(CancellationToken cancellation)
    {
        await _app.StartAsync(cancellation);
        var seats = _app.Services.GetRequiredService<ConnectionSeats>().Max;
        if (_isAdmin)
        {
            WebLog.AdminListening(_log, Url, seats);
        }
        else
        {
            WebLog.Listening(_log, Url, seats, Descriptors.LimitSource());
        }
    }

    /// <summary>
    /// Reports itself as not ready for a while, then stops listening, and lets the running requests finish.
    /// </summary>
    public async Task StopAsync()
    {
        if (!_isAdmin)
        {
            WebLog.Leaving(_log);
        }

        await _leaving.CancelAsync();
        await Task.Delay(_leave);
        await _app.StopAsync();
        if (!_isAdmin)
        {
            WebLog.Left(_log);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _leaving.Dispose();
    }
}
