using System.Net;
using System.Net.Sockets;

namespace Cartwright.Web.Gateway;

/// <summary>
/// A connection to a node. It notes on the request that it serves that a byte of it has been sent: whether another
/// node may be tried depends on that fact alone, and not on the kind of exception that a failure ends with.
/// </summary>
internal sealed class NodeConnection : NetworkStream
{
    // A machine that is gone is noticed after some thirty seconds, however long its request may be silent.
    private const int KeepAliveSeconds = 15;
    private const int KeepAliveEverySeconds = 5;
    private const int KeepAliveRetries = 3;

    private NodeConnection(Socket socket)
        : base(socket, ownsSocket: true)
    {
    }

    /// <summary>Whether bytes are those of requests; those of a handshake are not.</summary>
    public bool CarriesRequests { get; set; }

    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">The connection was refused.</exception>
    public static async Task<NodeConnection> OpenConnectionAsync(EndPoint node, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveEverySeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveRetries);
            await socket.ConnectAsync(node, cancellation);
            return new NodeConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        MarkSent();
        return base.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        MarkSent();
        return base.WriteAsync(buffer, offset, count, cancellationToken);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        MarkSent();
        base.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        MarkSent();
        base.Write(buffer, offset, count);
    }

    private void MarkSent()
    {
        if (CarriesRequests)
        {
            RequestTries.Current?.MarkSent();
        }
    }
}
