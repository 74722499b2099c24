using System.Collections.Concurrent;
using System.Diagnostics;

namespace Cartwright.ClusterFaults.Customers;

/// <summary>
/// The shop as a patient client uses it. A call is retried if the answer states that nothing was changed and a retry
/// may succeed. It is also retried if its outcome is unknown, and a key or the call itself makes a repeat harmless. The
/// caller judges every other rejection.
/// </summary>
internal sealed class Shop(Uri url) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private readonly HttpClient _client = new() { BaseAddress = url, Timeout = Timeout };
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>The time since the client was made.</summary>
    public TimeSpan Now => _clock.Elapsed;

    /// <summary>The time of each acknowledgement.</summary>
    public ConcurrentQueue<TimeSpan> Acknowledged { get; } = new();

    /// <summary>Every temporary failure, as text.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    public async Task<string> MakeAsync(string path, string member) =>
        (await DoAsync(path)).Member(member) ?? throw new InvalidDataException($"{path} gave no {member}.");

    /// <summary>An order of one unit that can be paid, of a new user and a new item.</summary>
    public async Task<string> MakeOrderAsync()
    {
        var user = await MakeAsync("/payment/create_user", "user_id");
        await DoAsync($"/payment/add_funds/{user}/10");
        var item = await MakeAsync("/stock/item/create/1", "item_id");
        await DoAsync($"/stock/add/{item}/10");
        var order = await MakeAsync($"/orders/create/{user}", "order_id");
        await DoAsync($"/orders/addItem/{order}/{item}/1");
        return order;
    }

    /// <summary>A call that has to succeed in the end.</summary>
    public async Task<Call> DoAsync(string path)
    {
        var call = await AskAsync(HttpMethod.Post, path, prefer: null);
        Assert.True(call.IsSuccess, $"{path} was answered {call.Status}: {call.Body}");
        return call;
    }

    public async Task<Call> FindAsync(string path) => await AskAsync(HttpMethod.Get, path, prefer: null);

    /// <summary>Repeats a request until its answer is final; a POST gets a key.</summary>
    /// <param name="method">GET or POST.</param>
    /// <param name="path">The path.</param>
    /// <param name="prefer">The preference; null: none.</param>
    /// <param name="repeats">The key of an earlier call; null: a new one.</param>
    public Task<Call> AskAsync(HttpMethod method, string path, string? prefer, string? repeats = null) =>
        RepeatAsync(method, path, prefer, repeats ?? Guid.NewGuid().ToString(), isRepeatable: true);

    /// <summary>A POST without a key.</summary>
    /// <param name="path">The path.</param>
    /// <param name="prefer">The preference; null: none.</param>
    /// <param name="isRepeatable"> Whether a second one has no further effect. If it has one, its answer may not show
    /// the effect of the first. </param>
    public async Task<Call> AskWithoutKeyAsync(string path, string? prefer, bool isRepeatable)
    {
        var call = await RepeatAsync(HttpMethod.Post, path, prefer, key: null, isRepeatable);
        Assert.True(call.IsSuccess || call.IsUnknown || prefer is not null, $"{path} was {call.Status}: {call.Body}");
        return call;
    }

    public void Dispose() => _client.Dispose();

    private async Task<Call> RepeatAsync(
        HttpMethod method, string path, string? prefer, string? key, bool isRepeatable)
    {
        var first = Now;
        return await Eventually.FindAsync($"an answer to {path}", async () =>
        {
            var call = await TryAsync(method, path, prefer, key) with { FirstSentAt = first };
            var isAgain = call.IsNotServed || (isRepeatable && call.IsUnknown)
                || (key is not null && call.IsInProgress);
            if (!isAgain)
            {
                return call;
            }

            Failures.Enqueue($"{path} at {call.SentAt.TotalSeconds:F1} s: {call.Status} {call.Body}");
            return null;
        });
    }

    private async Task<Call> TryAsync(HttpMethod method, string path, string? prefer, string? key)
    {
        var sentAt = Now;
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (method == HttpMethod.Post)
        {
            // .NET's client repeats a request without content by itself when its connection ends before an answer: an
            // unkeyed POST would then happen twice, and the test would not notice.
            request.Content = new ByteArrayContent([]);
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }
        }

        if (prefer is not null)
        {
            request.Headers.Add("Prefer", prefer);
        }

        try
        {
            using var response = await _client.SendAsync(request);
            var call = new Call(response.StatusCode, await response.Content.ReadAsStringAsync(), sentAt);

            // A wait for an outcome can end with "processing", which acknowledges no new write.
            if (method == HttpMethod.Post && prefer is null && call.IsSuccess)
            {
                Acknowledged.Enqueue(Now);
            }

            return call;
        }
        catch (HttpRequestException refused) when (refused.HttpRequestError is HttpRequestError.ConnectionError)
        {
            return new Call(null, refused.Message, sentAt) { WasSent = false };
        }
        catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException or IOException)
        {
            return new Call(null, lost.Message, sentAt);
        }
    }
}
