using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cartwright.Faults.Examples;

/// <summary>
/// A proxy between a program and a shop on which the first call of some kinds meets a fault, and every other call is
/// forwarded.
/// </summary>
internal sealed class LossyProxy : IAsyncDisposable
{
    /// <summary>The Retry-After of a shed call, in seconds.</summary>
    public const int RetryAfterSeconds = 1;

    private static readonly string[] Forwarded = ["Accept", "Authorization", "Idempotency-Key", "Prefer"];
    private static readonly string[] Returned = ["Location", "Retry-After", "Preference-Applied"];

    private readonly WebApplication _server;
    private readonly HttpClient _shop;
    private readonly ConcurrentDictionary<string, Fate> _first;
    private readonly ConcurrentQueue<ProxiedCall> _calls = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private readonly bool _removesKeys;

    private LossyProxy(Uri shop, IReadOnlyDictionary<string, Fate> first, bool removesKeys)
    {
        _removesKeys = removesKeys;
        _shop = new HttpClient { BaseAddress = shop };
        _first = new ConcurrentDictionary<string, Fate>(first);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Urls.Add("http://127.0.0.1:0");
        _server.Run(ServeAsync);
    }

    public string Url => _server.Urls.Single();

    /// <summary>All calls so far, in the order of their arrival.</summary>
    public IReadOnlyList<ProxiedCall> Calls => [.. _calls];

    /// <param name="shop">The shop.</param>
    /// <param name="first">The fate of the first call of which the method and path begin so.</param>
    /// <param name="removesKeys">Whether calls lose their Idempotency-Key.</param>
    public static async Task<LossyProxy> StartAsync(
        Uri shop, IReadOnlyDictionary<string, Fate> first, bool removesKeys = false)
    {
        var proxy = new LossyProxy(shop, first, removesKeys);
        await proxy._server.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _shop.Dispose();
    }

    private async Task ServeAsync(HttpContext http)
    {
        var path = $"{http.Request.Method} {http.Request.Path}";
        var fate = FateOf(path);
        _calls.Enqueue(new ProxiedCall(path, $"{http.Request.Headers["Idempotency-Key"]}", _clock.Elapsed, fate));
        if (fate is Fate.Shed or Fate.Unavailable)
        {
            var (status, code) = fate is Fate.Shed ? (429, "overloaded") : (503, "service-unavailable");
            http.Response.StatusCode = status;
            http.Response.Headers.RetryAfter = $"{RetryAfterSeconds}";
            await http.Response.WriteAsJsonAsync(new { code, status }, options: null, "application/problem+json");
            return;
        }

        if (fate is not Fate.CallLost)
        {
            using var answer = await ForwardAsync(http.Request);
            if (fate is Fate.Forwarded)
            {
                await ReturnAsync(answer, http.Response);
                return;
            }
        }

        http.Abort();
    }

    private Fate FateOf(string path) =>
        _first.Keys.FirstOrDefault(start => path.StartsWith(start, StringComparison.Ordinal)) is { } start
            && _first.TryRemove(start, out var fate)
                ? fate
                : Fate.Forwarded;

    private async Task<HttpResponseMessage> ForwardAsync(HttpRequest asked)
    {
        using var request = new HttpRequestMessage(new HttpMethod(asked.Method), new Uri(asked.Path, UriKind.Relative));
        if (asked.Method == HttpMethods.Post)
        {
            // With content, so that the client does not repeat it by itself.
            request.Content = new ByteArrayContent([]);
        }

        foreach (var name in Forwarded.Where(name => !_removesKeys || name != "Idempotency-Key"))
        {
            if (asked.Headers.TryGetValue(name, out var values))
            {
                request.Headers.Add(name, values.ToArray());
            }
        }

        // The whole answer is here then.
        return await _shop.SendAsync(request);
    }

    private static async Task ReturnAsync(HttpResponseMessage answer, HttpResponse response)
    {
        response.StatusCode = (int)answer.StatusCode;
        response.ContentType = answer.Content.Headers.ContentType?.ToString();
        foreach (var name in Returned)
        {
            if (answer.Headers.TryGetValues(name, out var values))
            {
                response.Headers[name] = values.ToArray();
            }
        }

        await response.Body.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
    }
}
