using Cartwright.Client;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Clients;

/// <summary>Each call of the client, at a real shop.</summary>
public sealed class ClientCallTests(ImmediateShop fixture) : IClassFixture<ImmediateShop>, IDisposable
{
    private readonly CartwrightClient _shop = new(fixture.Shop.Process.Url);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_is_sold_and_cancelled()
    {
        var user = await _shop.Payment.CreateUserAsync(cancellation: Stop);
        Assert.Equal(100, await _shop.Payment.AddFundsAsync(user, 100, cancellation: Stop));
        Assert.Equal(90, await _shop.Payment.PayAsync(user, 10, cancellation: Stop));
        var item = await _shop.Stock.CreateItemAsync(price: 30, cancellation: Stop);
        Assert.Equal(6, await _shop.Stock.AddStockAsync(item, 6, cancellation: Stop));
        Assert.Equal(5, await _shop.Stock.SubtractStockAsync(item, 1, cancellation: Stop));
        var order = await _shop.Orders.CreateOrderAsync(user, cancellation: Stop);
        Assert.Equal(60, await _shop.Orders.AddItemAsync(order, item, 2, cancellation: Stop));

        var outcome = await _shop.Orders.CheckOutOrderAsync(order, cancellation: Stop);

        Assert.True(outcome.IsPaid);
        Assert.Equal(new ShopUser(user, 30), await _shop.Payment.FindUserAsync(user, Stop));
        Assert.Equal(new ShopItem(3, 30), await _shop.Stock.FindItemAsync(item, Stop));
        var found = await _shop.Orders.FindOrderAsync(order, Stop);
        Assert.Equal((user, 60, outcome.Attempt, true), (found.UserId, found.TotalCost, found.Attempt, found.IsPaid));
        var line = Assert.Single(found.Lines);
        Assert.Equal(new ShopOrderLine(item, 2, 60), line);

        var cancel = await _shop.Orders.CancelOrderAsync(order, cancellation: Stop);

        Assert.Equal(new CancelOutcome(order, outcome.Attempt!, IsFinished: true), cancel);
        Assert.Equal(90, (await _shop.Payment.FindUserAsync(user, Stop)).Credit);
        Assert.Equal(ShopOrderStatus.Cancelled, (await _shop.Orders.FindOrderAsync(order, Stop)).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task The_orders_of_a_user_are_listed_over_all_pages(int pageLimit)
    {
        var user = await _shop.Payment.CreateUserAsync(cancellation: Stop);
        List<string> made = [];
        for (var count = 0; count < 5; count++)
        {
            made.Add(await _shop.Orders.CreateOrderAsync(user, cancellation: Stop));
        }

        var listed = await _shop.Orders.ListOrdersAsync(user, pageLimit: pageLimit, cancellation: Stop)
            .ToListAsync(Stop);

        Assert.Equal(made.OrderBy(long.Parse), listed.Select(order => order.OrderId));
        Assert.All(listed, order => Assert.Equal((user, ShopOrderStatus.Open), (order.UserId, order.Status)));
        var rest = _shop.Orders.ListOrdersAsync(user, listed[2].OrderId, pageLimit, Stop);
        Assert.Equal(
            listed.Skip(3).Select(order => order.OrderId), await rest.Select(order => order.OrderId).ToListAsync(Stop));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => _shop.Orders.ListOrdersAsync(user, pageLimit: 101, cancellation: Stop));
    }

    [Fact]
    public async Task A_line_is_removed()
    {
        var order = await OrderAsync(credit: 100);
        var item = Assert.Single((await _shop.Orders.FindOrderAsync(order, Stop)).Lines).ItemId;

        Assert.Equal(0, await _shop.Orders.RemoveItemAsync(order, item, cancellation: Stop));

        Assert.Empty((await _shop.Orders.FindOrderAsync(order, Stop)).Lines);
        await Assert.ThrowsAsync<ShopRejectionException>(
            () => _shop.Orders.RemoveItemAsync(order, item, cancellation: Stop));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task A_failed_checkout_is_an_outcome_with_its_reason(int waitSeconds)
    {
        using var shop = new CartwrightClient(
            fixture.Shop.Process.Url, new() { OutcomeWait = TimeSpan.FromSeconds(waitSeconds) });
        var order = await OrderAsync(credit: 1);

        var outcome = await shop.Orders.CheckOutOrderAsync(order, cancellation: Stop);

        Assert.Equal((CheckoutState.Failed, "insufficient-credit"), (outcome.State, outcome.Rejection!.Code));
        Assert.Equal("insufficient-credit", (await shop.Orders.FindOrderAsync(order, Stop)).Reason);
    }

    // The key belongs to the attempt: its outcome stays, whatever a later attempt brings.
    [Fact]
    public async Task A_checkout_repeated_with_its_key_returns_its_own_outcome()
    {
        var order = await OrderAsync(credit: 1);
        var user = (await _shop.Orders.FindOrderAsync(order, Stop)).UserId;
        var first = await _shop.Orders.CheckOutOrderAsync(order, "first-" + order, Stop);
        await _shop.Payment.AddFundsAsync(user, 100, cancellation: Stop);

        var repeat = await _shop.Orders.CheckOutOrderAsync(order, "first-" + order, Stop);
        var second = await _shop.Orders.CheckOutOrderAsync(order, cancellation: Stop);

        Assert.Equal([CheckoutState.Failed, CheckoutState.Failed, CheckoutState.Paid],
            new[] { first, repeat, second }.Select(outcome => outcome.State));
        Assert.Equal(71, (await _shop.Payment.FindUserAsync(user, Stop)).Credit);
    }

    [Fact]
    public async Task An_action_repeated_with_its_key_takes_effect_once()
    {
        var user = await _shop.Payment.CreateUserAsync("user-of-this-test", Stop);
        Assert.Equal(user, await _shop.Payment.CreateUserAsync("user-of-this-test", Stop));
        await _shop.Payment.AddFundsAsync(user, 5, "funds-of-this-test", Stop);

        Assert.Equal(5, await _shop.Payment.AddFundsAsync(user, 5, "funds-of-this-test", Stop));
        Assert.Equal(5, (await _shop.Payment.FindUserAsync(user, Stop)).Credit);
    }

    [Fact]
    public async Task Rejections_have_their_code_status_and_trace()
    {
        var order = await _shop.Orders.CreateOrderAsync("1", cancellation: Stop);
        List<(string, Func<Task>)> rejections =
        [
            ("404 unknown-order", () => _shop.Orders.FindOrderAsync("999999999999", Stop)),
            ("404 unknown-order", () => _shop.Orders.CheckOutOrderAsync("999999999999", cancellation: Stop)),
            ("400 empty-order", () => _shop.Orders.CheckOutOrderAsync(order, cancellation: Stop)),
            ("409 order-not-paid", () => _shop.Orders.CancelOrderAsync(order, cancellation: Stop)),
            ("404 unknown-item", () => _shop.Orders.AddItemAsync(order, "999999999999", 1, cancellation: Stop)),
            ("404 unknown-item", () => _shop.Stock.FindItemAsync("999999999999", Stop)),
            ("404 unknown-user", () => _shop.Payment.FindUserAsync("999999999999", Stop)),
            ("400 out-of-range", () => _shop.Payment.AddFundsAsync("1", -5, cancellation: Stop)),
        ];
        foreach (var (expected, call) in rejections)
        {
            var rejection = (await Assert.ThrowsAsync<ShopRejectionException>(call)).Rejection;
            Assert.Equal(expected, $"{rejection.Status} {rejection.Code}");
            Assert.Matches("^[0-9a-f]{32}$", rejection.TraceId);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("1/2")]
    [InlineData("1?x=y")]
    [InlineData("-1")]
    [InlineData("1234567890123456789")]
    public async Task An_id_that_is_no_number_is_not_sent(string id)
    {
        using var shop = new ScriptedShop(ScriptedShop.Json("{}"));
        using var client = shop.Client();
        await Assert.ThrowsAsync<ArgumentException>(() => client.Orders.FindOrderAsync(id, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => client.Stock.AddStockAsync(id, 1, cancellation: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => client.Payment.CreateUserAsync(id + " ", Stop));
        Assert.Empty(shop.Sent);
    }

    public void Dispose() => _shop.Dispose();

    private async Task<string> OrderAsync(long credit)
    {
        var user = await _shop.Payment.CreateUserAsync(cancellation: Stop);
        await _shop.Payment.AddFundsAsync(user, credit, cancellation: Stop);
        var item = await _shop.Stock.CreateItemAsync(price: 30, cancellation: Stop);
        await _shop.Stock.AddStockAsync(item, 5, cancellation: Stop);
        var order = await _shop.Orders.CreateOrderAsync(user, cancellation: Stop);
        await _shop.Orders.AddItemAsync(order, item, 1, cancellation: Stop);
        return order;
    }
}
