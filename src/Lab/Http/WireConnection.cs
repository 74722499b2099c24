using System.Net.Sockets;

namespace Cartwright.Lab.Http;

/// <summary>
/// One keep-alive HTTP/1.1 connection, one request at a time, opened when it is first needed and again after it broke.
/// It exists because the load generator shares its cores with the measured program: HttpClient spends several times as
/// much on a request. Nothing is ever repeated on its own; a broken request is the caller's to judge.
/// </summary>
internal sealed class WireConnection(ServerAddress address) : IDisposable
{
    private const int IdleMsUnchecked = 1000;
    private const int DeadlineSlackMs = 1000;

    private readonly ResponseParser _parser = new();
    private CancellationTokenSource _deadline = new();
    private long _deadlineMs;
    private long _lastUsedMs;
    private Socket? _socket;

    /// <summary>Sends a complete request and waits for its complete answer.</summary>
    /// <exception cref="WireFault">No usable answer within the time.</exception>
    public async ValueTask<WireResponse> SendAsync(ReadOnlyMemory<byte> request, int timeoutMs)
    {
        try
        {
            var deadline = Deadline(timeoutMs);
            var socket = await OpenAsync(deadline);
            await SendAllAsync(socket, request, deadline);
            await ReceiveAsync(socket, deadline);
        }
        catch (Exception fault) when (IsTransport(fault))
        {
            Close();
            var reason = fault is OperationCanceledException ? $"no answer within {timeoutMs} ms" : fault.Message;
            throw new WireFault($"{address}: {reason}", fault);
        }

        _lastUsedMs = Environment.TickCount64;
        var response = new WireResponse(_parser.Status, _parser.Body, _parser.RetryAfterSeconds);
        if (!_parser.MayReuse)
        {
            Close();
        }

        return response;
    }

    /// <summary>Opens the connection ahead of the first request, so that its cost is not part of an answer.</summary>
    public async Task OpenAsync(int timeoutMs)
    {
        try
        {
            await OpenAsync(Deadline(timeoutMs));
        }
        catch (Exception fault) when (IsTransport(fault))
        {
            Close();
            throw new WireFault($"{address}: {fault.Message}", fault);
        }
    }

    public void Dispose()
    {
        Close();
        _deadline.Dispose();
    }

    private async ValueTask<Socket> OpenAsync(CancellationToken deadline)
    {
        var now = Environment.TickCount64;
        if (_socket is not null && now - _lastUsedMs > IdleMsUnchecked && _socket.Poll(0, SelectMode.SelectRead))
        {
            // Readable although nothing was asked: the server has closed the idle connection.
            Close();
        }

        if (_socket is null)
        {
            _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await _socket.ConnectAsync(address.EndPoint, deadline);
            _lastUsedMs = now;
        }

        return _socket;
    }

    private static async ValueTask SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken deadline)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, deadline)..];
        }
    }

    private async ValueTask ReceiveAsync(Socket socket, CancellationToken deadline)
    {
        _parser.Reset();
        var complete = false;
        while (!complete)
        {
            var count = await socket.ReceiveAsync(_parser.Free, deadline);
            complete = count > 0 ? _parser.Advance(count) : _parser.EndOfStream();
            if (count == 0 && !complete)
            {
                throw new IOException("the server closed the connection before the answer was complete");
            }
        }
    }

    /// <summary>
    /// A token that ends the request in time. Setting a timer costs more than reading a clock, so a timer that is
    /// at most a second too late is left as it is.
    /// </summary>
    private CancellationToken Deadline(int timeoutMs)
    {
        var wantedMs = Environment.TickCount64 + timeoutMs;
        if (_deadlineMs < wantedMs || _deadlineMs > wantedMs + DeadlineSlackMs || _deadline.IsCancellationRequested)
        {
            if (!_deadline.TryReset())
            {
                _deadline.Dispose();
                _deadline = new CancellationTokenSource();
            }

            _deadlineMs = wantedMs + DeadlineSlackMs;
            _deadline.CancelAfter(timeoutMs + DeadlineSlackMs);
        }

        return _deadline.Token;
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private static bool IsTransport(Exception fault) =>
        fault is SocketException or IOException or InvalidDataException or OperationCanceledException;
}
