using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>A key is bound to a request and not to its spelling.</summary>
public sealed class KeySpellingTests(ImmediateShop fixture) : IClassFixture<ImmediateShop>
{
    private readonly ShopCaller _shop = fixture.Call;

    [Theory]
    [InlineData("/payment/add_funds/{0}/5/")]
    [InlineData("/Payment/ADD_funds/{0}/5")]
    [InlineData("/payment/add_funds/{0}/005")]
    [InlineData("/payment/add_funds/{0}/5?a=b")]
    [InlineData("/payment/%61dd_funds/{0}/5")]
    public async Task Another_spelling_is_the_same_request(string spelling)
    {
        var user = await _shop.NewUserAsync();
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        var first = await _shop.PostAsync($"/payment/add_funds/{user}/5", key);
        var second = await _shop.PostAsync(spelling.Replace("{0}", user), key);

        Assert.Equal((200, 200, first.Body), (first.Status, second.Status, second.Body));
        Assert.Equal(5, await _shop.CreditAsync(user));
    }

    [Theory]
    [InlineData("/payment/add_funds/{0}/50")]
    [InlineData("/payment/pay/{0}/5")]
    [InlineData("/payment/add_funds/1/5")]
    public async Task Another_number_or_path_is_another_request(string other)
    {
        var user = await _shop.NewUserAsync();
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        await _shop.PostAsync($"/payment/add_funds/{user}/5", key);
        var second = await _shop.PostAsync(other.Replace("{0}", user), key);

        second.MustBeProblem(422, "idempotency-key-reused");
        Assert.Equal(5, await _shop.CreditAsync(user));
    }

    [Fact]
    public async Task Zeros_before_an_id_are_no_other_id()
    {
        await _shop.PostAsync("/payment/batch_init/8/0");
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        var first = await _shop.PostAsync("/payment/add_funds/7/5", key);

        Assert.Equal(first.Body, (await _shop.PostAsync("/payment/add_funds/0007/5", key)).Body);
        (await _shop.PostAsync("/payment/add_funds/70/5", key)).MustBeProblem(422, "idempotency-key-reused");
    }

    // The early answer to a repeat, before other requests are sent, compares requests by the same rule.
    [Fact]
    public async Task Requests_in_parts_and_lines_know_other_spellings_too()
    {
        var item = await _shop.NewItemAsync(price: 5);
        var order = await _shop.NewOrderAsync(await _shop.NewUserAsync());
        var (line, init) = (("Idempotency-Key", $"line {order}"), ("Idempotency-Key", $"init {order}"));

        var added = await _shop.PostAsync($"/orders/addItem/{order}/{item}/2", line);
        await _shop.PostAsync("/stock/batch_init/2/3/4", init);

        Assert.Equal(added.Body, (await _shop.PostAsync($"/Orders/additem/{order}/{item}/02/", line)).Body);
        Assert.Equal(200, (await _shop.PostAsync("/stock/Batch_init/02/03/04", init)).Status);
    }
}
