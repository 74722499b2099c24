using System.Text.Json;

namespace Cartwright.Browser.Real;

/// <summary>A client of a shop's public address.</summary>
internal sealed class ShopClient(Uri shop) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = shop };

    /// <summary>An order of a new user for units of a new item that cost 5 each.</summary>
    public async Task<Order> NewOrderAsync(long credit, long stock, long quantity)
    {
        var user = await PostAsync("/payment/create_user", "user_id");
        await PostAsync($"/payment/add_funds/{user}/{credit}");
        var item = await PostAsync("/stock/item/create/5", "item_id");
        await PostAsync($"/stock/add/{item}/{stock}");
        var order = await PostAsync($"/orders/create/{user}", "order_id");
        await PostAsync($"/orders/addItem/{order}/{item}/{quantity}");
        return new Order(order, user, item);
    }

    /// <summary>Checks an order out, with any outcome.</summary>
    public async Task CheckOutAsync(Order order)
    {
        using var answer = await _http.PostAsync($"/orders/checkout/{order.Id}", content: null);
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> PostAsync(string path, string? member = null)
    {
        using var answer = await _http.PostAsync(path, content: null);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        if (member is null)
        {
            return text;
        }

        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty(member).GetString()!;
    }

    /// <summary>An order with the numbers of its user and its item.</summary>
    internal sealed record Order(string Id, string User, string Item);
}
