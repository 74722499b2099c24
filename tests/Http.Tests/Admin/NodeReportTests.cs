using System.Text.Json;
using Cartwright.Http.Tests.Contract;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Admin;

/// <summary>The report of a process about itself.</summary>
public sealed class NodeReportTests
{
    [Fact]
    public async Task A_shop_reports_its_settings_services_and_checkouts()
    {
        await using var shop = await RunningShop.StartAsync(
            "final", "--admin-urls", "http://127.0.0.1:0", "--lanes", "2", "--node-name", "first");
        using var admin = new ShopCaller(
            shop.Process.AdminUrl, OpenApiContract.AdminAsync(shop.Process.AdminUrl));
        var (user, item) = (await shop.Call.NewUserAsync(20), await shop.Call.NewItemAsync(price: 10, stock: 5));
        foreach (var quantity in new[] { 1, 9 })
        {
            await shop.Call.CheckOutAsync(await shop.Call.NewOrderAsync(user, (item, quantity)));
        }

        var node = (await admin.GetAsync("/admin/v1/node")).Json;

        // A gateway finds the nodes of a service by them.
        Assert.Equal(
            ["order", "stock", "payment"],
            node.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        Assert.Equal(
            ("first", "embedded", true, shop.Process.Url.ToString().TrimEnd('/')),
            (node.GetProperty("name").GetString(), node.GetProperty("kind").GetString(),
            node.GetProperty("is_ready").GetBoolean(), node.GetProperty("url").GetString()));
        Assert.Equal(
            shop.Process.AdminUrl.ToString().TrimEnd('/'), node.GetProperty("admin_url").GetString());
        Assert.Contains(
            "lanes=2 by --lanes",
            node.GetProperty("settings").EnumerateArray().Select(setting =>
                $"{setting.GetProperty("name")}={setting.GetProperty("value")} by {setting.GetProperty("source")}"));
        Assert.Equal(
            ["order", "payment", "stock"],
            node.GetProperty("roles").EnumerateArray().Select(role => role.GetString()).Order());
        Assert.Equal(
            ["order", "payment", "stock"],
            node.GetProperty("services").EnumerateArray().Select(s => s.GetProperty("service").GetString()).Order());
        Assert.All(node.GetProperty("services").EnumerateArray(), service =>
        {
            Assert.EndsWith("cartwright.db", service.GetProperty("database").GetString());
            Assert.Equal(0, service.GetProperty("parked").GetInt32());
            Assert.Equal(0, service.GetProperty("unfinished").GetInt32());
        });

        var checkouts = node.GetProperty("checkouts");
        Assert.Equal(
            """{"paid":1,"insufficient-credit":1}""",
            JsonSerializer.Serialize(checkouts.GetProperty("outcomes").EnumerateObject()
                .OrderByDescending(outcome => outcome.Name)
                .ToDictionary(outcome => outcome.Name, outcome => outcome.Value.GetInt64())));
        Assert.Equal(0, checkouts.GetProperty("in_flight").GetInt32());
        var counts = checkouts.GetProperty("counts").EnumerateArray().Select(count => count.GetInt64()).ToList();
        Assert.Equal(2, counts.Sum());
        Assert.Equal(checkouts.GetProperty("bounds_ms").GetArrayLength() + 1, counts.Count);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_named_and_hides_nothing_else()
    {
        await using var shop = await LocalShop.StartAsync(
            LocalShop.Plan.OrdersAlone with { Log = new SilentLog { Confirms = false } });
        await using var admin = await LocalAdmin.StartAsync(shop);
        await shop.NewOrderInFlightAsync();
        var well = Assert.Single((await admin.Call.GetAsync("/admin/v1/node")).Json
            .GetProperty("services").EnumerateArray());
        Assert.Equal(1, well.GetProperty("unfinished").GetInt32());
        Assert.InRange(well.GetProperty("oldest_unfinished_ms").GetInt64(), 0, 20_000);
        Assert.Equal(1, well.GetProperty("unconfirmed").GetInt32());

        shop.Store.Fails = true;
        await Eventually.IsAsync("the database is missed", async () =>
        {
            var node = (await admin.Call.GetAsync("/admin/v1/node")).Json;
            var service = Assert.Single(node.GetProperty("services").EnumerateArray());
            return !node.GetProperty("is_ready").GetBoolean()
                && node.GetProperty("trouble").GetString() == "the database does not answer (order)"
                && service.TryGetProperty("database_trouble", out _)
                && !service.TryGetProperty("parked", out _);
        });
    }

    [Fact]
    public async Task Commands_without_room_are_counted_as_shed()
    {
        await using var shop = await LocalShop.StartAsync(
            LocalShop.Plan.OrdersAlone with { Engine = options => options with { UnfinishedMax = 1 } });
        await using var admin = await LocalAdmin.StartAsync(shop);
        await shop.NewOrderInFlightAsync();
        Assert.Equal(429, (await shop.Call.CheckOutAsync("2")).Status);
        var checkouts = (await admin.Call.GetAsync("/admin/v1/node")).Json.GetProperty("checkouts");
        Assert.Equal(
            (1, 1), (checkouts.GetProperty("shed").GetInt32(), checkouts.GetProperty("in_flight").GetInt32()));
    }
}
