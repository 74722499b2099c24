namespace Cartwright.Lab.Http;

/// <summary>
/// One kept HTTP/1.1 connection, one request at a time, opened when it is first needed and again after it broke. No
/// request that changes something is repeated by itself: the caller judges a broken one.
/// </summary>
internal sealed class HttpConnection(ServerAddress address) : IDisposable
{
    private const int BodyBytesMax = 16 * 1024 * 1024;
    private const int DeadlineSlackMs = 1000;

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = 1,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        SslOptions = address.Access.TlsOptions(),
    });

    private CancellationTokenSource _deadline = new();
    private long _deadlineMs;

    /// <summary>Sends a request and waits for its complete answer.</summary>
    /// <exception cref="HttpFault">No usable answer within the time.</exception>
    public async Task<HttpAnswer> SendAsync(HttpRequest request, int timeoutMs)
    {
        try
        {
            var deadline = Deadline(timeoutMs);
            using var message = Message(request);
            using var response = await _http.SendAsync(message, deadline);
            await response.Content.LoadIntoBufferAsync(BodyBytesMax, deadline);
            var body = await response.Content.ReadAsByteArrayAsync(deadline);
            return new HttpAnswer((int)response.StatusCode, body, RetryAfterSeconds(response));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            var reason = fault is OperationCanceledException ? $"no answer within {timeoutMs} ms" : MessageOf(fault);
            throw new HttpFault($"{address}: {reason}", fault);
        }
    }

    /// <summary>Opens the connection ahead of the first measured request, by one that costs the shop little.</summary>
    /// <exception cref="HttpFault">No usable answer within the time.</exception>
    public Task OpenAsync(int timeoutMs) => SendAsync(new HttpRequest(HttpMethod.Get, "/healthz/live"), timeoutMs);

    public void Dispose()
    {
        _http.Dispose();
        _deadline.Dispose();
    }

    private HttpRequestMessage Message(HttpRequest request)
    {
        var message = new HttpRequestMessage(request.Method, new Uri($"{address}{request.Path}"));
        if (request.Method != HttpMethod.Get)
        {
            // A request with a body, also an empty one, is not repeated by the handler when a kept connection ends.
            message.Content = new ByteArrayContent([]);
        }

        if (address.Access.ApiKey is { } credential)
        {
            message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {credential}");
        }

        if (request.Prefer is { } preference)
        {
            message.Headers.TryAddWithoutValidation("Prefer", preference);
        }

        if (request.IdempotencyKey is { } key)
        {
            message.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return message;
    }

    // The client hides the reason of a broken handshake or connection behind a sentence about a request.
    private static string MessageOf(Exception fault) =>
        fault.InnerException is { } cause ? $"{fault.Message} {cause.Message}" : fault.Message;

    // The header's other form, a date, is not worth waiting for.
    private static int RetryAfterSeconds(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta is { } delta ? (int)Math.Clamp(delta.TotalSeconds, 0, int.MaxValue) : 0;

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
}
