using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>Checkout and cancel without a wait: the outcome is read from the order later.</summary>
public sealed class ImmediateCheckoutTests(ImmediateShop fixture) : IClassFixture<ImmediateShop>
{
    private readonly ShopCaller _shop = fixture.Call;

    [Fact]
    public async Task A_checkout_is_accepted_with_the_number_of_its_attempt()
    {
        var (order, user, item) = await NewOrderAsync(credit: 100, stock: 5, quantity: 2);

        var reply = await _shop.CheckOutAsync(order);

        Assert.Equal((200, "application/json"), (reply.Status, reply.ContentType));
        Assert.Equal(["order_id", "status", "attempt"], reply.Json.EnumerateObject().Select(member => member.Name));
        Assert.Contains(reply.Text("status"), new[] { "processing", "paid" });
        Assert.Null(reply.Header("Preference-Applied"));
        await BecomesAsync(order, "paid");
        Assert.Equal(reply.Text("attempt"), (await _shop.GetAsync($"/orders/find/{order}")).Text("attempt"));
        Assert.Equal((80, 3), (await _shop.CreditAsync(user), await _shop.StockAsync(item)));
    }

    [Fact]
    public async Task A_checkout_that_fails_is_accepted_too_and_the_order_tells_why()
    {
        var (order, user, item) = await NewOrderAsync(credit: 100, stock: 1, quantity: 2);

        Assert.Equal(200, (await _shop.CheckOutAsync(order)).Status);

        await BecomesAsync(order, "failed");
        var found = await _shop.GetAsync($"/orders/find/{order}");
        Assert.Equal(("out-of-stock", false), (found.Text("reason"), found.Json.GetProperty("paid").GetBoolean()));
        Assert.Equal((100, 1), (await _shop.CreditAsync(user), await _shop.StockAsync(item)));
    }

    [Fact]
    public async Task A_paid_order_is_not_sold_twice()
    {
        var (order, user, item) = await NewOrderAsync(credit: 100, stock: 5, quantity: 1);
        var first = await _shop.CheckOutAsync(order);
        await BecomesAsync(order, "paid");

        var again = await _shop.CheckOutAsync(order);

        again.MustBeJson($$"""{"order_id":"{{order}}","status":"paid","attempt":"{{first.Text("attempt")}}"}""");
        Assert.Equal((90, 4), (await _shop.CreditAsync(user), await _shop.StockAsync(item)));
    }

    [Fact]
    public async Task Twenty_checkouts_of_one_order_at_once_are_one_attempt()
    {
        var (order, user, item) = await NewOrderAsync(credit: 100, stock: 50, quantity: 1);

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _shop.CheckOutAsync(order)));

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.Single(replies.Select(reply => reply.Text("attempt")).Distinct());
        await BecomesAsync(order, "paid");
        Assert.Equal((90, 49), (await _shop.CreditAsync(user), await _shop.StockAsync(item)));
    }

    [Fact]
    public async Task A_failed_order_takes_new_lines_and_a_new_attempt()
    {
        var (order, user, item) = await NewOrderAsync(credit: 5, stock: 50, quantity: 1);
        var failed = await _shop.CheckOutAsync(order);
        await BecomesAsync(order, "failed");
        await _shop.PostAsync($"/payment/add_funds/{user}/95");
        Assert.Equal(200, (await _shop.PostAsync($"/orders/addItem/{order}/{item}/1")).Status);

        var again = await _shop.CheckOutAsync(order);

        Assert.NotEqual(failed.Text("attempt"), again.Text("attempt"));
        await BecomesAsync(order, "paid");
        Assert.Equal((80, 48), (await _shop.CreditAsync(user), await _shop.StockAsync(item)));
    }

    [Fact]
    public async Task A_cancelled_order_gives_the_stock_and_the_credit_back_once()
    {
        var (order, user, item) = await NewOrderAsync(credit: 100, stock: 5, quantity: 2);
        var attempt = (await _shop.CheckOutAsync(order)).Text("attempt");
        await BecomesAsync(order, "paid");

        var reply = await _shop.PostAsync($"/orders/cancel/{order}");

        Assert.Equal((200, attempt), (reply.Status, reply.Text("attempt")));
        Assert.Contains(reply.Text("status"), new[] { "cancelling", "cancelled" });
        Assert.False((await _shop.GetAsync($"/orders/find/{order}")).Json.GetProperty("paid").GetBoolean());
        await BecomesAsync(order, "cancelled");
        (await _shop.PostAsync($"/orders/cancel/{order}"))
            .MustBeJson($$"""{"order_id":"{{order}}","status":"cancelled","attempt":"{{attempt}}"}""");
        (await _shop.CheckOutAsync(order)).MustBeProblem(409, "order-cancelled");
        Assert.Equal((100, 5), (await _shop.CreditAsync(user), await _shop.StockAsync(item)));
    }

    [Fact]
    public async Task An_order_of_what_costs_nothing_is_paid()
    {
        var item = await _shop.NewItemAsync(price: 0, stock: 3);
        var order = await _shop.NewOrderAsync(await _shop.NewUserAsync(), (item, 3));

        await _shop.CheckOutAsync(order);

        await BecomesAsync(order, "paid");
        Assert.Equal(0, await _shop.StockAsync(item));
    }

    private async Task<(string Order, string User, string Item)> NewOrderAsync(long credit, long stock, long quantity)
    {
        var user = await _shop.NewUserAsync(credit);
        var item = await _shop.NewItemAsync(price: 10, stock);
        return (await _shop.NewOrderAsync(user, (item, quantity)), user, item);
    }

    private Task BecomesAsync(string order, string status) =>
        Eventually.IsAsync($"the order is {status}", async () => await _shop.StatusAsync(order) == status);
}
