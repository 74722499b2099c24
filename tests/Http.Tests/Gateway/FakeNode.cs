using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cartwright.Http.Tests.Gateway;

/// <summary>
/// A node of one's own making: it is always ready, answers GET, and ends the connection of any other request without a
/// word after it has read it, as a node does that dies after its commit.
/// </summary>
/// <param name="isMortal">Whether nobody listens any more after the first such request.</param>
/// <param name="laterStatus">With what it answers all such requests but the first; 0: with nothing.</param>
internal sealed class FakeNode(bool isMortal = false, int laterStatus = 0) : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private int _posts;
    private int _gets;

    public string Address { get; private set; } = "";

    /// <summary>How many requests it has read that change something.</summary>
    public int Posts => _posts;

    /// <summary>How many it has answered, probes left out.</summary>
    public int Gets => _gets;

    /// <summary>Begins to listen.</summary>
    public FakeNode Start()
    {
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = AcceptAsync();
        return this;
    }

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
            catch (Exception ended)
                when (ended is OperationCanceledException or SocketException or InvalidOperationException)
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
                var isFirst = Interlocked.Increment(ref _posts) == 1;
                if (isMortal)
                {
                    _listener.Stop();
                }

                if (isFirst || laterStatus == 0)
                {
                    return;
                }
            }
            else
            {
                Interlocked.Add(ref _gets, request.Contains("/healthz", StringComparison.Ordinal) ? 0 : 1);
            }

            var status = request.StartsWith("GET", StringComparison.Ordinal) ? 200 : laterStatus;
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"HTTP/1.1 {status} So\r\nContent-Length: 6\r\n\r\nanswer"));
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
