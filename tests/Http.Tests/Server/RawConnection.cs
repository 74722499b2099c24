using System.Net.Sockets;
using System.Text;

namespace Cartwright.Http.Tests.Server;

/// <summary>
/// A connection that sends exactly the given characters, including those that a client library would reject.
/// </summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private const string HeadEnd = "\r\n\r\n";
    private const string Continue = $"HTTP/1.1 100 Continue{HeadEnd}";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TcpClient _client = new();
    private NetworkStream? _stream;

    /// <summary>Sends a whole exchange: the request and, if asked, the end of the sending side.</summary>
    public static async Task<Reply> ExchangeAsync(
        Uri server, string request, bool ends = false, Encoding? encoding = null)
    {
        await using var connection = await OpenAsync(server);
        await connection.SendAsync(request);
        return await connection.ReceiveAsync(ends, encoding);
    }

    /// <summary>
    /// Sends requests, and returns all answers that come before the server closes the connection. The sending side
    /// stays open: a server takes its end for a client that has gone away, and drops the answer.
    /// </summary>
    public static async Task<IReadOnlyList<Reply>> ExchangeAllAsync(Uri server, string requests)
    {
        await using var connection = await OpenAsync(server);
        await connection.SendAsync(requests);
        var received = new StringBuilder();
        var buffer = new byte[64 * 1024];
        using var patience = new CancellationTokenSource(Patience);
        while (await connection.ReadAsync(buffer, patience.Token) is var count and > 0)
        {
            received.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return [.. AnswersIn(received.ToString())];
    }

    public static async Task<RawConnection> OpenAsync(Uri server)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(server.Host, server.Port);
        connection._stream = connection._client.GetStream();
        return connection;
    }

    /// <summary>
    /// Sends characters as bytes. A server that has rejected the request already may read only a part of them.
    /// </summary>
    public async Task SendAsync(string text)
    {
        try
        {
            await _stream!.WriteAsync(Encoding.Latin1.GetBytes(text));
        }
        catch (IOException refused) when (refused.InnerException is SocketException)
        {
            return;
        }
    }

    /// <summary>Waits until the server asks for the body with 100 Continue: the request has begun.</summary>
    public async Task MustContinueAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var received = new byte[Continue.Length];
        await _stream!.ReadExactlyAsync(received, patience.Token);
        Assert.Equal(Continue, Encoding.ASCII.GetString(received));
    }

    /// <summary>Reads until the server closes the connection or the announced body is complete.</summary>
    /// <param name="ends">Whether to close the sending side first.</param>
    /// <param name="encoding">The encoding of the answer; UTF-8 if it is null.</param>
    public async Task<Reply> ReceiveAsync(bool ends = false, Encoding? encoding = null)
    {
        if (ends)
        {
            _client.Client.Shutdown(SocketShutdown.Send);
        }

        var received = new StringBuilder();
        var buffer = new byte[64 * 1024];
        using var patience = new CancellationTokenSource(Patience);
        while (!IsComplete(received.ToString()))
        {
            var count = await ReadAsync(buffer, patience.Token);
            if (count == 0)
            {
                break;
            }

            received.Append((encoding ?? Encoding.UTF8).GetString(buffer, 0, count));
        }

        return Parse(received.ToString());
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<int> ReadAsync(byte[] buffer, CancellationToken patience)
    {
        try
        {
            return await _stream!.ReadAsync(buffer, patience);
        }
        catch (IOException reset) when (reset.InnerException is SocketException)
        {
            return 0;
        }
    }

    private static bool IsComplete(string text)
    {
        var head = text.IndexOf(HeadEnd, StringComparison.Ordinal);
        return head >= 0
            && Parse(text).Header("Content-Length") is { } length
            && text.Length - head - HeadEnd.Length >= int.Parse(length);
    }

    // Every answer but an interim one states its length. A frame of HTTP/2, which ends a connection, is none.
    private static IEnumerable<Reply> AnswersIn(string text)
    {
        for (var begin = 0; begin < text.Length && text[begin] != '\0';)
        {
            var head = text.IndexOf(HeadEnd, begin, StringComparison.Ordinal);
            Assert.True(head >= 0, $"No head of an answer: {text[begin..]}");
            var length = Parse(text[begin..(head + HeadEnd.Length)]).Header("Content-Length") ?? "0";
            var end = head + HeadEnd.Length + int.Parse(length);
            yield return Parse(text[begin..end]);
            begin = end;
        }
    }

    private static Reply Parse(string text)
    {
        var parts = text.Split(HeadEnd, 2);
        var lines = parts[0].Split("\r\n");
        var headers = lines.Skip(1)
            .Select(line => line.Split(": ", 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var status = text.Length == 0 ? 0 : int.Parse(lines[0].Split(' ')[1]);
        return new Reply(status, headers, parts.Length == 2 ? parts[1] : "");
    }
}
