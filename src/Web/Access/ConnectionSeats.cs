using Cartwright.Web.Http;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Access;

/// <summary>
/// A bound of connections that leaves a way to health. Each connection within the bound has a seat. A few more may
/// stand: their one request is answered if it asks for health, else rejected with 429, and the connection ends. When no
/// further connection can stand, the one that has stood longest without a request is closed. So a probe, which sends
/// its request at once, is answered however many idle connections there are. <see cref="AddressCounts"/> leaves seats
/// to other addresses.
/// </summary>
/// <param name="max">How many seats there are.</param>
internal sealed class ConnectionSeats(int max)
{
    /// <summary>How many connections may stand.</summary>
    public const int StandingMax = 32;

    /// <summary>The beginning of the paths that a client reaches without a seat.</summary>
    public const string HealthPath = "/healthz";

    private readonly Lock _lock = new();
    private readonly LinkedList<StandingConnection> _standing = [];
    private readonly AddressCounts _addresses = new(max);
    private volatile bool _hasStanding;

    /// <summary>How many seats there are.</summary>
    public int Max => max;

    /// <summary>Gives each connection its place for as long as it lives.</summary>
    public ConnectionDelegate SeatConnection(ConnectionDelegate next) => async connection =>
    {
        var address = AddressCounts.AddressOf(connection.RemoteEndPoint);
        if (_addresses.TryEnter(address))
        {
            try
            {
                await next(connection);
            }
            finally
            {
                _addresses.Leave(address);
            }
        }
        else if (TryStand(connection) is { } standing)
        {
            try
            {
                connection.Features.Set(standing.Value);
                await next(connection);
            }
            finally
            {
                LeaveStanding(standing);
            }
        }
        else
        {
            connection.Abort(new ConnectionAbortedException("There are too many connections."));
        }
    };

    /// <summary>Answers a request on a connection that stands; lets all others pass.</summary>
    public Task RejectStandingAsync(HttpContext http, RequestDelegate next)
    {
        if (!_hasStanding || http.Features.Get<StandingConnection>() is not { } standing)
        {
            return next(http);
        }

        standing.Asks = true;
        http.Response.Headers.Connection = "close";
        return http.Request.Path.StartsWithSegments(HealthPath, StringComparison.OrdinalIgnoreCase)
            ? next(http)
            : Problems.WriteProblemAsync(
                http, ProblemCodes.Overloaded, "Nothing was accepted: there are too many connections.");
    }

    private LinkedListNode<StandingConnection>? TryStand(ConnectionContext connection)
    {
        StandingConnection? idle = null;
        LinkedListNode<StandingConnection> standing;
        lock (_lock)
        {
            if (_standing.Count >= StandingMax)
            {
                idle = _standing.FirstOrDefault(other => !other.Asks);
                if (idle is null)
                {
                    return null;
                }

                _standing.Remove(idle);
            }

            standing = _standing.AddLast(new StandingConnection(connection));
            _hasStanding = true;
        }

        idle?.Close();
        return standing;
    }

    private void LeaveStanding(LinkedListNode<StandingConnection> standing)
    {
        lock (_lock)
        {
            if (standing.List is not null)
            {
                _standing.Remove(standing);
            }

            _hasStanding = _standing.Count > 0;
        }
    }
}
