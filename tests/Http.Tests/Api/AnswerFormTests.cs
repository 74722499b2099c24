using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>Answers that are a line of text, and JSON for clients that prefer it.</summary>
public sealed class AnswerFormTests(ImmediateShop fixture) : IClassFixture<ImmediateShop>
{
    private readonly ShopCaller _shop = fixture.Call;

    [Fact]
    public async Task A_client_that_accepts_JSON_receives_it_of_each_call()
    {
        var json = ("Accept", "application/json");
        var user = await _shop.NewUserAsync();
        var item = await _shop.NewItemAsync(price: 30);
        var order = await _shop.NewOrderAsync(user);

        (await _shop.PostAsync($"/stock/add/{item}/7", json)).MustBeJson($$"""{"item_id":"{{item}}","stock":7}""");
        (await _shop.PostAsync($"/stock/subtract/{item}/2", json)).MustBeJson($$"""{"item_id":"{{item}}","stock":5}""");
        (await _shop.PostAsync($"/payment/add_funds/{user}/90", json))
            .MustBeJson($$"""{"user_id":"{{user}}","credit":90}""");
        (await _shop.PostAsync($"/payment/pay/{user}/50", json)).MustBeJson($$"""{"user_id":"{{user}}","credit":40}""");
        (await _shop.PostAsync($"/orders/addItem/{order}/{item}/2", json))
            .MustBeJson($$"""{"order_id":"{{order}}","item_id":"{{item}}","total_cost":60}""");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON; charset=utf-8")]
    [InlineData("application/json, */*")]
    [InlineData("application/json, text/plain, */*")]
    [InlineData("text/plain;q=0.5, application/json;q=0.6")]
    [InlineData("text/*;q=0.5, application/json;q=0.6, */*")]
    [InlineData("what is this, application/json")]
    public async Task JSON_that_is_named_and_second_to_no_text_is_sent(string accept)
    {
        var item = await _shop.NewItemAsync(price: 30);
        (await _shop.PostAsync($"/stock/add/{item}/1", ("Accept", accept)))
            .MustBeJson($$"""{"item_id":"{{item}}","stock":1}""");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*/*")]
    [InlineData("application/*")]
    [InlineData("text/plain")]
    [InlineData("text/html, image/png")]
    [InlineData("application/json;q=0, */*")]
    [InlineData("application/json;q=0.5, text/plain")]
    [InlineData("application/json;q=0.5, text/*")]
    [InlineData("application/json;q=0.5, */*")]
    [InlineData("application/problem+json")]
    [InlineData("x")]
    public async Task All_others_receive_the_text(string? accept)
    {
        var item = await _shop.NewItemAsync(price: 30);
        (string, string)[] headers = accept is null ? [] : [("Accept", accept)];
        (await _shop.PostAsync($"/stock/add/{item}/1", headers)).MustBeText($"Item: {item} stock updated to: 1");
    }

    // The key stores the effect and its numbers; the form is that of each request.
    [Fact]
    public async Task A_repeat_is_answered_in_its_own_form()
    {
        var item = await _shop.NewItemAsync(price: 30);
        var key = ("Idempotency-Key", $"form of {item}");

        (await _shop.PostAsync($"/stock/add/{item}/3", key)).MustBeText($"Item: {item} stock updated to: 3");
        (await _shop.PostAsync($"/stock/add/{item}/3", key, ("Accept", "application/json")))
            .MustBeJson($$"""{"item_id":"{{item}}","stock":3}""");
        Assert.Equal(3, await _shop.StockAsync(item));
    }

    [Fact]
    public async Task A_rejection_has_the_item_and_the_amounts()
    {
        var user = await _shop.NewUserAsync(credit: 40);
        var item = await _shop.NewItemAsync(price: 1, stock: 5);

        MustLack((await _shop.PostAsync($"/stock/subtract/{item}/7")).MustBeProblem(400, "out-of-stock"), item, 7, 5);
        MustLack(
            (await _shop.PostAsync($"/payment/pay/{user}/41")).MustBeProblem(400, "insufficient-credit"), null, 41, 40);
        var unknown = (await _shop.PostAsync("/stock/add/999999999999999999/1")).MustBeProblem(404, "unknown-item");
        Assert.Equal("999999999999999999", unknown.Text("item_id"));
        Assert.False(unknown.Json.TryGetProperty("wanted", out _));

        var order = await _shop.NewOrderAsync(user, (item, 6));
        var failed = await _shop.CheckOutAsync(order, ("Prefer", "wait=10"));
        Assert.Equal(item, failed.MustBeProblem(400, "out-of-stock").Text("item_id"));
    }

    private static void MustLack(Reply reply, string? item, long wanted, long available)
    {
        var problem = reply.Json;
        Assert.Equal(item, problem.TryGetProperty("item_id", out var found) ? found.GetString() : null);
        Assert.Equal(wanted, problem.GetProperty("wanted").GetInt64());
        Assert.Equal(available, problem.GetProperty("available").GetInt64());
    }
}
