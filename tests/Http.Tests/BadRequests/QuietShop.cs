using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.BadRequests;

/// <summary>
/// A shop in which nothing may change: it has an order of every kind, two items and two users, and no request may
/// change any of them.
/// </summary>
public sealed class QuietShop : IAsyncLifetime
{
    private const string Unknown = "999999999999999998";

    private readonly Dictionary<string, string> _names = new() { ["unknown"] = Unknown };
    private readonly List<string> _watched =
    [
        "/orders/find/0", "/stock/find/0", "/payment/find_user/0", $"/orders/find/{Unknown}",
        $"/stock/find/{Unknown}", $"/payment/find_user/{Unknown}",
    ];

    private RunningShop? _shop;

    internal Uri Server => _shop!.Call.Server;

    private ShopCaller Call => _shop!.Call;

    public async ValueTask InitializeAsync()
    {
        _shop = await RunningShop.StartAsync("immediate");
        var rich = _names["user"] = await Call.NewUserAsync(credit: 1000);
        var poor = _names["poor"] = await Call.NewUserAsync();
        var item = _names["item"] = await Call.NewItemAsync(price: 10, stock: 50);
        _names["rare"] = await Call.NewItemAsync(price: 1);
        _names["open"] = await Call.NewOrderAsync(rich, (item, 2));
        _names["empty"] = await Call.NewOrderAsync(rich);
        _names["paid"] = await Call.NewOrderAsync(rich, (item, 1));
        _names["cancelled"] = await Call.NewOrderAsync(rich, (item, 1));
        _names["failed"] = await Call.NewOrderAsync(poor, (item, 1));
        await CheckOutAsync("paid", "paid");
        await CheckOutAsync("cancelled", "paid");
        await CheckOutAsync("failed", "failed");
        await Call.PostAsync(Fill("/orders/cancel/{cancelled}"));
        await BecomesAsync("cancelled", "cancelled");
        foreach (var path in new[] { "/payment/create_user", "/stock/item/create/1", "/orders/create/1" })
        {
            Assert.Equal(200, (await Call.PostAsync(path, ("Idempotency-Key", "taken"))).Status);
        }

        Watch("/orders/find", "open", "empty", "paid", "cancelled", "failed");
        Watch("/stock/find", "item", "rare");
        Watch("/payment/find_user", "user", "poor");
    }

    public ValueTask DisposeAsync() => _shop?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The text with the shop's own numbers where it names one of its orders, items or users.</summary>
    internal string Fill(string text) =>
        _names.Aggregate(text, (filled, name) => filled.Replace($"{{{name.Key}}}", name.Value));

    /// <summary>The state of all orders, items and users, as the shop returns it.</summary>
    internal async Task<string> SnapshotAsync()
    {
        var replies = await Task.WhenAll(_watched.Select(Call.GetAsync));
        return string.Join('\n', replies.Select(reply => reply.Status == 200 ? reply.Body : $"{reply.Status}"));
    }

    private void Watch(string path, params string[] names) =>
        _watched.AddRange(names.Select(name => $"{path}/{_names[name]}"));

    private async Task CheckOutAsync(string order, string becomes)
    {
        await Call.CheckOutAsync(_names[order]);
        await BecomesAsync(order, becomes);
    }

    private Task BecomesAsync(string order, string status) => Eventually.IsAsync(
        $"the order is {status}", async () => await Call.StatusAsync(_names[order]) == status);
}
