using System.Net.Http.Headers;
using Cartwright.Http.Tests.Contract;

namespace Cartwright.Http.Tests.Server;

/// <summary>
/// A client of a shop: any call, and shortcuts for the calls that most tests begin with. Each answer is compared with
/// the OpenAPI document.
/// </summary>
internal sealed class ShopCaller(Uri server, Task<OpenApiContract>? contract = null) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = server, Timeout = TimeSpan.FromSeconds(60) };

    public Uri Server => server;

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Reply> PostAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, headers);

    public async Task<Reply> PostJsonAsync(string path, string body, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new StringContent(body, new MediaTypeHeaderValue(type));
        return await SendAsync(request, path);
    }

    public async Task<Reply> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await SendAsync(request, path);
    }

    public async Task<string> NewUserAsync(long credit = 0)
    {
        var user = (await PostAsync("/payment/create_user")).Text("user_id");
        await AddAsync($"/payment/add_funds/{user}", credit);
        return user;
    }

    public async Task<string> NewItemAsync(long price, long stock = 0)
    {
        var item = (await PostAsync($"/stock/item/create/{price}")).Text("item_id");
        await AddAsync($"/stock/add/{item}", stock);
        return item;
    }

    public async Task<string> NewOrderAsync(string user, params (string Item, long Quantity)[] lines)
    {
        var order = (await PostAsync($"/orders/create/{user}")).Text("order_id");
        foreach (var (item, quantity) in lines)
        {
            Assert.Equal(200, (await PostAsync($"/orders/addItem/{order}/{item}/{quantity}")).Status);
        }

        return order;
    }

    public async Task<long> CreditAsync(string user) =>
        (await GetAsync($"/payment/find_user/{user}")).Json.GetProperty("credit").GetInt64();

    public async Task<long> StockAsync(string item) =>
        (await GetAsync($"/stock/find/{item}")).Json.GetProperty("stock").GetInt64();

    public async Task<string> StatusAsync(string order) => (await GetAsync($"/orders/find/{order}")).Text("status");

    public Task<Reply> CheckOutAsync(string order, params (string Name, string Value)[] headers) =>
        PostAsync($"/orders/checkout/{order}", headers);

    public void Dispose() => _http.Dispose();

    private async Task<Reply> SendAsync(HttpRequestMessage request, string path)
    {
        using var response = await _http.SendAsync(request);
        var fields = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(f => f.Key, f => string.Join(", ", f.Value), StringComparer.OrdinalIgnoreCase);
        var reply = new Reply((int)response.StatusCode, fields, await response.Content.ReadAsStringAsync());
        (await (contract ?? OpenApiContract.ShopAsync())).MustDeclare(request.Method, path, reply);
        return reply;
    }

    private async Task AddAsync(string path, long amount)
    {
        if (amount > 0)
        {
            Assert.Equal(200, (await PostAsync($"{path}/{amount}")).Status);
        }
    }
}
