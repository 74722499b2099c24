using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>Every answer holds after the server was stopped and started again.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task Orders_and_keys_survive_a_restart()
    {
        await using var shop = await RunningShop.StartAsync("final");
        var made = await shop.Call.PostAsync("/payment/create_user", ("Idempotency-Key", "user"));
        var user = made.Text("user_id");
        await shop.Call.PostAsync($"/payment/add_funds/{user}/100", ("Idempotency-Key", "funds"));
        var item = await shop.Call.NewItemAsync(price: 10, stock: 5);
        var order = await shop.Call.NewOrderAsync(user, (item, 2));
        var dear = await shop.Call.NewOrderAsync(user, (item, 6));
        var paid = await shop.Call.CheckOutAsync(order, ("Idempotency-Key", "checkout"));
        (await shop.Call.CheckOutAsync(dear, ("Idempotency-Key", "dear"))).MustBeProblem(400, "out-of-stock");
        var found = await shop.Call.GetAsync($"/orders/find/{order}");

        await shop.RestartAsync();

        Assert.Equal(found.Body, (await shop.Call.GetAsync($"/orders/find/{order}")).Body);
        Assert.Equal((80, 3), (await shop.Call.CreditAsync(user), await shop.Call.StockAsync(item)));
        Assert.Equal(made.Body, (await shop.Call.PostAsync("/payment/create_user", ("Idempotency-Key", "user"))).Body);
        (await shop.Call.PostAsync($"/payment/add_funds/{user}/100", ("Idempotency-Key", "funds")))
            .MustBeText($"User: {user} credit updated to: 100");
        Assert.Equal(paid.Body, (await shop.Call.CheckOutAsync(order, ("Idempotency-Key", "checkout"))).Body);
        (await shop.Call.CheckOutAsync(dear, ("Idempotency-Key", "dear"))).MustBeProblem(400, "out-of-stock");
        (await shop.Call.PostAsync($"/payment/pay/{user}/1", ("Idempotency-Key", "user")))
            .MustBeProblem(422, "idempotency-key-reused");
        Assert.Equal((80, 3), (await shop.Call.CreditAsync(user), await shop.Call.StockAsync(item)));
        Assert.NotEqual(user, await shop.Call.NewUserAsync());
    }
}
