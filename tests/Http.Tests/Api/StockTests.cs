using System.Text.RegularExpressions;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>The paths under <c>/stock</c>.</summary>
public sealed class StockTests(ImmediateShop fixture) : IClassFixture<ImmediateShop>
{
    private readonly ShopCaller _shop = fixture.Call;

    [Fact]
    public async Task A_new_item_has_its_price_and_no_stock()
    {
        var created = await _shop.PostAsync("/stock/item/create/30");

        Assert.Matches(new Regex("""^\{"item_id":"[0-9]{1,19}"\}$"""), created.Body);
        created.MustBeJson(created.Body);
        (await _shop.GetAsync($"/stock/find/{created.Text("item_id")}")).MustBeJson("""{"stock":0,"price":30}""");
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1000000000000", 1_000_000_000_000)]
    [InlineData("000000000000000007", 7)]
    public async Task A_price_can_be_at_its_bounds(string text, long price)
    {
        var created = await _shop.PostAsync($"/stock/item/create/{text}");

        var found = await _shop.GetAsync($"/stock/find/{created.Text("item_id")}");
        found.MustBeJson($$"""{"stock":0,"price":{{price}}}""");
    }

    [Fact]
    public async Task Adding_and_subtracting_tell_the_stock_that_a_read_then_finds()
    {
        var item = await _shop.NewItemAsync(price: 5);

        (await _shop.PostAsync($"/stock/add/{item}/7")).MustBeText($"Item: {item} stock updated to: 7");
        (await _shop.PostAsync($"/stock/subtract/{item}/3")).MustBeText($"Item: {item} stock updated to: 4");
        (await _shop.GetAsync($"/stock/find/{item}")).MustBeJson("""{"stock":4,"price":5}""");
        (await _shop.PostAsync($"/stock/subtract/{item}/4")).MustBeText($"Item: {item} stock updated to: 0");
        (await _shop.PostAsync($"/stock/subtract/{item}/1")).MustBeProblem(400, "out-of-stock");
    }

    [Fact]
    public async Task Stock_goes_up_to_its_maximum_and_no_further()
    {
        var item = await _shop.NewItemAsync(price: 1);

        (await _shop.PostAsync($"/stock/add/{item}/1000000000000000"))
            .MustBeText($"Item: {item} stock updated to: 1000000000000000");
        (await _shop.PostAsync($"/stock/add/{item}/1")).MustBeProblem(400, "over-maximum");
        Assert.Equal(1_000_000_000_000_000, await _shop.StockAsync(item));
    }

    [Fact]
    public async Task A_hundred_additions_at_once_all_count()
    {
        var item = await _shop.NewItemAsync(price: 1);

        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _shop.PostAsync($"/stock/add/{item}/2")));

        var told = replies.Select(reply => long.Parse(reply.Body.Split(' ')[^1])).Order();
        Assert.Equal(Enumerable.Range(1, 100).Select(i => 2L * i), told);
        Assert.Equal(200, await _shop.StockAsync(item));
    }
}
