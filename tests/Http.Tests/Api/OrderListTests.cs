using System.Text.Json;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;
using Cartwright.Web.Endpoints;
using Cartwright.Web.Gateway;

namespace Cartwright.Http.Tests.Api;

/// <summary>The list of a user's orders.</summary>
public sealed class OrderListTests(ImmediateShop fixture) : IClassFixture<ImmediateShop>
{
    private readonly ShopCaller _shop = fixture.Call;

    [Fact]
    public async Task A_user_without_orders_has_an_empty_list_whether_or_not_it_exists()
    {
        foreach (var user in (string[])[await _shop.NewUserAsync(), "999999999999999998"])
        {
            (await _shop.GetAsync($"/orders/list/{user}")).MustBeJson("""{"orders":[]}""");
            (await _shop.GetAsync($"/orders/list/{user}?after=5&limit=1")).MustBeJson("""{"orders":[]}""");
        }
    }

    [Fact]
    public async Task An_order_in_a_list_is_as_it_is_found()
    {
        var user = await _shop.NewUserAsync(credit: 100);
        var item = await _shop.NewItemAsync(price: 30, stock: 5);
        var paid = await _shop.NewOrderAsync(user, (item, 2));
        Assert.Equal("paid", (await _shop.CheckOutAsync(paid)).Text("status"));
        var failed = await _shop.NewOrderAsync(user, (item, 2));
        Assert.Equal("failed", (await _shop.CheckOutAsync(failed)).Text("status"));
        await _shop.NewOrderAsync(await _shop.NewUserAsync());

        var list = (await _shop.GetAsync($"/orders/list/{user}")).Json;

        Assert.False(list.TryGetProperty("next", out _));
        Assert.Equal(
            [await FoundAsync(paid), await FoundAsync(failed)],
            list.GetProperty("orders").EnumerateArray().Select(order => order.GetRawText()));
    }

    [Theory]
    [InlineData(null, 20)]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    [InlineData(100, 22)]
    public async Task Next_leads_through_all_pages_in_the_order_of_numbers(int? limit, int first)
    {
        var user = await _shop.NewUserAsync();
        var made = new List<string>();
        for (var count = 0; count < 22; count++)
        {
            made.Add(await _shop.NewOrderAsync(user));
        }

        var pages = new List<List<string>>();
        for (string? after = null; after is not null || pages.Count == 0;)
        {
            var query = string.Join('&', Parts(after, limit));
            var page = (await _shop.GetAsync($"/orders/list/{user}?{query}")).Json;
            pages.Add([.. page.GetProperty("orders").EnumerateArray().Select(IdOf)]);
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
            Assert.True(after is null || after == pages[^1][^1]);
        }

        Assert.Equal(first, pages[0].Count);
        Assert.Equal(made.OrderBy(long.Parse), pages.SelectMany(page => page));
        Assert.DoesNotContain(pages, page => page.Count == 0);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=-1")]
    [InlineData("limit=1.5")]
    [InlineData("limit=x")]
    [InlineData("limit=1%00")]
    [InlineData("limit=5&limit=5")]
    [InlineData("after=")]
    [InlineData("after=-1")]
    [InlineData("after=+1")]
    [InlineData("after=x")]
    [InlineData("after=1234567890123456789")]
    [InlineData("after=1&after=2")]
    [InlineData("after=%00")]
    public async Task A_wrong_value_of_the_query_is_rejected(string query) =>
        (await _shop.GetAsync($"/orders/list/1?{query}")).MustBeProblem(400, "malformed-query");

    /// <summary>A page ends where its lines are as many as one order can have, so that its length is bounded.</summary>
    [Fact]
    public async Task Orders_with_many_lines_make_a_page_shorter()
    {
        var user = await _shop.NewUserAsync();
        var items = new List<string>();
        for (var count = 0; count < 100; count++)
        {
            items.Add(await _shop.NewItemAsync(price: 1));
        }

        var orders = new List<string>();
        for (var count = 0; count < 4; count++)
        {
            orders.Add(await _shop.NewOrderAsync(user, [.. items.Select(item => (item, 1L))]));
        }

        var page = (await _shop.GetAsync($"/orders/list/{user}")).Json;
        Assert.Equal(orders[..2], page.GetProperty("orders").EnumerateArray().Select(IdOf));
        Assert.Equal(orders[1], page.GetProperty("next").GetString());
        var rest = (await _shop.GetAsync($"/orders/list/{user}?after={orders[1]}")).Json;
        Assert.Equal(orders[2..], rest.GetProperty("orders").EnumerateArray().Select(IdOf));
        Assert.False(rest.TryGetProperty("next", out _));
    }

    [Fact]
    public void The_longest_page_is_an_answer_that_a_gateway_keeps_back_until_it_is_whole()
    {
        const long most = 999_999_999_999_999_999;
        var lines = Enumerable.Range(0, Limits.LinesMax)
            .Select(_ => new Line(new ItemId(most), Limits.QuantityMax, Limits.CreditMax)).ToList();
        var orders = Enumerable.Range(0, ReadEndpoints.OrdersMax).Select(place => OrderAnswer.FromOrder(
            new OrderId(most),
            new Order
            {
                User = new UserId(most),
                Lines = place == 0 ? [.. lines] : [],
                Total = Limits.CreditMax,
                Status = OrderStatus.Processing,
                Attempt = new AttemptId(most),
                Reason = Enum.GetValues<Reason>().MaxBy(reason => reason.ToCode().Length),
                UpdatedAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            })).ToList();
        var page = JsonSerializer.SerializeToUtf8Bytes(
            new OrderListAnswer(orders, orders[^1].OrderId), AnswerJson.Default.OrderListAnswer);
        Assert.InRange(page.Length, WholeAnswers.BytesMax / 2, WholeAnswers.BytesMax);
    }

    [Fact]
    public async Task A_list_of_a_database_that_is_away_ends_in_time()
    {
        await using var shop = await LocalShop.StartAsync(
            new LocalShop.Plan { Engine = options => options with { PatienceMs = 300 } });
        var order = await shop.Call.NewOrderAsync("7");
        (shop.Store.Fails, shop.Store.IsSilent) = (true, false);
        (await shop.Call.GetAsync("/orders/list/7")).MustBeProblem(503, "database-unavailable");
        (shop.Store.Fails, shop.Store.IsSilent) = (false, true);
        (await shop.Call.GetAsync("/orders/list/7")).MustBeProblem(503, "database-unavailable");
        (shop.Store.Fails, shop.Store.IsSilent) = (false, false);
        Assert.Equal(order, IdOf((await shop.Call.GetAsync("/orders/list/7")).Json.GetProperty("orders")[0]));
    }

    private static IEnumerable<string> Parts(string? after, int? limit) =>
        new[] { after is null ? "" : $"after={after}", limit is null ? "" : $"limit={limit}" }.Where(p => p.Length > 0);

    private static string IdOf(JsonElement order) => order.GetProperty("order_id").GetString()!;

    private async Task<string> FoundAsync(string order) =>
        (await _shop.GetAsync($"/orders/find/{order}")).Body;
}
