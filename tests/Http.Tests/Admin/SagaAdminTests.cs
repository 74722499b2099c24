using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Admin;

/// <summary>The sagas of a real shop at its admin address.</summary>
public sealed class SagaAdminTests(AdminShop fixture) : IClassFixture<AdminShop>
{
    private readonly ShopCaller _shop = fixture.Call;
    private readonly ShopCaller _admin = fixture.Admin;

    [Fact]
    public async Task A_paid_order_is_shown_with_its_steps()
    {
        var (user, item) = (await _shop.NewUserAsync(100), await _shop.NewItemAsync(price: 5, stock: 10));
        var order = await _shop.NewOrderAsync(user, (item, 2));
        await _shop.CheckOutAsync(order);

        var saga = (await _admin.GetAsync($"/admin/v1/sagas/{order}")).Json;
        Assert.Equal(
            (order, "paid", user, 10, false),
            (saga.GetProperty("order_id").GetString(), saga.GetProperty("status").GetString(),
            saga.GetProperty("user_id").GetString(), saga.GetProperty("amount").GetInt64(),
            saga.GetProperty("is_open").GetBoolean()));
        Assert.Equal(
            ["hold credit done", "take stock done", "capture credit done"],
            saga.GetProperty("checkout").EnumerateArray().Select(step =>
                $"{step.GetProperty("name").GetString()} {step.GetProperty("state").GetString()}"));
        Assert.Empty(saga.GetProperty("silent").EnumerateArray());
        var line = Assert.Single(saga.GetProperty("lines").EnumerateArray());
        Assert.Equal((item, 2), (line.GetProperty("item_id").GetString(), line.GetProperty("quantity").GetInt64()));
    }

    [Fact]
    public async Task A_list_has_the_orders_that_meet_all_conditions_page_by_page()
    {
        var (user, item) = (await _shop.NewUserAsync(100), await _shop.NewItemAsync(price: 5, stock: 10));
        List<string> paid = [];
        for (var made = 0; made < 3; made++)
        {
            paid.Add(await _shop.NewOrderAsync(user, (item, 1)));
            await _shop.CheckOutAsync(paid[^1]);
        }

        var open = await _shop.NewOrderAsync(user, (item, 1));
        Assert.Equal([open], (await ListAsync($"state=open&user={user}")).Orders);
        Assert.Equal(paid, (await ListAsync($"state=paid&user={user}&item={item}&older_than=0")).Orders);
        Assert.Empty((await ListAsync($"state=paid&user={user}&older_than=3600")).Orders);
        Assert.Empty((await ListAsync($"user={user}")).Orders);

        var (first, cursor) = await ListAsync($"state=paid&user={user}&limit=2");
        Assert.Equal(paid[..2], first);
        var (rest, end) = await ListAsync($"state=paid&user={user}&limit=2&cursor={cursor}");
        Assert.Equal(paid[2..], rest);
        Assert.Null(end);
    }

    [Fact]
    public async Task An_order_that_is_not_there_is_404()
    {
        var reply = await _admin.GetAsync("/admin/v1/sagas/1");
        Assert.Equal((404, "unknown-order"), (reply.Status, reply.Text("code")));
    }

    [Theory]
    [InlineData("state=lost")]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("older_than=-1")]
    [InlineData("user=x")]
    [InlineData("item=1234567890123456789")]
    [InlineData("cursor=x")]
    [InlineData("cursor=1.x")]
    public async Task A_malformed_query_is_named(string query)
    {
        var reply = await _admin.GetAsync($"/admin/v1/sagas?{query}");
        Assert.Equal((400, "malformed-query"), (reply.Status, reply.Text("code")));
        Assert.StartsWith(query.Split('=')[0], reply.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rows_of_an_attempt_come_from_each_service()
    {
        var (user, item) = (await _shop.NewUserAsync(100), await _shop.NewItemAsync(price: 5, stock: 10));
        var order = await _shop.NewOrderAsync(user, (item, 2));
        var attempt = (await _shop.CheckOutAsync(order)).Text("attempt");

        var path = $"/admin/v1/attempts/{attempt}?order={order}&user={user}&amount=10";
        var services = (await _admin.GetAsync(path)).Json.EnumerateArray().ToDictionary(
            service => service.GetProperty("service").GetString()!,
            service => service.GetProperty("rows").EnumerateArray().ToList());
        Assert.Equal(["order", "payment", "stock"], services.Keys.Order());
        var row = Assert.Single(services["order"]);
        Assert.Equal(("orders", order), (row.GetProperty("table").GetString(), row.GetProperty("key").GetString()));
        Assert.Equal("paid", row.GetProperty("values").GetProperty("status").GetString());
        Assert.Equal(
            ["accounts", "payments", "reservations"],
            services["payment"].Concat(services["stock"]).Select(r => r.GetProperty("table").GetString()).Order());
    }

    [Theory]
    [InlineData("1?order=1&user=1", "malformed-query")]
    [InlineData("1?order=1&user=x&amount=1", "malformed-query")]
    [InlineData("x?order=1&user=1&amount=1", "malformed-number")]
    public async Task The_rows_of_an_attempt_need_its_order_user_and_amount(string path, string code)
    {
        var reply = await _admin.GetAsync($"/admin/v1/attempts/{path}");
        Assert.Equal((400, code), (reply.Status, reply.Text("code")));
    }

    private async Task<(List<string> Orders, string? Cursor)> ListAsync(string query)
    {
        var page = (await _admin.GetAsync($"/admin/v1/sagas?{query}")).Json;
        return (
            [.. page.GetProperty("sagas").EnumerateArray().Select(order => order.GetProperty("order_id").GetString()!)],
            page.TryGetProperty("cursor", out var cursor) ? cursor.GetString() : null);
    }
}
