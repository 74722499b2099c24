using System.Collections.Concurrent;
using System.Diagnostics;

namespace Cartwright.ClusterFaults.Customers;

/// <summary>The shop as a patient client sees it: what fails in passing is asked again, under one key.</summary>
internal sealed class Shop(Uri url) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private readonly HttpClient _client = new() { BaseAddress = url, Timeout = Timeout };
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>The time since the client was made.</summary>
    public TimeSpan Now => _clock.Elapsed;

    /// <summary>When each effect was acknowledged.</summary>
    public ConcurrentQueue<TimeSpan> Acknowledged { get; } = new();

    /// <summary>Everything that failed in passing, in words.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    public async Task<string> MakeAsync(string path, string member) =>
        (await DoAsync(path)).Member(member) ?? throw new InvalidDataException($"{path} gave no {member}.");

    /// <summary>An order of one unit that can be paid, by a user and of an item that are new too.</summary>
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

    /// <summary>An effect that has to succeed in the end.</summary>
    public async Task<Call> DoAsync(string path)
    {
        var call = await AskAsync(HttpMethod.Post, path, prefer: null);
        Assert.True(call.IsSuccess, $"{path} was answered {call.Status}: {call.Body}");
        return call;
    }

    public async Task<Call> FindAsync(string path) => await AskAsync(HttpMethod.Get, path, prefer: null);

    /// <summary>Asks until there is an answer that will not change.</summary>
    /// <param name="method">GET or POST.</param>
    /// <param name="path">What is asked for.</param>
    /// <param name="prefer">The preference; null: none.</param>
    /// <param name="repeats">The key of an earlier call; null: a new one.</param>
    public async Task<Call> AskAsync(HttpMethod method, string path, string? prefer, string? repeats = null)
    {
        var key = repeats ?? Guid.NewGuid().ToString();
        return await Eventually.FindAsync($"an answer to {path}", async () =>
        {
            var call = await TryAsync(method, path, prefer, key);
            if (!call.IsPassing && call.Status is not System.Net.HttpStatusCode.Conflict)
            {
                return call;
            }

            Failures.Enqueue($"{path} at {call.SentAt.TotalSeconds:F1} s: {call.Status} {call.Body}");
            return null;
        });
    }

    public void Dispose() => _client.Dispose();

    private async Task<Call> TryAsync(HttpMethod method, string path, string? prefer, string key)
    {
        var sentAt = Now;
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (method == HttpMethod.Post)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (prefer is not null)
        {
            request.Headers.Add("Prefer", prefer);
        }

        try
        {
            using var response = await _client.SendAsync(request);
            var call = new Call(response.StatusCode, await response.Content.ReadAsStringAsync(), sentAt);

            // Who waits for an outcome is told "processing" in the end without anything new being written.
            if (method == HttpMethod.Post && prefer is null && call.IsSuccess)
            {
                Acknowledged.Enqueue(Now);
            }

            return call;
        }
        catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException or IOException)
        {
            return new Call(null, lost.Message, sentAt);
        }
    }
}
