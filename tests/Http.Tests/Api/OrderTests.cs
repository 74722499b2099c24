using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>Creating, changing and finding orders.</summary>
public sealed class OrderTests(ImmediateShop fixture) : IClassFixture<ImmediateShop>
{
    private readonly ShopCaller _shop = fixture.Call;

    [Fact]
    public async Task A_new_order_is_open_and_empty()
    {
        var user = await _shop.NewUserAsync();

        var created = await _shop.PostAsync($"/orders/create/{user}");

        Assert.Matches(new Regex("""^\{"order_id":"[0-9]{1,19}"\}$"""), created.Body);
        created.MustBeJson(created.Body);
        await MustBeOpenAsync(created.Text("order_id"), user, total: 0);
    }

    [Fact]
    public async Task An_order_can_be_made_for_a_user_that_does_not_exist()
    {
        var order = await _shop.NewOrderAsync("999999999999999999");

        await MustBeOpenAsync(order, "999999999999999999", total: 0);
    }

    [Fact]
    public async Task Adding_a_line_tells_the_new_total()
    {
        var item = await _shop.NewItemAsync(price: 30);
        var other = await _shop.NewItemAsync(price: 4);
        var order = await _shop.NewOrderAsync("1");

        (await _shop.PostAsync($"/orders/addItem/{order}/{item}/2"))
            .MustBeText($"Item: {item} added to: {order} price updated to: 60");
        (await _shop.PostAsync($"/orders/addItem/{order}/{other}/1"))
            .MustBeText($"Item: {other} added to: {order} price updated to: 64");
        await MustBeOpenAsync(order, user: "1", total: 64, (item, 2, 60), (other, 1, 4));
    }

    [Fact]
    public async Task Two_lines_of_the_same_item_are_one_with_the_sum()
    {
        var item = await _shop.NewItemAsync(price: 30);
        var other = await _shop.NewItemAsync(price: 1);

        var order = await _shop.NewOrderAsync("1", (item, 2), (other, 1), (item, 3));

        await MustBeOpenAsync(order, user: "1", total: 151, (item, 5, 150), (other, 1, 1));
    }

    [Fact]
    public async Task Lines_added_at_once_all_count()
    {
        var item = await _shop.NewItemAsync(price: 3);
        var order = await _shop.NewOrderAsync("1");

        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => _shop.PostAsync($"/orders/addItem/{order}/{item}/1")));

        var found = (await _shop.GetAsync($"/orders/find/{order}")).Json;
        Assert.Equal(60, found.GetProperty("items")[0][1].GetInt64());
        Assert.Equal(180, found.GetProperty("total_cost").GetInt64());
    }

    [Fact]
    public async Task A_total_goes_up_to_its_maximum_and_no_further()
    {
        var item = await _shop.NewItemAsync(price: 1_000_000_000_000);
        var order = await _shop.NewOrderAsync("1", (item, 1000));

        (await _shop.PostAsync($"/orders/addItem/{order}/{item}/1")).MustBeProblem(400, "over-maximum");
        var found = (await _shop.GetAsync($"/orders/find/{order}")).Json;
        Assert.Equal(1_000_000_000_000_000, found.GetProperty("total_cost").GetInt64());
    }

    [Fact]
    public async Task An_order_has_250_lines_and_no_more()
    {
        var items = await Task.WhenAll(Enumerable.Range(0, 251).Select(_ => _shop.NewItemAsync(price: 1)));
        var order = await _shop.NewOrderAsync("1", [.. items[..250].Select(item => (item, 1L))]);

        (await _shop.PostAsync($"/orders/addItem/{order}/{items[250]}/1")).MustBeProblem(400, "over-maximum");
        Assert.Equal(200, (await _shop.PostAsync($"/orders/addItem/{order}/{items[0]}/1")).Status);
        var found = (await _shop.GetAsync($"/orders/find/{order}")).Json;
        Assert.Equal(250, found.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task An_order_tells_its_members_with_their_types()
    {
        var item = await _shop.NewItemAsync(price: 30, stock: 9);
        var order = await _shop.NewOrderAsync(await _shop.NewUserAsync(credit: 100), (item, 1));
        await _shop.CheckOutAsync(order);

        var found = (await _shop.GetAsync($"/orders/find/{order}")).Json;

        (string, JsonValueKind)[] members =
        [
            ("order_id", JsonValueKind.String), ("paid", JsonValueKind.True), ("items", JsonValueKind.Array),
            ("lines", JsonValueKind.Array), ("user_id", JsonValueKind.String), ("total_cost", JsonValueKind.Number),
            ("status", JsonValueKind.String), ("reason", JsonValueKind.Null), ("attempt", JsonValueKind.String),
            ("updated_at", JsonValueKind.String),
        ];
        Assert.Equal(members, found.EnumerateObject().Select(member => (member.Name, member.Value.ValueKind)));
        var updatedAt = DateTimeOffset.ParseExact(
            found.GetProperty("updated_at").GetString()!, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        Assert.InRange(DateTimeOffset.UtcNow - updatedAt, TimeSpan.FromDays(-1), TimeSpan.FromDays(1));
    }

    private async Task MustBeOpenAsync(
        string order, string user, long total, params (string Item, long Quantity, long Cost)[] expected)
    {
        var items = string.Join(',', expected.Select(line => $"""["{line.Item}",{line.Quantity}]"""));
        var lines = string.Join(',', expected.Select(line =>
            $$"""{"item_id":"{{line.Item}}","quantity":{{line.Quantity}},"cost":{{line.Cost}}}"""));
        var found = await _shop.GetAsync($"/orders/find/{order}");
        var updatedAt = found.Text("updated_at");
        found.MustBeJson($$"""
            {"order_id":"{{order}}","paid":false,"items":[{{items}}],"lines":[{{lines}}],"user_id":"{{user}}",
            "total_cost":{{total}},"status":"open","reason":null,"attempt":null,"updated_at":"{{updatedAt}}"}
            """.ReplaceLineEndings(""));
    }
}
