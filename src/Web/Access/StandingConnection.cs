using Microsoft.AspNetCore.Connections;

namespace Cartwright.Web.Access;

/// <summary>A connection beyond the bound, which gets one answer.</summary>
internal sealed class StandingConnection(ConnectionContext connection)
{
    private volatile bool _asks;

    /// <summary>Whether its request is being answered.</summary>
    public bool Asks
    {
        get => _asks;
        set => _asks = value;
    }

    /// <summary>Closes it for the sake of another one.</summary>
    public void Close() => connection.Abort(new ConnectionAbortedException("There are too many connections."));
}
