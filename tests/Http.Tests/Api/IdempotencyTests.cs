using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>Calls with an Idempotency-Key: the first answer is repeated, and there is one effect.</summary>
public sealed class IdempotencyTests(FinalShop fixture) : IClassFixture<FinalShop>
{
    private readonly ShopCaller _shop = fixture.Call;

    [Theory]
    [InlineData("/payment/create_user")]
    [InlineData("/stock/item/create/5")]
    [InlineData("/orders/create/1")]
    [InlineData("/payment/batch_init/3/100")]
    [InlineData("/stock/batch_init/3/100/1")]
    [InlineData("/orders/batch_init/3/3/3/1")]
    public async Task The_answer_of_what_makes_something_is_repeated(string path)
    {
        var key = NewKey();

        var first = await _shop.PostAsync(path, key);
        var second = await _shop.PostAsync(path, key);

        Assert.Equal(200, first.Status);
        Assert.Equal((first.Status, first.ContentType, first.Body), (second.Status, second.ContentType, second.Body));
    }

    [Fact]
    public async Task What_is_added_is_added_once()
    {
        var user = await _shop.NewUserAsync();
        var item = await _shop.NewItemAsync(price: 5);
        var order = await _shop.NewOrderAsync(user);

        foreach (var path in new[]
        {
            $"/payment/add_funds/{user}/10", $"/payment/pay/{user}/3", $"/stock/add/{item}/10",
            $"/stock/subtract/{item}/3", $"/orders/addItem/{order}/{item}/2",
        })
        {
            var key = NewKey();
            var replies = new[] { await _shop.PostAsync(path, key), await _shop.PostAsync(path, key) };
            Assert.Equal((200, replies[0].Body), (replies[1].Status, replies[1].Body));
        }

        Assert.Equal((7, 7), (await _shop.CreditAsync(user), await _shop.StockAsync(item)));
        var found = (await _shop.GetAsync($"/orders/find/{order}")).Json;
        Assert.Equal(10, found.GetProperty("total_cost").GetInt64());
    }

    [Fact]
    public async Task A_refusal_of_the_business_is_repeated_even_when_it_would_succeed_now()
    {
        var user = await _shop.NewUserAsync(credit: 1);
        var key = NewKey();

        (await _shop.PostAsync($"/payment/pay/{user}/2", key)).MustBeProblem(400, "insufficient-credit");
        await _shop.PostAsync($"/payment/add_funds/{user}/10");

        (await _shop.PostAsync($"/payment/pay/{user}/2", key)).MustBeProblem(400, "insufficient-credit");
        Assert.Equal(11, await _shop.CreditAsync(user));
    }

    [Fact]
    public async Task What_comes_to_no_decision_is_not_stored()
    {
        var key = NewKey();
        var order = await _shop.NewOrderAsync("1");
        var item = await _shop.NewItemAsync(price: 5);

        (await _shop.PostAsync($"/orders/addItem/{order}/999999999999999/1", key)).MustBeProblem(404, "unknown-item");
        (await _shop.PostAsync($"/orders/addItem/{order}/{item}/zero", key)).MustBeProblem(400, "malformed-number");

        Assert.Equal(200, (await _shop.PostAsync($"/orders/addItem/{order}/{item}/1", key)).Status);
    }

    [Fact]
    public async Task The_same_key_for_another_path_is_refused()
    {
        var key = NewKey();
        var user = (await _shop.PostAsync("/payment/create_user", key)).Text("user_id");

        (await _shop.PostAsync($"/payment/add_funds/{user}/1", key)).MustBeProblem(422, "idempotency-key-reused");
        (await _shop.PostAsync("/payment/batch_init/1/1", key)).MustBeProblem(422, "idempotency-key-reused");
        Assert.Equal(0, await _shop.CreditAsync(user));
    }

    [Fact]
    public async Task A_key_is_the_same_bare_and_in_quotes_and_can_have_255_characters()
    {
        var text = Guid.NewGuid().ToString("N").PadRight(255, 'k');

        var bare = await _shop.PostAsync("/payment/create_user", ("Idempotency-Key", text));
        var quoted = await _shop.PostAsync("/payment/create_user", ("Idempotency-Key", $"\"{text}\""));

        Assert.Equal((200, bare.Body), (quoted.Status, quoted.Body));
    }

    [Fact]
    public async Task A_key_ties_a_checkout_to_its_attempt()
    {
        var user = await _shop.NewUserAsync();
        var item = await _shop.NewItemAsync(price: 5, stock: 10);
        var order = await _shop.NewOrderAsync(user, (item, 1));
        var (early, late) = (NewKey(), NewKey());

        (await _shop.CheckOutAsync(order, early)).MustBeProblem(400, "insufficient-credit");
        await _shop.PostAsync($"/payment/add_funds/{user}/100");
        (await _shop.CheckOutAsync(order, early)).MustBeProblem(400, "insufficient-credit");
        Assert.Equal((100, 10), (await _shop.CreditAsync(user), await _shop.StockAsync(item)));

        var paid = await _shop.CheckOutAsync(order, late);
        Assert.Equal((200, "paid"), (paid.Status, paid.Text("status")));
        (await _shop.CheckOutAsync(order, early)).MustBeProblem(400, "insufficient-credit");
        Assert.Equal(paid.Body, (await _shop.CheckOutAsync(order, late)).Body);
        Assert.Equal((95, 9), (await _shop.CreditAsync(user), await _shop.StockAsync(item)));
    }

    [Fact]
    public async Task A_key_given_ten_times_at_once_has_one_effect()
    {
        var user = await _shop.NewUserAsync();
        var key = NewKey();

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => _shop.PostAsync($"/payment/add_funds/{user}/5", key)));

        Assert.Contains(replies, reply => reply.Status == 200);
        Assert.All(
            replies.Where(reply => reply.Status != 200), reply => reply.MustBeProblem(409, "request-in-progress"));
        Assert.Equal(5, await _shop.CreditAsync(user));
    }

    private static (string Name, string Value) NewKey() => ("Idempotency-Key", Guid.NewGuid().ToString());
}
