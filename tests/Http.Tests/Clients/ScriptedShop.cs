using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Cartwright.Client;

namespace Cartwright.Http.Tests.Clients;

/// <summary>One request, as it would have been sent.</summary>
internal sealed record SentRequest(
    string Call, string? Key, string? Prefer, string Accept, string? Credential, string? LastEventId);

/// <summary>Answers a client by a script, one entry for each try; the last entry is repeated.</summary>
internal sealed class ScriptedShop(params Func<HttpResponseMessage>[] script) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly List<SentRequest> _sent = [];

    public IReadOnlyList<SentRequest> Sent
    {
        get
        {
            lock (_lock)
            {
                return [.. _sent];
            }
        }
    }

    /// <summary>A client of this shop that pauses for a millisecond, unless other options are given.</summary>
    public CartwrightClient Client(CartwrightClientOptions? options = null) => new(
        new Uri("http://shop.test/"),
        (options ?? Retries(max: 10)) with
        {
            HttpClient = new HttpClient(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan },
        });

    /// <summary>Options for a number of retries, with pauses of a millisecond.</summary>
    public static CartwrightClientOptions Retries(int max) =>
        new() { RetriesMax = max, PauseMin = Brief, PauseMax = Brief };

    public static TimeSpan Brief => TimeSpan.FromMilliseconds(1);

    public static Func<HttpResponseMessage> Json(string json, int status = 200) =>
        () => Response(status, json, "application/json");

    public static Func<HttpResponseMessage> Problem(int status, string code, int? retryAfter = null) => () =>
    {
        var response = Response(
            status, $$"""{"status":{{status}},"detail":"Because.","code":"{{code}}"}""", "application/problem+json");
        response.Headers.RetryAfter =
            retryAfter is { } seconds ? new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds)) : null;
        return response;
    };

    public static Func<HttpResponseMessage> Text(string text, int status = 200) =>
        () => Response(status, text, "text/plain");

    public static Func<HttpResponseMessage> Lost(HttpRequestError error = HttpRequestError.ResponseEnded) =>
        () => throw new HttpRequestException(error, "The connection was lost.");

    /// <summary>A stream of events.</summary>
    public static Func<HttpResponseMessage> Stream(string text, StreamEnd end) => () => new(HttpStatusCode.OK)
    {
        Content = new StreamContent(new ScriptedStream(Encoding.UTF8.GetBytes(text), end)),
    };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        string? Header(string name) =>
            request.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
        int tries;
        lock (_lock)
        {
            _sent.Add(new SentRequest(
                $"{request.Method} {request.RequestUri!.PathAndQuery}",
                Header("Idempotency-Key"),
                Header("Prefer"),
                Header("Accept") ?? "",
                Header("Authorization"),
                Header("Last-Event-ID")));
            tries = _sent.Count;
        }

        return AnswerAsync(script[Math.Min(tries, script.Length) - 1], cancellation);
    }

    /// <summary>An entry of the script that never answers.</summary>
    public static HttpResponseMessage Silence() => throw new NeverAnsweredException();

    private static async Task<HttpResponseMessage> AnswerAsync(
        Func<HttpResponseMessage> answer, CancellationToken cancellation)
    {
        try
        {
            return answer();
        }
        catch (NeverAnsweredException)
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
            throw;
        }
    }

    private static HttpResponseMessage Response(int status, string body, string type) => new((HttpStatusCode)status)
    {
        Content = new StringContent(body, Encoding.UTF8, type),
    };

    private sealed class NeverAnsweredException : Exception;
}
