using System.Net;
using System.Net.Sockets;
using Cartwright.Web.Access;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Cartwright.Web;

/// <summary>
/// The address at which a server was asked to listen. Guards and rules are chosen by it before there is a socket, and
/// the web server reads the same text in its own way. So each socket is compared with it before it listens.
/// </summary>
/// <param name="url">The address.</param>
internal sealed class AskedAddress(string url)
{
    /// <summary>A socket for a server, which does not listen yet.</summary>
    /// <param name="place">Where the server is about to listen.</param>
    /// <exception cref="InvalidOperationException">
    /// Other machines reach that place, and the server was asked to be for this machine alone.
    /// </exception>
    public Socket BindSocket(EndPoint place)
    {
        var isHere = place is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address);
        return isHere || !LocalGuard.IsNeeded(url)
            ? SocketTransportOptions.CreateDefaultBoundListenSocket(place)
            : throw new InvalidOperationException(
                $"The server was asked to listen at {url}, and would listen at {place}.");
    }
}
