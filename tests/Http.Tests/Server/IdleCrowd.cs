using System.Net;
using System.Net.Sockets;

namespace Cartwright.Http.Tests.Server;

/// <summary>Connections on which nothing is sent.</summary>
internal sealed class IdleCrowd : IDisposable
{
    // At a time; a server accepts them as fast as it can.
    private const int Together = 100;

    private readonly List<TcpClient> _clients = [];

    public static Task<IdleCrowd> OpenAsync(Uri server, int count) => OpenFromAsync(IPAddress.Any, server, count);

    /// <summary>Opens them from one address of this machine.</summary>
    public static async Task<IdleCrowd> OpenFromAsync(IPAddress address, Uri server, int count)
    {
        var crowd = new IdleCrowd();
        foreach (var part in Enumerable.Range(0, count).Chunk(Together))
        {
            var clients = part.Select(_ => new TcpClient(new IPEndPoint(address, 0))).ToList();
            crowd._clients.AddRange(clients);
            await Task.WhenAll(clients.Select(client => ConnectAsync(client, server.Port)));
        }

        return crowd;
    }

    // A server that has enough of them ends one before its client knows that it is connected.
    private static async Task ConnectAsync(TcpClient client, int port)
    {
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
        }
        catch (SocketException rejected) when (rejected.SocketErrorCode is SocketError.ConnectionReset)
        {
            client.Close();
        }
    }

    public void Dispose() => _clients.ForEach(client => client.Dispose());
}
