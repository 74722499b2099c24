using Cartwright.Client;

namespace Cartwright.Http.Tests.Clients;

/// <summary>How the client reads answers, and which options it takes.</summary>
public sealed class ClientAnswerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_total_is_read_from_JSON_and_from_a_line_of_text()
    {
        using var shop = new ScriptedShop(
            ScriptedShop.Json("""{"order_id":"1","item_id":"2","total_cost":60}"""),
            ScriptedShop.Text("Item: 2 added to: 1 price updated to: 60"));
        using var client = shop.Client();
        Assert.Equal(60, await client.Orders.AddItemAsync("1", "2", 1, cancellation: Stop));
        Assert.Equal(60, await client.Orders.AddItemAsync("1", "2", 1, cancellation: Stop));
    }

    [Theory]
    [InlineData("""{"order_id":"1","total_cost":"sixty"}""")]
    [InlineData("""{"order_id":"1"}""")]
    [InlineData("""[1]""")]
    [InlineData("""{"order_id":""")]
    [InlineData("""null""")]
    public async Task An_answer_without_its_member_is_no_success(string body)
    {
        using var shop = new ScriptedShop(ScriptedShop.Json(body));
        using var client = shop.Client();
        var fault = await Assert.ThrowsAsync<InvalidDataException>(
            () => client.Orders.AddItemAsync("1", "2", 1, cancellation: Stop));
        Assert.Contains(body, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_may_have_more_members_and_a_status_of_a_later_version()
    {
        using var shop = new ScriptedShop(ScriptedShop.Json("""
            {"order_id":"1","paid":false,"items":[["2",3]],"user_id":"4","total_cost":60,"status":"shipped",
             "lines":[{"item_id":"2","quantity":3,"cost":60}],"colour":"red","reason":null,"attempt":null,
             "updated_at":"2026-11-25T01:41:00.588Z"}
            """));
        using var client = shop.Client();

        var order = await client.Orders.FindOrderAsync("1", Stop);

        Assert.Equal(ShopOrderStatus.Unknown, order.Status);
        Assert.Equal(new ShopOrderLine("2", 3, 60), Assert.Single(order.Lines));
        Assert.Equal(588, order.UpdatedAt.Millisecond);
    }

    [Theory]
    [InlineData("[1,2]")]
    [InlineData("[[1,2]]")]
    [InlineData("[[\"1\"]]")]
    public async Task An_order_whose_lines_cannot_be_read_is_no_order(string items)
    {
        using var shop = new ScriptedShop(ScriptedShop.Json(
            $$"""
            {"order_id":"1","paid":false,"items":{{items}},"user_id":"4","total_cost":60,"status":"open",
             "updated_at":"2026-11-25T01:41:00.588Z"}
            """));
        using var client = shop.Client();
        await Assert.ThrowsAsync<InvalidDataException>(() => client.Orders.FindOrderAsync("1", Stop));
    }

    [Fact]
    public async Task The_members_of_a_rejection_are_kept()
    {
        using var shop = new ScriptedShop(ScriptedShop.Json(
            """{"code":"out-of-stock","detail":"d","item_id":"7","wanted":3,"available":2,"more":[1]}""", 400));
        using var client = shop.Client();

        var outcome = await client.Orders.CheckOutOrderAsync("1", cancellation: Stop);

        var rejection = outcome.Rejection!;
        Assert.Equal(("7", 3, 2), (rejection.ItemId, rejection.Wanted, rejection.Available));
        Assert.Equal("[1]", rejection.Members["more"].GetRawText());
        Assert.False(outcome.IsPaid);
    }

    [Fact]
    public async Task A_page_of_a_server_on_the_way_is_a_rejection_without_a_code()
    {
        using var shop = new ScriptedShop(ScriptedShop.Text("<html>Forbidden</html>", 403));
        using var client = shop.Client();

        var rejected = await Assert.ThrowsAsync<ShopRejectionException>(
            () => client.Stock.FindItemAsync("1", Stop));

        Assert.Equal(("", 403, "<html>Forbidden</html>"),
            (rejected.Code, rejected.Rejection.Status, rejected.Rejection.Detail));
    }

    [Fact]
    public async Task Credentials_are_sent_and_a_token_is_asked_for_each_try()
    {
        var item = ScriptedShop.Json("""{"stock":1,"price":2}""");
        using var shop = new ScriptedShop(item, ScriptedShop.Problem(503, "shutting-down"), item);
        using var keyed = shop.Client(new() { ApiKey = "key" });
        await keyed.Stock.FindItemAsync("1", Stop);
        var tokens = 0;
        using var tokened = shop.Client(new()
        {
            TokenSource = _ => ValueTask.FromResult($"token-{++tokens}"),
            PauseMin = ScriptedShop.Brief,
        });
        await tokened.Stock.FindItemAsync("1", Stop);

        Assert.Equal(["Bearer key", "Bearer token-1", "Bearer token-2"], shop.Sent.Select(sent => sent.Credential));
    }

    public static TheoryData<string, CartwrightClientOptions> Contradictions => new()
    {
        { "not both", new() { ApiKey = "key", TokenSource = _ => ValueTask.FromResult("token") } },
        { "OutcomeWait", new() { OutcomeWait = TimeSpan.FromSeconds(121) } },
        { "TryTimeout", new() { TryTimeout = TimeSpan.FromSeconds(61) } },
        { "TryTimeout", new() { TryTimeout = TimeSpan.Zero } },
        { "CallTimeout", new() { CallTimeout = TimeSpan.FromHours(2) } },
        { "RetriesMax", new() { RetriesMax = -1 } },
        { "PauseMin", new() { PauseMin = TimeSpan.FromSeconds(3) } },
        { "SilenceMax", new() { SilenceMax = TimeSpan.Zero } },
        { "PauseMax", new() { PauseMax = TimeSpan.FromSeconds(61) } },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Bounds_that_contradict_each_other_are_rejected(string rule, CartwrightClientOptions options)
    {
        var wrong = Assert.Throws<ArgumentException>(() => new CartwrightClient(new Uri("http://shop.test"), options));
        Assert.Contains(rule, wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/orders", UriKind.Relative)]
    [InlineData("ftp://shop.test", UriKind.Absolute)]
    public void An_address_that_is_not_of_HTTP_is_rejected(string url, UriKind kind) =>
        Assert.Throws<ArgumentException>(() => new CartwrightClient(new Uri(url, kind)));
}
