using System.Net.Sockets;
using System.Text;

namespace Cartwright.Faults.Http;

/// <summary>
/// One connection, as raw as it can be: it sends bytes and reads answers. A proper client would refuse to send most
/// of what the tests send.
/// </summary>
internal sealed class Connection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private byte[] _bytes = new byte[4096];
    private int _start;
    private int _end;

    private Connection(Socket socket) => _socket = socket;

    /// <summary>Whether the server has said that it ends the connection after the last answer.</summary>
    public bool IsClosing { get; private set; }

    /// <exception cref="LostException">Nobody listens.</exception>
    public static async Task<Connection> OpenAsync(Uri url)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            await socket.ConnectAsync(url.Host, url.Port, patience.Token);
            return new Connection(socket);
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw new LostException(wasSent: false, refused);
        }
    }

    /// <summary>Sends text; each character is a byte.</summary>
    public async Task SendAsync(string text)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            for (ReadOnlyMemory<byte> rest = Encoding.Latin1.GetBytes(text); rest.Length > 0;)
            {
                rest = rest[await _socket.SendAsync(rest, patience.Token)..];
            }
        }
        catch (SocketException broken)
        {
            throw new LostException(wasSent: true, broken);
        }
    }

    /// <summary>Sends no more; the server sees the end.</summary>
    public void Finish() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Reads the next answer.</summary>
    /// <param name="hasBody">Whether it has a body: none does that answers HEAD.</param>
    /// <exception cref="LostException">The connection ended.</exception>
    public async Task<Answer> ReceiveAsync(bool hasBody = true)
    {
        var lines = await ReadHeadAsync();
        while (lines[0].StartsWith("HTTP/1.1 100", StringComparison.Ordinal))
        {
            lines = await ReadHeadAsync();
        }

        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).ToLookup(
            parts => parts[0], parts => parts[1].Trim(), StringComparer.OrdinalIgnoreCase);
        IsClosing = headers["Connection"].Contains("close");
        var body = hasBody ? await ReadBodyAsync(headers) : string.Empty;
        return new Answer(int.Parse(lines[0].Split(' ')[1]), headers, body);
    }

    /// <summary>Whether the server ends the connection without another byte.</summary>
    public async Task<bool> EndsAsync()
    {
        try
        {
            return _start == _end && !await FillAsync();
        }
        catch (LostException)
        {
            return true;
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string> ReadBodyAsync(ILookup<string, string> headers)
    {
        if (headers["Content-Length"].FirstOrDefault() is { } length)
        {
            return await ReadTextAsync(int.Parse(length));
        }

        var body = new StringBuilder();
        while (headers["Transfer-Encoding"].Contains("chunked"))
        {
            var size = Convert.ToInt32(await ReadLineAsync(), 16);
            body.Append(await ReadTextAsync(size));
            await ReadLineAsync();
            if (size == 0)
            {
                break;
            }
        }

        return body.ToString();
    }

    private async Task<List<string>> ReadHeadAsync()
    {
        List<string> lines = [];
        for (var line = await ReadLineAsync(); line.Length > 0; line = await ReadLineAsync())
        {
            lines.Add(line);
        }

        return lines;
    }

    private async Task<string> ReadLineAsync()
    {
        int length;
        while ((length = _bytes.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
        {
            await RequireAsync();
        }

        var line = Encoding.UTF8.GetString(_bytes, _start, length);
        _start += length + 2;
        return line;
    }

    private async Task<string> ReadTextAsync(int length)
    {
        while (_end - _start < length)
        {
            await RequireAsync();
        }

        var text = Encoding.UTF8.GetString(_bytes, _start, length);
        _start += length;
        return text;
    }

    private async Task RequireAsync()
    {
        if (!await FillAsync())
        {
            throw new LostException(wasSent: true);
        }
    }

    private async Task<bool> FillAsync()
    {
        (_bytes, _start, _end) = Compact();
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            var count = await _socket.ReceiveAsync(_bytes.AsMemory(_end), patience.Token);
            _end += count;
            return count > 0;
        }
        catch (SocketException broken)
        {
            throw new LostException(wasSent: true, broken);
        }
    }

    private (byte[] Bytes, int Start, int End) Compact()
    {
        var kept = _bytes.AsSpan(_start, _end - _start);
        var roomy = kept.Length * 2 > _bytes.Length ? new byte[_bytes.Length * 2] : _bytes;
        kept.CopyTo(roomy);
        return (roomy, 0, kept.Length);
    }
}
