using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>Removing a line of an order.</summary>
public sealed class RemoveItemTests(ImmediateShop fixture) : IClassFixture<ImmediateShop>
{
    private readonly ShopCaller _shop = fixture.Call;

    [Fact]
    public async Task Removing_a_line_tells_the_new_total_and_leaves_the_others()
    {
        var item = await _shop.NewItemAsync(price: 30);
        var other = await _shop.NewItemAsync(price: 4);
        var order = await _shop.NewOrderAsync("1", (item, 2), (other, 1));

        (await RemoveAsync(order, item)).MustBeText($"Item: {item} removed from: {order} price updated to: 4");
        var found = (await _shop.GetAsync($"/orders/find/{order}")).Json;
        Assert.Equal($"""[["{other}",1]]""", found.GetProperty("items").GetRawText());
        Assert.Equal(4, found.GetProperty("total_cost").GetInt64());

        (await RemoveAsync(order, other, ("Accept", "application/json")))
            .MustBeJson($$"""{"order_id":"{{order}}","item_id":"{{other}}","total_cost":0}""");
        (await _shop.CheckOutAsync(order)).MustBeProblem(400, "empty-order");
    }

    // Replacing a line is removing and adding it: at the price of that moment, and at the end.
    [Fact]
    public async Task A_line_that_is_replaced_has_the_new_quantity()
    {
        var item = await _shop.NewItemAsync(price: 30);
        var order = await _shop.NewOrderAsync("1", (item, 5));

        await RemoveAsync(order, item);
        (await _shop.PostAsync($"/orders/addItem/{order}/{item}/2"))
            .MustBeText($"Item: {item} added to: {order} price updated to: 60");
    }

    [Fact]
    public async Task A_line_that_is_not_there_is_an_unknown_line()
    {
        var item = await _shop.NewItemAsync(price: 30);
        var order = await _shop.NewOrderAsync("1");

        Assert.Equal(item, (await RemoveAsync(order, item)).MustBeProblem(404, "unknown-line").Text("item_id"));
        (await RemoveAsync("999999999999999999", item)).MustBeProblem(404, "unknown-order");
    }

    // Without a key a repeat finds no line: the first request may have removed it.
    [Fact]
    public async Task A_repeat_with_the_key_gets_the_first_answer()
    {
        var item = await _shop.NewItemAsync(price: 30);
        var order = await _shop.NewOrderAsync("1", (item, 2));
        var key = ("Idempotency-Key", $"remove {order}");

        var first = await RemoveAsync(order, item, key);
        await _shop.PostAsync($"/orders/addItem/{order}/{item}/1");
        Assert.Equal(first.Body, (await RemoveAsync(order, item, key)).Body);
        Assert.Equal(30, (await _shop.GetAsync($"/orders/find/{order}")).Json.GetProperty("total_cost").GetInt64());
    }

    [Fact]
    public async Task The_lines_of_a_failed_order_can_be_removed_and_those_of_a_paid_one_stay()
    {
        var user = await _shop.NewUserAsync(credit: 100);
        var (there, missing) = (await _shop.NewItemAsync(price: 30, stock: 9), await _shop.NewItemAsync(price: 5));
        var order = await _shop.NewOrderAsync(user, (there, 1), (missing, 1));
        (await _shop.CheckOutAsync(order, ("Prefer", "wait=10"))).MustBeProblem(400, "out-of-stock");

        Assert.Equal(200, (await RemoveAsync(order, missing)).Status);
        Assert.Equal("paid", (await _shop.CheckOutAsync(order, ("Prefer", "wait=10"))).Text("status"));
        (await RemoveAsync(order, there)).MustBeProblem(409, "order-paid");
        Assert.Equal(70, await _shop.CreditAsync(user));

        await _shop.PostAsync($"/orders/cancel/{order}", ("Prefer", "wait=10"));
        (await RemoveAsync(order, there)).MustBeProblem(409, "order-cancelled");
    }

    private Task<Reply> RemoveAsync(string order, string item, params (string Name, string Value)[] headers) =>
        _shop.PostAsync($"/orders/removeItem/{order}/{item}", headers);
}
