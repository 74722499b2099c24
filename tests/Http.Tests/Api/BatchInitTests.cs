using System.Text.Json;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>Many rows at once: the three <c>batch_init</c>, and a shop that continues from them.</summary>
public sealed class BatchInitTests(FinalShop fixture) : IClassFixture<FinalShop>
{
    // More than two parts of 2,000 rows.
    private const int Orders = 4500;

    private readonly ShopCaller _shop = fixture.Call;

    // One test, because a shop has the numbers from 0 on only once.
    [Fact]
    public async Task Orders_that_were_made_in_bulk_are_found_checked_out_and_made_anew()
    {
        await InitAsync();

        await MustBeEdgesAsync();
        await MustBeSoldAsync(["0", "1999", "2000", "4499"]);
        Assert.Equal("cancelled", (await CancelAsync("1999")).Text("status"));
        (await _shop.PostAsync($"/orders/batch_init/{Orders}/10/20/7"))
            .MustBeJson(Done("orders"));
        Assert.Equal("open", await _shop.StatusAsync("0"));
        (await CancelAsync("1999")).MustBeProblem(503, "attempt-superseded");
        await MustStaySoldAsync("1999");
        await MustBeAnewAsync();
    }

    private Task<Reply> CancelAsync(string order, string? key = null, string prefer = "wait=10") =>
        _shop.PostAsync(
            $"/orders/cancel/{order}", ("Idempotency-Key", key ?? $"cancel {order}"), ("Prefer", prefer));

    // The first cancel's key belongs to the first sale only, even after the order was re-created.
    private async Task MustStaySoldAsync(string order)
    {
        var sold = await _shop.CheckOutAsync(order);
        Assert.Equal("paid", sold.Text("status"));
        var books = await BooksAsync();

        (await CancelAsync(order)).MustBeProblem(503, "attempt-superseded");
        (await CancelAsync(order, prefer: "respond-async")).MustBeProblem(503, "attempt-superseded");

        var found = await _shop.GetAsync($"/orders/find/{order}");
        Assert.Equal(("paid", sold.Text("attempt")), (found.Text("status"), found.Text("attempt")));
        Assert.Equal(books, await BooksAsync());

        var cancelled = await CancelAsync(order, key: "the second sale");
        Assert.Equal(("cancelled", sold.Text("attempt")), (cancelled.Text("status"), cancelled.Text("attempt")));
        (await CancelAsync(order)).MustBeProblem(503, "attempt-superseded");
        Assert.Equal((books.Credit + 14, books.Stock + 2), await BooksAsync());
    }

    private async Task<(long Credit, long Stock)> BooksAsync()
    {
        var credit = await Task.WhenAll(Enumerable.Range(0, 20).Select(user => _shop.CreditAsync($"{user}")));
        var stock = await Task.WhenAll(Enumerable.Range(0, 10).Select(item => _shop.StockAsync($"{item}")));
        return (credit.Sum(), stock.Sum());
    }

    private async Task InitAsync()
    {
        (await _shop.PostAsync("/payment/batch_init/20/1000")).MustBeJson(Done("users"));
        (await _shop.PostAsync("/stock/batch_init/10/50/7")).MustBeJson(Done("stock"));
        (await _shop.PostAsync($"/orders/batch_init/{Orders}/10/20/7"))
            .MustBeJson(Done("orders"));
    }

    private async Task MustBeEdgesAsync()
    {
        foreach (var order in new[] { "0", "1999", "2000", "4499" })
        {
            var found = (await _shop.GetAsync($"/orders/find/{order}")).Json;
            Assert.Equal(order, found.GetProperty("order_id").GetString());
            Assert.Equal(14, found.GetProperty("total_cost").GetInt64());
            Assert.InRange(int.Parse(found.GetProperty("user_id").GetString()!), 0, 19);
            var lines = found.GetProperty("items").EnumerateArray().ToList();
            Assert.Equal(2, lines.Sum(line => line[1].GetInt32()));
            Assert.All(lines, line => Assert.InRange(ItemOf(line), 0, 9));
        }

        (await _shop.GetAsync($"/orders/find/{Orders}")).MustBeProblem(404, "unknown-order");
        (await _shop.GetAsync("/stock/find/9")).MustBeJson("""{"stock":50,"price":7}""");
        (await _shop.GetAsync("/stock/find/10")).MustBeProblem(404, "unknown-item");
        (await _shop.GetAsync("/payment/find_user/19")).MustBeJson("""{"user_id":"19","credit":1000}""");
        (await _shop.GetAsync("/payment/find_user/20")).MustBeProblem(404, "unknown-user");
    }

    private async Task MustBeSoldAsync(string[] orders)
    {
        foreach (var order in orders)
        {
            Assert.Equal("paid", (await _shop.CheckOutAsync(order)).Text("status"));
        }

        Assert.Equal((20_000 - (14 * orders.Length), 500 - (2 * orders.Length)), await BooksAsync());
    }

    private async Task MustBeAnewAsync()
    {
        await _shop.PostAsync("/payment/batch_init/1/5");
        await _shop.PostAsync("/stock/batch_init/1/6/8");
        (await _shop.GetAsync("/payment/find_user/0")).MustBeJson("""{"user_id":"0","credit":5}""");
        (await _shop.GetAsync("/stock/find/0")).MustBeJson("""{"stock":6,"price":8}""");
        (await _shop.PostAsync("/orders/batch_init/1/1/1/0")).MustBeJson(Done("orders"));
        var found = (await _shop.GetAsync("/orders/find/0")).Json;
        Assert.Equal("""[["0",2]]""", found.GetProperty("items").GetRawText());
        Assert.Equal(0, found.GetProperty("total_cost").GetInt64());
    }

    private static string Done(string what) => $$"""{"msg":"Batch init for {{what}} successful"}""";

    private static int ItemOf(JsonElement line) => int.Parse(line[0].GetString()!);
}
