using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cartwright.Http.Tests.Local;

/// <summary>
/// A node that answers as the test says. Its probes are answered with "ready"; every other request goes to the test.
/// </summary>
/// <param name="answer">Makes the whole answer to a request's head; null ends the connection without one.</param>
internal sealed class ScriptedNode(Func<string, CancellationToken, Task<string?>> answer) : IDisposable
{
    private TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private int _requests;
    private int _probes;

    public string Address { get; private set; } = "";

    /// <summary>What it answers to a probe.</summary>
    public string Ready { get; set; } = Text("ready");

    /// <summary>How many requests have arrived, probes left out.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>How often it was asked whether it is ready.</summary>
    public int Probes => Volatile.Read(ref _probes);

    /// <summary>A node that answers every request with 200.</summary>
    public static ScriptedNode Willing() => new ScriptedNode((_, _) => Task.FromResult<string?>(Text("done"))).Start();

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
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task<string?> AnswerAsync(string head)
    {
        if (head.Contains(" /healthz/", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _probes);
            return Ready;
        }

        Interlocked.Increment(ref _requests);
        return await answer(head, _ending.Token);
    }

    // No request that a gateway passes on has a body.
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
