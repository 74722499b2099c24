using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Cartwright.Faults.Wire;

/// <summary>
/// One connection. It never repeats a request: a ready-made client may do so when a connection ends, and a ledger of
/// sent requests would not notice.
/// </summary>
internal sealed class WireConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _bytes = new byte[4 * 1024];
    private int _start;
    private int _end;

    /// <exception cref="UnansweredException">The address refuses connections.</exception>
    public static async Task<WireConnection> OpenAsync(Uri url)
    {
        var connection = new WireConnection();
        try
        {
            await connection._socket.ConnectAsync(url.Host, url.Port);
            return connection;
        }
        catch (SocketException refused)
        {
            connection.Dispose();
            throw new UnansweredException(wasSent: false, wasCut: false, refused);
        }
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <exception cref="UnansweredException">The connection has ended.</exception>
    public async Task<Answer> AskAsync(Call call)
    {
        await SendAsync(call.Bytes());
        return await ReceiveAsync();
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _socket.SendAsync(bytes);
        }
        catch (SocketException ended)
        {
            throw new UnansweredException(wasSent: true, wasCut: false, ended);
        }
    }

    /// <summary>The next answer; answers come in the order of the requests.</summary>
    public async Task<Answer> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var lines = (await HeadAsync(patience.Token)).Split("\r\n");
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var body = Header(lines, "Transfer-Encoding") == "chunked"
            ? await ChunksAsync(patience.Token)
            : await TakeAsync(
                int.Parse(Header(lines, "Content-Length") ?? "0", CultureInfo.InvariantCulture), patience.Token);
        return new Answer(status, body, Header(lines, "Retry-After"));
    }

    public void Dispose() => _socket.Dispose();

    private static string? Header(string[] lines, string name) => lines
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?
        [(name.Length + 1)..].Trim();

    private async Task<string> HeadAsync(CancellationToken cancellation) =>
        await UntilAsync("\r\n\r\n", cancellation);

    private async Task<string> ChunksAsync(CancellationToken cancellation)
    {
        var body = new StringBuilder();
        while (true)
        {
            var size = int.Parse(
                await UntilAsync("\r\n", cancellation), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Append(await TakeAsync(size, cancellation));
            await UntilAsync("\r\n", cancellation);
            if (size == 0)
            {
                return body.ToString();
            }
        }
    }

    private async Task<string> UntilAsync(string mark, CancellationToken cancellation)
    {
        int length;
        while ((length = _bytes.AsSpan(_start, _end - _start).IndexOf(Encoding.ASCII.GetBytes(mark))) < 0)
        {
            await FillAsync(cancellation);
        }

        var text = Encoding.ASCII.GetString(_bytes, _start, length);
        _start += length + mark.Length;
        return text;
    }

    private async Task<string> TakeAsync(int length, CancellationToken cancellation)
    {
        while (_end - _start < length)
        {
            await FillAsync(cancellation);
        }

        var text = Encoding.UTF8.GetString(_bytes, _start, length);
        _start += length;
        return text;
    }

    private async Task FillAsync(CancellationToken cancellation)
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
        }
        else if (_end == _bytes.Length)
        {
            var larger = _start > _bytes.Length / 2 ? _bytes : new byte[_bytes.Length * 2];
            Buffer.BlockCopy(_bytes, _start, larger, 0, _end - _start);
            (_bytes, _start, _end) = (larger, 0, _end - _start);
        }

        var wasCut = _end > _start;
        try
        {
            var count = await _socket.ReceiveAsync(_bytes.AsMemory(_end), cancellation);
            _end += count > 0 ? count : throw new UnansweredException(wasSent: true, wasCut);
        }
        catch (SocketException ended)
        {
            throw new UnansweredException(wasSent: true, wasCut, ended);
        }
        catch (OperationCanceledException endless)
        {
            throw new TimeoutException($"No answer within {Patience.TotalSeconds} s.", endless);
        }
    }
}
