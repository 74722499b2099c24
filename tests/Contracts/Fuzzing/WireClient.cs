using System.Net.Sockets;
using System.Text;

namespace Cartwright.Contracts.Fuzzing;

/// <summary>A request as it is sent: no library changes or rejects a part of it.</summary>
/// <param name="Body">Its body, or null for a request without one.</param>
internal sealed record WireRequest(
    string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, string? Body)
{
    public override string ToString()
    {
        var headers = Headers.Select(header => $"{header.Name}: {Shorten(header.Value)}");
        var body = Body is null ? "" : $" with a body of {Body.Length} characters";
        return $"{Method} {Shorten(Target)} [{string.Join(" | ", headers)}]{body}";
    }

    private static string Shorten(string text) =>
        text.Length <= 120 ? text : $"{text[..100]}… ({text.Length} characters)";
}

/// <summary>The answer to it.</summary>
/// <param name="Status">Its status; 0 if the connection ended without an answer.</param>
/// <param name="Body">Its body; of an event stream, everything until its first event is complete.</param>
internal sealed record WireAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The content type without its parameters; empty where there is none.</summary>
    public string ContentType => (Headers.GetValueOrDefault("Content-Type") ?? "").Split(';')[0].Trim();
}

/// <summary>Sends requests to a shop, one connection each.</summary>
/// <param name="shop">The shop's address.</param>
/// <param name="token">The credentials of requests that bring none; null: there are none.</param>
internal sealed class WireClient(Uri shop, string? token = null)
{
    private const string HeadEnd = "\r\n\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Sends a request and reads its answer.</summary>
    /// <exception cref="OperationCanceledException">The answer took longer than 30 seconds.</exception>
    public async Task<WireAnswer> SendAsync(WireRequest request)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(shop.Host, shop.Port, patience.Token);
        try
        {
            // The server may have rejected the request before it has read all of it.
            await socket.SendAsync(BytesOf(request), patience.Token);
        }
        catch (SocketException)
        {
            return Parse(await ReadAsync(socket, patience.Token));
        }

        return Parse(await ReadAsync(socket, patience.Token));
    }

    private byte[] BytesOf(WireRequest request)
    {
        var head = new StringBuilder($"{request.Method} {request.Target} HTTP/1.1\r\nConnection: close\r\n");
        if (!request.Headers.Any(header => header.Name == "Host"))
        {
            head.Append($"Host: {shop.Authority}\r\n");
        }

        if (token is not null && !request.Headers.Any(header => header.Name == "Authorization"))
        {
            head.Append($"Authorization: Bearer {token}\r\n");
        }

        foreach (var (name, value) in request.Headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        var body = Encoding.UTF8.GetBytes(request.Body ?? "");
        if (request.Body is not null)
        {
            head.Append($"Content-Length: {body.Length}\r\n");
        }

        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    // The server closes the connection after its answer, but an event stream goes on: its first event is enough.
    private static async Task<string> ReadAsync(Socket socket, CancellationToken patience)
    {
        var received = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (!HasEvent(Encoding.UTF8.GetString(received.GetBuffer(), 0, (int)received.Length)))
        {
            var count = await ReadPartAsync(socket, buffer, patience);
            if (count == 0)
            {
                break;
            }

            received.Write(buffer, 0, count);
        }

        return Encoding.UTF8.GetString(received.GetBuffer(), 0, (int)received.Length);
    }

    private static async Task<int> ReadPartAsync(Socket socket, byte[] buffer, CancellationToken patience)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, patience);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private static bool HasEvent(string text) =>
        text.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase)
        && text.IndexOf("\ndata:", StringComparison.Ordinal) is var data and >= 0
        && text.IndexOf("\n\n", data, StringComparison.Ordinal) >= 0;

    private static WireAnswer Parse(string text)
    {
        if (text.Length == 0)
        {
            return new WireAnswer(0, new Dictionary<string, string>(), "");
        }

        var parts = text.Split(HeadEnd, 2);
        var lines = parts[0].Split("\r\n");
        var headers = lines.Skip(1)
            .Select(line => line.Split(':', 2))
            .GroupBy(pair => pair[0], pair => pair[^1].Trim(), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                header => header.Key, header => string.Join(", ", header), StringComparer.OrdinalIgnoreCase);
        return new WireAnswer(int.Parse(lines[0].Split(' ')[1]), headers, parts.ElementAtOrDefault(1) ?? "");
    }
}
