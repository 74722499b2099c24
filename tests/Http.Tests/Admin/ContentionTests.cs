using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;
using Cartwright.Shop;
using Microsoft.Data.Sqlite;

namespace Cartwright.Http.Tests.Admin;

/// <summary>The contention that an operator sees: hot items, and accounts for which checkouts wait.</summary>
public sealed class ContentionTests
{
    [Fact]
    public async Task An_item_that_is_changed_often_is_hot()
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan());
        await using var admin = await LocalAdmin.StartAsync(shop);
        var (hot, _) = (await shop.Call.NewItemAsync(price: 1, stock: 1), await shop.Call.NewItemAsync(price: 1));
        for (var added = 0; added < 20; added++)
        {
            Assert.Equal(200, (await shop.Call.PostAsync($"/stock/add/{hot}/1")).Status);
        }

        var report = (await admin.Call.GetAsync("/admin/v1/contention")).Json;
        var items = report.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            (hot, 21), (items[0].GetProperty("item_id").GetString(), items[0].GetProperty("stock").GetInt64()));
        Assert.InRange(items[0].GetProperty("per_second").GetDouble(), 1.0, 2.2);
        Assert.Equal([hot], items.Select(item => item.GetProperty("item_id").GetString()));
        Assert.Empty(report.GetProperty("accounts").EnumerateArray());
        Assert.Empty(report.GetProperty("silent").EnumerateArray());
    }

    // Payment alone: a hold in flight takes all credit, and the next one waits for its end.
    [Fact]
    public async Task An_account_with_a_waiting_room_is_busy()
    {
        await using var shop = await LocalShop.StartAsync(
            new LocalShop.Plan { Services = [ShopServices.Payment], Log = new SilentLog() });
        await using var admin = await LocalAdmin.StartAsync(shop);
        await PutAccountAsync(shop, user: 7, credit: 0, holds: "[[90,4,80,0,5000]]", waiting: "[[100,5,60,0,6000]]");
        await PutAccountAsync(shop, user: 8, credit: 9, holds: "[[91,6,80,0,5000]]", waiting: "[]");

        var accounts = (await admin.Call.GetAsync("/admin/v1/contention")).Json.GetProperty("accounts");
        var busy = Assert.Single(accounts.EnumerateArray());
        Assert.Equal(
            ("7", 0, 80, 1, 5_000),
            (busy.GetProperty("user_id").GetString(), busy.GetProperty("credit").GetInt64(),
            busy.GetProperty("held").GetInt64(), busy.GetProperty("holds").GetInt32(),
            busy.GetProperty("oldest_hold_at").GetInt64()));
        Assert.Equal(["5"], busy.GetProperty("waiting").EnumerateArray().Select(order => order.GetString()));
    }

    private static async Task PutAccountAsync(LocalShop shop, long user, long credit, string holds, string waiting)
    {
        await using var file = new SqliteConnection($"Data Source={shop.Folder}/cartwright.db;Pooling=False");
        await file.OpenAsync(TestContext.Current.CancellationToken);
        await using var insert = file.CreateCommand();
        insert.CommandText = $"""
            INSERT INTO accounts
                (user_id, credit, held, funded, paid, captured, refunded, generation, holds, waiting, looks, due,
                    version)
            VALUES ({user}, {credit}, 80, {credit + 80}, 0, 0, 0, 0, '{holds}', '{waiting}', 0,
                {shop.Engine.Engine.Now + 60_000}, 1)
            """;
        Assert.Equal(1, await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }
}
