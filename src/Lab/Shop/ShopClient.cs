using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cartwright.Lab.Http;

namespace Cartwright.Lab.Shop;

/// <summary>
/// The shop's HTTP interface over one connection, for all that is not measured: preparing, asking, reading back.
/// Not for concurrent use.
/// </summary>
/// <param name="address">The shop.</param>
/// <param name="patience">
/// For how long a call that the shop cannot serve now is repeated, under one Idempotency-Key, while its parts come
/// back.
/// </param>
/// <param name="stop">Ends every call, also one that waits for its answer; the client is of no use after that.</param>
internal sealed class ShopClient(
    ServerAddress address, TimeSpan patience = default, CancellationToken stop = default) : IDisposable
{
    private const int TimeoutMs = 15_000;
    private const int BulkTimeoutMs = 300_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly HttpConnection _connection = new(address);

    private bool IsPatient => patience > TimeSpan.Zero;

    public Task InitialiseStockAsync(int items, long stock, long price) =>
        PostAsync($"/stock/batch_init/{items}/{stock}/{price}", BulkTimeoutMs);

    public Task InitialiseUsersAsync(int users, long money) =>
        PostAsync($"/payment/batch_init/{users}/{money}", BulkTimeoutMs);

    public Task InitialiseOrdersAsync(int orders, int items, int users, long price) =>
        PostAsync($"/orders/batch_init/{orders}/{items}/{users}/{price}", BulkTimeoutMs);

    public async Task<string> CreateItemAsync(long price) =>
        TextProperty(await PostAsync($"/stock/item/create/{price}", TimeoutMs), "item_id");

    public Task AddStockAsync(string item, long amount) => PostAsync($"/stock/add/{item}/{amount}", TimeoutMs);

    public async Task<string> CreateUserAsync() =>
        TextProperty(await PostAsync("/payment/create_user", TimeoutMs), "user_id");

    public Task AddFundsAsync(string user, long amount) => PostAsync($"/payment/add_funds/{user}/{amount}", TimeoutMs);

    public async Task<string> CreateOrderAsync(string user) =>
        TextProperty(await PostAsync($"/orders/create/{user}", TimeoutMs), "order_id");

    public Task AddLineAsync(string order, string item, long quantity) =>
        PostAsync($"/orders/addItem/{order}/{item}/{quantity}", TimeoutMs);

    /// <summary>Accepted is enough; the outcome is read from the order.</summary>
    public Task CancelOrderAsync(string order) => PostAsync($"/orders/cancel/{order}", TimeoutMs);

    public Task PayCreditAsync(string user, long amount) => PostAsync($"/payment/pay/{user}/{amount}", TimeoutMs);

    public async Task<long> FindStockAsync(string item)
    {
        using var document = ParseBody(await GetAsync($"/stock/find/{item}"));
        return RequireProperty(document.RootElement, "stock").GetInt64();
    }

    public async Task<long> FindCreditAsync(string user)
    {
        using var document = ParseBody(await GetAsync($"/payment/find_user/{user}"));
        return RequireProperty(document.RootElement, "credit").GetInt64();
    }

    public async Task<OrderView> FindOrderAsync(string order)
    {
        using var document = ParseBody(await GetAsync($"/orders/find/{order}"));
        var root = document.RootElement;
        var paid = RequireProperty(root, "paid").GetBoolean();
        // A shop with a synchronous checkout has no status: an order that is not paid after its answer has failed.
        var status = root.TryGetProperty("status", out var given) ? given.GetString()! : paid ? "paid" : "failed";
        var lines = new List<(string, long)>();
        foreach (var line in RequireProperty(root, "items").EnumerateArray())
        {
            lines.Add((IdOf(line[0]), line[1].GetInt64()));
        }

        return new OrderView(status, paid, IdOf(RequireProperty(root, "user_id")),
            RequireProperty(root, "total_cost").GetInt64(), lines);
    }

    /// <summary>Connects ahead of the first call.</summary>
    public Task OpenAsync() => _connection.OpenAsync(TimeoutMs).WaitAsync(stop);

    /// <summary>Asks for a checkout with the given preference; the caller judges the answer.</summary>
    public Task<HttpAnswer> CheckoutOrderAsync(string order, string preference, int timeoutMs) =>
        SendAsync(new(HttpMethod.Post, $"/orders/checkout/{order}") { Prefer = preference }, timeoutMs);

    public void Dispose() => _connection.Dispose();

    private Task<HttpAnswer> GetAsync(string path) => CallAsync(new(HttpMethod.Get, path), TimeoutMs);

    private Task<HttpAnswer> PostAsync(string path, int timeoutMs) => CallAsync(
        new(HttpMethod.Post, path) { IdempotencyKey = IsPatient ? Guid.NewGuid().ToString() : null }, timeoutMs);

    private async Task<HttpAnswer> CallAsync(HttpRequest request, int timeoutMs)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                var response = await SendAsync(request, timeoutMs);
                if (!IsPassing(response.Status) || since.Elapsed > patience)
                {
                    return RequireSuccess(response, request);
                }
            }
            catch (HttpFault) when (since.Elapsed < patience)
            {
                await Task.Delay(Pause, stop);
                continue;
            }

            await Task.Delay(Pause, stop);
        }
    }

    private Task<HttpAnswer> SendAsync(HttpRequest request, int timeoutMs) =>
        _connection.SendAsync(request, timeoutMs).WaitAsync(stop);

    // 409: the same call is still under way, on a connection that broke.
    private bool IsPassing(int status) => IsPatient && (status is 409 or 429 or >= 500);

    private static HttpAnswer RequireSuccess(HttpAnswer response, HttpRequest request)
    {
        if (response.Status is >= 200 and < 300)
        {
            return response;
        }

        var body = Encoding.UTF8.GetString(response.Body.Span[..Math.Min(response.Body.Length, 300)]);
        var isInProgress = JsonBody.Text(response.Body.Span, "code"u8) == "request-in-progress";
        throw new ShopFault(
            $"{request.Method} {request.Path} was answered {response.Status}: {body}",
            isTemporary: isInProgress || response.Status is 429 or 503);
    }

    private static string TextProperty(HttpAnswer response, string property)
    {
        using var document = ParseBody(response);
        return IdOf(RequireProperty(document.RootElement, property));
    }

    private static JsonDocument ParseBody(HttpAnswer response)
    {
        try
        {
            return JsonDocument.Parse(response.Body);
        }
        catch (JsonException fault)
        {
            throw new ShopFault($"An answer is not JSON: {fault.Message}");
        }
    }

    private static JsonElement RequireProperty(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value
            : throw new ShopFault($"An answer lacks '{name}'.");

    private static string IdOf(JsonElement element) => element.ValueKind == JsonValueKind.Number
        ? element.GetInt64().ToString(CultureInfo.InvariantCulture)
        : element.GetString()!;
}
