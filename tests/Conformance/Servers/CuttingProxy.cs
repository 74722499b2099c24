using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Cartwright.Conformance.Servers;

/// <summary>
/// Stands between a client and a PostgreSQL server, and can cut the connection around the next request: before the
/// server has seen it, or after it has answered and before the client hears of it.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    // The client's sign of life is shorter than any request worth cutting.
    private const int RequestMin = 64;
    private static readonly byte[] ReadyForQuery = [(byte)'Z', 0, 0, 0, 5, (byte)'I'];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly ConcurrentBag<Socket> _sockets = [];
    private int _cut;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    private enum Cut
    {
        None,
        BeforeRequest,
        BeforeAnswer,
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cuts the connection that the next request comes on.</summary>
    public void CutNext(bool isSeenByServer) =>
        Volatile.Write(ref _cut, (int)(isSeenByServer ? Cut.BeforeAnswer : Cut.BeforeRequest));

    public ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The proxy is disposed of.
            _listener.Stop();
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(client);
        _sockets.Add(server);
        try
        {
            (client.NoDelay, server.NoDelay) = (true, true);
            await server.ConnectAsync(IPAddress.Loopback, _target);
            var isDeaf = new StrongBox();
            await Task.WhenAny(RequestsAsync(client, server, isDeaf), AnswersAsync(server, client, isDeaf));
        }
        catch (SocketException)
        {
            // The server does not listen: the client sees a closed connection.
            server.Close();
        }
        finally
        {
            client.Dispose();
            server.Dispose();
        }
    }

    private async Task RequestsAsync(Socket client, Socket server, StrongBox isDeaf)
    {
        var buffer = new byte[64 * 1024];
        while (await ReceiveAsync(client, buffer) is var count and > 0)
        {
            var cut = count >= RequestMin ? (Cut)Interlocked.Exchange(ref _cut, (int)Cut.None) : Cut.None;
            if (cut is Cut.BeforeRequest)
            {
                return;
            }

            isDeaf.Value |= cut is Cut.BeforeAnswer;
            await SendAsync(server, buffer.AsMemory(0, count));
        }
    }

    private static async Task AnswersAsync(Socket server, Socket client, StrongBox isDeaf)
    {
        var buffer = new byte[64 * 1024];
        while (await ReceiveAsync(server, buffer) is var count and > 0)
        {
            if (!isDeaf.Value)
            {
                await SendAsync(client, buffer.AsMemory(0, count));
            }
            else if (buffer.AsSpan(0, count).EndsWith(ReadyForQuery))
            {
                return;
            }
        }
    }

    private static async Task<int> ReceiveAsync(Socket socket, byte[] buffer)
    {
        try
        {
            return await socket.ReceiveAsync(buffer);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await socket.SendAsync(bytes);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            socket.Close();
        }
    }

    private sealed class StrongBox
    {
        public volatile bool Value;
    }
}
