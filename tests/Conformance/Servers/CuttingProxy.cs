using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Cartwright.Conformance.Servers;

/// <summary>
/// A proxy between a client and a PostgreSQL server that can cut the connection around the next request: before the
/// server has received it, or after the server has answered and before the client receives that. In an encrypted
/// connection it sees no ends of answers: any answer is one, because the server sends those to one batch together.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    // The client's keepalive is shorter than any request worth cutting.
    private const int RequestMin = 64;
    private static readonly byte[] AcceptsTls = [(byte)'S'];
    private static readonly byte[] ReadyForQuery = [(byte)'Z', 0, 0, 0, 5, (byte)'I'];
    private static readonly byte[] ReadyInTransaction = [(byte)'Z', 0, 0, 0, 5, (byte)'T'];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private volatile int _target;
    private int _cut;
    private int _cuts;

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
        BeforeCommit,
        BeforeAnswerToCommit,
    }

    /// <summary>The number of connections that were cut.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>New connections lead to another server, as after an address has moved; open ones stay.</summary>
    public void LeadTo(int target) => _target = target;

    /// <summary>Cuts the connection of the next request.</summary>
    public void CutNext(bool isSeenByServer) =>
        Volatile.Write(ref _cut, (int)(isSeenByServer ? Cut.BeforeAnswer : Cut.BeforeRequest));

    /// <summary>
    /// Cuts the connection of the next request within a transaction. A lane sends two requests for each batch: first
    /// for its rows, which begins the transaction, and then for everything else and the COMMIT.
    /// </summary>
    public void CutNextCommit(bool isSeenByServer) =>
        Volatile.Write(ref _cut, (int)(isSeenByServer ? Cut.BeforeAnswerToCommit : Cut.BeforeCommit));

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
            // The proxy is disposed.
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
            var state = new Conversation();
            await Task.WhenAny(RequestsAsync(client, server, state), AnswersAsync(server, client, state));
        }
        catch (SocketException)
        {
            // The server refuses connections: the client sees a closed connection.
            server.Close();
        }
        finally
        {
            client.Dispose();
            server.Dispose();
        }
    }

    private async Task RequestsAsync(Socket client, Socket server, Conversation state)
    {
        var buffer = new byte[64 * 1024];
        while (await ReceiveAsync(client, buffer) is var count and > 0)
        {
            var cut = count >= RequestMin ? TakeCut(state.IsInTransaction) : Cut.None;
            if (cut is Cut.BeforeRequest or Cut.BeforeCommit)
            {
                Interlocked.Increment(ref _cuts);
                return;
            }

            state.IsDeaf |= cut is Cut.BeforeAnswer or Cut.BeforeAnswerToCommit;
            await SendAsync(server, buffer.AsMemory(0, count));
        }
    }

    private Cut TakeCut(bool isInTransaction)
    {
        var cut = (Cut)Volatile.Read(ref _cut);
        var isTime = cut is Cut.BeforeRequest or Cut.BeforeAnswer || (cut is not Cut.None && isInTransaction);
        return isTime && Interlocked.CompareExchange(ref _cut, (int)Cut.None, (int)cut) == (int)cut ? cut : Cut.None;
    }

    private async Task AnswersAsync(Socket server, Socket client, Conversation state)
    {
        var buffer = new byte[64 * 1024];
        while (await ReceiveAsync(server, buffer) is var count and > 0)
        {
            state.IsEncrypted |= buffer.AsSpan(0, count).SequenceEqual(AcceptsTls);
            if (!state.IsDeaf)
            {
                state.IsInTransaction = buffer.AsSpan(0, count).EndsWith(ReadyInTransaction);
                await SendAsync(client, buffer.AsMemory(0, count));
            }
            else if (state.IsEncrypted || buffer.AsSpan(0, count).EndsWith(ReadyForQuery))
            {
                Interlocked.Increment(ref _cuts);
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

    private sealed class Conversation
    {
        public volatile bool IsDeaf;
        public volatile bool IsEncrypted;
        public volatile bool IsInTransaction;
    }
}
