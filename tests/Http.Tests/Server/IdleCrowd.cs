using System.Net;
using System.Net.Sockets;

namespace Cartwright.Http.Tests.Server;

/// <summary>Connections on which nothing is sent.</summary>
internal sealed class IdleCrowd : IDisposable
{
    private readonly List<TcpClient> _clients = [];

    public static async Task<IdleCrowd> OpenAsync(Uri server, int count)
    {
        var crowd = new IdleCrowd();
        for (var opened = 0; opened < count; opened++)
        {
            var client = new TcpClient();
            crowd._clients.Add(client);
            await client.ConnectAsync(IPAddress.Loopback, server.Port);
        }

        return crowd;
    }

    public void Dispose() => _clients.ForEach(client => client.Dispose());
}
