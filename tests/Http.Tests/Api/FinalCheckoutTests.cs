using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>Checkout and cancel with <c>--reply final</c>: the answer is the outcome.</summary>
public sealed class FinalCheckoutTests(FinalShop fixture) : IClassFixture<FinalShop>
{
    private readonly ShopCaller _shop = fixture.Call;

    [Fact]
    public async Task A_checkout_that_succeeds_is_answered_with_paid()
    {
        var user = await _shop.NewUserAsync(credit: 100);
        var item = await _shop.NewItemAsync(price: 10, stock: 5);
        var order = await _shop.NewOrderAsync(user, (item, 2));

        var reply = await _shop.CheckOutAsync(order);

        var attempt = (await _shop.GetAsync($"/orders/find/{order}")).Text("attempt");
        reply.MustBeJson($$"""{"order_id":"{{order}}","status":"paid","attempt":"{{attempt}}"}""");
        Assert.Equal((80, 3), (await _shop.CreditAsync(user), await _shop.StockAsync(item)));
    }

    [Fact]
    public async Task Too_little_credit_is_400_and_nothing_is_taken()
    {
        var user = await _shop.NewUserAsync(credit: 19);
        var item = await _shop.NewItemAsync(price: 10, stock: 5);
        var order = await _shop.NewOrderAsync(user, (item, 2));

        (await _shop.CheckOutAsync(order)).MustBeProblem(400, "insufficient-credit");

        await MustHaveFailedAsync(order, "insufficient-credit");
        Assert.Equal((19, 5), (await _shop.CreditAsync(user), await _shop.StockAsync(item)));
    }

    [Fact]
    public async Task Too_little_stock_of_one_item_is_400_and_everything_is_back_at_once()
    {
        var user = await _shop.NewUserAsync(credit: 1000);
        var first = await _shop.NewItemAsync(price: 10, stock: 5);
        var rare = await _shop.NewItemAsync(price: 10, stock: 1);
        var last = await _shop.NewItemAsync(price: 10, stock: 5);
        var order = await _shop.NewOrderAsync(user, (first, 2), (rare, 2), (last, 2));

        var reply = (await _shop.CheckOutAsync(order)).MustBeProblem(400, "out-of-stock");

        Assert.Equal(1000, await _shop.CreditAsync(user));
        var stock = await Task.WhenAll(new[] { first, rare, last }.Select(_shop.StockAsync));
        Assert.Equal([5, 1, 5], stock);
        Assert.Contains(rare, reply.Text("detail"));
        await MustHaveFailedAsync(order, "out-of-stock");
    }

    [Fact]
    public async Task An_unknown_user_is_400()
    {
        var item = await _shop.NewItemAsync(price: 10, stock: 5);
        var order = await _shop.NewOrderAsync("999999999999999999", (item, 2));

        (await _shop.CheckOutAsync(order)).MustBeProblem(400, "unknown-user");

        await MustHaveFailedAsync(order, "unknown-user");
        Assert.Equal(5, await _shop.StockAsync(item));
    }

    [Fact]
    public async Task A_failed_order_is_paid_once_what_was_missing_is_there()
    {
        var user = await _shop.NewUserAsync(credit: 10);
        var item = await _shop.NewItemAsync(price: 10);
        var order = await _shop.NewOrderAsync(user, (item, 2));

        (await _shop.CheckOutAsync(order)).MustBeProblem(400, "insufficient-credit");
        await _shop.PostAsync($"/payment/add_funds/{user}/10");
        (await _shop.CheckOutAsync(order)).MustBeProblem(400, "out-of-stock");
        await _shop.PostAsync($"/stock/add/{item}/2");
        Assert.Equal("paid", (await _shop.CheckOutAsync(order)).Text("status"));

        Assert.Equal((0, 0), (await _shop.CreditAsync(user), await _shop.StockAsync(item)));
    }

    [Fact]
    public async Task Orders_that_cannot_be_checked_out_are_refused()
    {
        var user = await _shop.NewUserAsync(credit: 10);
        var item = await _shop.NewItemAsync(price: 10, stock: 1);
        var order = await _shop.NewOrderAsync(user, (item, 1));

        (await _shop.CheckOutAsync(await _shop.NewOrderAsync(user))).MustBeProblem(400, "empty-order");
        (await _shop.CheckOutAsync("999999999999999999")).MustBeProblem(404, "unknown-order");
        (await _shop.PostAsync($"/orders/cancel/{order}")).MustBeProblem(409, "order-not-paid");
        Assert.Equal("paid", (await _shop.CheckOutAsync(order)).Text("status"));
        Assert.Equal("paid", (await _shop.CheckOutAsync(order)).Text("status"));
        Assert.Equal("cancelled", (await _shop.PostAsync($"/orders/cancel/{order}")).Text("status"));
        (await _shop.CheckOutAsync(order)).MustBeProblem(409, "order-cancelled");
        Assert.Equal((10, 1), (await _shop.CreditAsync(user), await _shop.StockAsync(item)));
    }

    [Fact]
    public async Task A_request_can_ask_for_the_immediate_way()
    {
        var item = await _shop.NewItemAsync(price: 10);
        var order = await _shop.NewOrderAsync(await _shop.NewUserAsync(), (item, 1));

        var reply = await _shop.CheckOutAsync(order, ("Prefer", "respond-async"));

        Assert.Equal((200, "respond-async"), (reply.Status, reply.Header("Preference-Applied")));
    }

    private async Task MustHaveFailedAsync(string order, string reason)
    {
        var found = await _shop.GetAsync($"/orders/find/{order}");
        Assert.Equal(("failed", reason), (found.Text("status"), found.Text("reason")));
    }
}
