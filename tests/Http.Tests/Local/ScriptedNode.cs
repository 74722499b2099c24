using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cartwright.Http.Tests.Local;

/// <summary> A node with answers written by the test. Its probes are answered with "ready"; every other request goes to
/// the test. </summary>
/// <param name="answer">Makes the whole answer to a request's head; null ends the connection without one.</param>
internal sealed class ScriptedNode(Func<string, CancellationToken, Task<string?>> answer) : IDisposable
{
    private TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private int _requests;
    private int _gets;
    private int _probes;

    public string Address { get; private set; } = "";

    /// <summary>The answer to a probe.</summary>
    public string Ready { get; set; } = Text("ready");

    /// <summary>Whether it ends the connection after each answer to a request, complete or not.</summary>
    public bool EndsConnections { get; init; }

    /// <summary>The number of requests so far, without probes.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The number of requests that change something.</summary>
    public int Posts => Requests - Gets;

    /// <summary>The number of requests that only read.</summary>
    public int Gets => Volatile.Read(ref _gets);

    /// <summary>The number of readiness probes.</summary>
    public int Probes => Volatile.Read(ref _probes);

    /// <summary>A node that answers every request with 200.</summary>
    public static ScriptedNode Willing() => new ScriptedNode((_, _) => Task.FromResult<string?>(Text("done"))).Start();

    /// <summary>A node that dies in the middle of each answer.</summary>
    public static ScriptedNode Breaking() =>
        new ScriptedNode((_, _) => Task.FromResult<string?>(
            "HTTP/1.1 200 So\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"order_id\":"))
        {
            EndsConnections = true,
        }.Start();

    /// <summary>A node that answers every request with 200, at this address.</summary>
    public static ScriptedNode At(string address, int port) =>
        new ScriptedNode((_, _) => Task.FromResult<string?>(Text("done")))
        {
            _listener = new TcpListener(IPAddress.Parse(address), port),
        }.Start();

    /// <summary>A node that reads requests and never answers.</summary>
    public static ScriptedNode Silent() => new ScriptedNode(async (_, ending) =>
    {
        await new TaskCompletionSource().Task.WaitAsync(ending);
        return null;
    }).Start();

    /// <summary> A node that answers reads, and ends the connection of any other request after it has read it, like a
    /// node that dies after its commit. </summary>
    /// <param name="isMortal">Whether it stops listening at the first such request.</param>
    /// <param name="laterStatus">The status of its answer to all later such requests; 0 for no answer.</param>
    public static ScriptedNode Dying(bool isMortal = false, int laterStatus = 0)
    {
        ScriptedNode? dying = null;
        dying = new ScriptedNode((head, _) =>
        {
            if (IsGet(head))
            {
                return Task.FromResult<string?>(Text("answer"));
            }

            if (isMortal)
            {
                dying!._listener.Stop();
            }

            var isAnswered = dying!.Posts > 1 && laterStatus != 0;
            return Task.FromResult(isAnswered ? Text("answer", laterStatus) : null);
        });
        return dying.Start();
    }

    /// <summary>A complete answer.</summary>
    public static string Text(string body, int status = 200, string headers = "") =>
        $"HTTP/1.1 {status} So\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}";

    /// <summary>Begins to listen.</summary>
    public ScriptedNode Start()
    {
        _listener.Start();
        Address = $"http://{_listener.LocalEndpoint}";
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
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_ending.Token));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            while (await ReadHeadAsync(reader) is { Length: > 0 } head)
            {
                if (await AnswerAsync(head) is not { } text)
                {
                    return;
                }

                await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), _ending.Token);
                if (EndsConnections && !IsProbe(head))
                {
                    return;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task<string?> AnswerAsync(string head)
    {
        if (IsProbe(head))
        {
            Interlocked.Increment(ref _probes);
            return Ready;
        }

        if (IsGet(head))
        {
            Interlocked.Increment(ref _gets);
        }

        Interlocked.Increment(ref _requests);
        return await answer(head, _ending.Token);
    }

    private static bool IsProbe(string head) => head.Contains(" /healthz/", StringComparison.Ordinal);

    private static bool IsGet(string head) => head.StartsWith("GET ", StringComparison.Ordinal);

    // No request that a gateway forwards has a body.
    private async Task<string> ReadHeadAsync(StreamReader reader)
    {
        var head = new StringBuilder();
        while (await reader.ReadLineAsync(_ending.Token) is { Length: > 0 } line)
        {
            head.Append(line).Append('\n');
        }

        return head.ToString();
    }
}
