using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cartwright.Http.Tests.Gateway;

/// <summary>
/// A node of one's own making: it is always ready, answers GET, and ends the connection of any other request without a
/// word after it has read it, as a node does that dies after its commit.
/// </summary>
internal sealed class FakeNode : IDisposable
{
    private const string Answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private int _posts;
    private int _gets;

    public FakeNode()
    {
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = AcceptAsync();
    }

    public string Address { get; }

    /// <summary>How many requests it has read that change something.</summary>
    public int Posts => _posts;

    /// <summary>How many it has answered, probes left out.</summary>
    public int Gets => _gets;

    public void Dispose()
    {
        _ending.Cancel();
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_ending.Token));
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        while (await ReadRequestAsync(reader) is { } request)
        {
            if (!request.StartsWith("GET", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _posts);
                return;
            }

            Interlocked.Add(ref _gets, request.Contains("/healthz", StringComparison.Ordinal) ? 0 : 1);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Answer));
        }
    }

    // The first line; no request here has a body. Null: the other side has gone.
    private static async Task<string?> ReadRequestAsync(StreamReader reader)
    {
        try
        {
            var first = await reader.ReadLineAsync();
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
            }

            return first;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
