using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>
/// A typical client of such shops: it knows no codes and no status, takes every 4xx for a failure and everything else
/// for a success, and then counts.
/// </summary>
public sealed class SynchronousShopTests(FinalShop fixture) : IClassFixture<FinalShop>
{
    private const int Clients = 50;

    private readonly ShopCaller _shop = fixture.Call;

    [Fact]
    public async Task Stock_is_made_found_added_and_subtracted()
    {
        var item = (await SucceedAsync("/stock/item/create/5")).Text("item_id");

        var found = await _shop.GetAsync($"/stock/find/{item}");
        Assert.Equal(5, found.Json.GetProperty("price").GetInt32());
        Assert.Equal(0, found.Json.GetProperty("stock").GetInt32());
        await SucceedAsync($"/stock/add/{item}/50");
        Assert.Equal(50, await _shop.StockAsync(item));
        await FailAsync($"/stock/subtract/{item}/200");
        Assert.Equal(50, await _shop.StockAsync(item));
        await SucceedAsync($"/stock/subtract/{item}/15");
        Assert.Equal(35, await _shop.StockAsync(item));
    }

    [Fact]
    public async Task Credit_is_added_and_paid()
    {
        var user = (await SucceedAsync("/payment/create_user")).Text("user_id");

        await SucceedAsync($"/payment/add_funds/{user}/15");
        await SucceedAsync($"/payment/pay/{user}/10");
        Assert.Equal(5, await _shop.CreditAsync(user));
        await FailAsync($"/payment/pay/{user}/10");
        Assert.Equal(5, await _shop.CreditAsync(user));
    }

    [Fact]
    public Task An_order_fails_without_stock_fails_without_credit_and_is_sold_with_both() => ShopAsync();

    [Fact]
    public Task Fifty_clients_at_once_each_see_their_own_shop() =>
        Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => ShopAsync()));

    [Fact]
    public async Task Fifty_clients_that_want_the_same_item_get_no_more_than_there_is()
    {
        const int Stock = 20;
        var item = await _shop.NewItemAsync(price: 10, Stock);
        var users = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => _shop.NewUserAsync(credit: 15)));
        var orders = await Task.WhenAll(users.Select(user => _shop.NewOrderAsync(user, (item, 1))));

        var sold = (await Task.WhenAll(orders.Select(IsSoldAsync))).Count(isSold => isSold);

        Assert.Equal((Stock, 0), (sold, await _shop.StockAsync(item)));
        var credit = await Task.WhenAll(users.Select(_shop.CreditAsync));
        Assert.Equal((Stock, Clients - Stock), (credit.Count(left => left == 5), credit.Count(left => left == 15)));
    }

    [Fact]
    public async Task Fifty_orders_of_one_user_sell_no_more_than_the_credit_covers()
    {
        var user = await _shop.NewUserAsync(credit: 105);
        var item = await _shop.NewItemAsync(price: 10, stock: 1000);
        var orders = await Task.WhenAll(
            Enumerable.Range(0, Clients).Select(_ => _shop.NewOrderAsync(user, (item, 1))));

        var sold = (await Task.WhenAll(orders.Select(IsSoldAsync))).Count(isSold => isSold);

        Assert.Equal((10, 5, 990), (sold, await _shop.CreditAsync(user), await _shop.StockAsync(item)));
        var paid = await Task.WhenAll(orders.Select(_shop.StatusAsync));
        Assert.Equal(10, paid.Count(status => status == "paid"));
    }

    [Fact]
    public async Task Fifty_orders_of_two_items_never_keep_half_of_what_they_want()
    {
        var user = await _shop.NewUserAsync(credit: 1_000_000);
        var plenty = await _shop.NewItemAsync(price: 10, stock: 1000);
        var rare = await _shop.NewItemAsync(price: 1, stock: 7);
        var orders = await Task.WhenAll(Enumerable.Range(0, Clients).Select(
            i => _shop.NewOrderAsync(user, i % 2 == 0 ? [(plenty, 2), (rare, 1)] : [(rare, 1), (plenty, 2)])));

        var sold = (await Task.WhenAll(orders.Select(IsSoldAsync))).Count(isSold => isSold);

        Assert.Equal((7, 0), (sold, await _shop.StockAsync(rare)));
        Assert.Equal(1000 - 14, await _shop.StockAsync(plenty));
        Assert.Equal(1_000_000 - (7 * 21), await _shop.CreditAsync(user));
    }

    private async Task ShopAsync()
    {
        var user = (await SucceedAsync("/payment/create_user")).Text("user_id");
        var order = (await SucceedAsync($"/orders/create/{user}")).Text("order_id");
        var first = (await SucceedAsync("/stock/item/create/5")).Text("item_id");
        await SucceedAsync($"/stock/add/{first}/15");
        var second = (await SucceedAsync("/stock/item/create/5")).Text("item_id");
        await SucceedAsync($"/stock/add/{second}/1");
        await SucceedAsync($"/orders/addItem/{order}/{first}/1");
        await SucceedAsync($"/orders/addItem/{order}/{second}/1");
        await SucceedAsync($"/stock/subtract/{second}/1");

        await FailAsync($"/orders/checkout/{order}");
        await MustHaveAsync(user, credit: 0, first, stock: 15, order, isPaid: false);

        await SucceedAsync($"/stock/add/{second}/15");
        await FailAsync($"/orders/checkout/{order}");
        await MustHaveAsync(user, credit: 0, first, stock: 15, order, isPaid: false);

        await SucceedAsync($"/payment/add_funds/{user}/15");
        await SucceedAsync($"/orders/checkout/{order}");
        await MustHaveAsync(user, credit: 5, first, stock: 14, order, isPaid: true);
        Assert.Equal(14, await _shop.StockAsync(second));
    }

    private async Task MustHaveAsync(string user, long credit, string item, long stock, string order, bool isPaid)
    {
        Assert.Equal((credit, stock), (await _shop.CreditAsync(user), await _shop.StockAsync(item)));
        var found = (await _shop.GetAsync($"/orders/find/{order}")).Json;
        Assert.Equal(isPaid, found.GetProperty("paid").GetBoolean());
        Assert.Equal(10, found.GetProperty("total_cost").GetInt64());
    }

    private async Task<bool> IsSoldAsync(string order)
    {
        var reply = await _shop.CheckOutAsync(order);
        Assert.True(reply.Status is 200 or 400, $"{reply.Status} {reply.Body}");
        return reply.Status == 200;
    }

    private async Task<Reply> SucceedAsync(string path)
    {
        var reply = await _shop.PostAsync(path);
        Assert.True(reply.Status is >= 200 and < 300, $"{path} {reply.Status} {reply.Body}");
        return reply;
    }

    private async Task FailAsync(string path)
    {
        var reply = await _shop.PostAsync(path);
        Assert.True(reply.Status is >= 400 and < 500, $"{path} {reply.Status} {reply.Body}");
    }
}
