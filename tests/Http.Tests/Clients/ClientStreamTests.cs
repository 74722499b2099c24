using Cartwright.Client;
using Cartwright.Http.Tests.Server;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Http.Tests.Clients;

/// <summary>The stream of an order's events, and how it goes on after a break.</summary>
public sealed class ClientStreamTests(ImmediateShop fixture) : IClassFixture<ImmediateShop>
{
    private const string Open = "retry: 1\n\nid: 0.0\ndata: {\"order_id\":\"1\",\"status\":\"open\"}\n\n";
    private const string Processing =
        "id: 2.1\ndata: {\"order_id\":\"1\",\"status\":\"processing\",\"attempt\":\"2\"}\n\n";
    private const string Failed =
        "id: 2.2\ndata: {\"order_id\":\"1\",\"status\":\"failed\",\"attempt\":\"2\",\"reason\":\"timeout\"}\n\n";
    private const string Paid = "id: 3.2\ndata: {\"order_id\":\"1\",\"status\":\"paid\",\"attempt\":\"3\"}\n\n";

    private static readonly Func<HttpResponseMessage> Nothing = ScriptedShop.Text("", 204);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_checkout_is_followed_to_its_end()
    {
        using var shop = new CartwrightClient(fixture.Shop.Process.Url);
        var user = await shop.Payment.CreateUserAsync(cancellation: Stop);
        await shop.Payment.AddFundsAsync(user, 10, cancellation: Stop);
        var item = await shop.Stock.CreateItemAsync(price: 10, cancellation: Stop);
        await shop.Stock.AddStockAsync(item, 1, cancellation: Stop);
        var order = await shop.Orders.CreateOrderAsync(user, cancellation: Stop);
        await shop.Orders.AddItemAsync(order, item, 1, cancellation: Stop);
        List<OrderUpdate> updates = [];

        await foreach (var update in shop.Orders.WatchOrderAsync(order, cancellation: Stop))
        {
            updates.Add(update);
            if (update.Status == ShopOrderStatus.Open)
            {
                Assert.True((await shop.Orders.CheckOutOrderAsync(order, cancellation: Stop)).IsPaid);
            }
        }

        var found = await shop.Orders.FindOrderAsync(order, Stop);
        Assert.Equal(
            [ShopOrderStatus.Open, ShopOrderStatus.Processing, ShopOrderStatus.Paid], updates.Select(u => u.Status));
        Assert.Equal(
            new OrderUpdate($"{found.Attempt}.2", order, ShopOrderStatus.Paid, found.Attempt, null, found.UpdatedAt),
            updates[^1]);
        Assert.Empty(await RestAsync(shop.Orders.WatchOrderAsync(order, updates[^1].EventId, Stop)));
    }

    [Fact]
    public async Task An_unknown_order_has_no_stream()
    {
        using var shop = new CartwrightClient(fixture.Shop.Process.Url);
        var rejected = await Assert.ThrowsAsync<ShopRejectionException>(
            () => RestAsync(shop.Orders.WatchOrderAsync("999999999999", cancellation: Stop)));
        Assert.Equal("unknown-order", rejected.Code);
    }

    [Fact]
    public async Task A_broken_stream_is_resumed_after_its_last_event()
    {
        using var shop = new ScriptedShop(
            ScriptedShop.Stream(Open, StreamEnd.Breaks),
            ScriptedShop.Problem(503, "shutting-down"),
            ScriptedShop.Lost(),
            ScriptedShop.Stream(Processing, StreamEnd.Ends),
            ScriptedShop.Stream(Failed + Paid, StreamEnd.Ends),
            Nothing);
        using var client = shop.Client();

        var statuses = await RestAsync(client.Orders.WatchOrderAsync("1", cancellation: Stop));

        Assert.Equal("0.0 Open, 2.1 Processing, 2.2 Failed, 3.2 Paid", string.Join(", ", statuses));
        Assert.Equal([null, "0.0", "0.0", "0.0", "2.1"], shop.Sent.Select(sent => sent.LastEventId));
        Assert.All(shop.Sent, sent => Assert.Null(sent.Key));
    }

    // Whether more was to come after the final event is not known when the connection breaks.
    [Fact]
    public async Task A_stream_that_breaks_after_a_final_event_is_asked_once_more()
    {
        using var shop = new ScriptedShop(ScriptedShop.Stream(Failed, StreamEnd.Breaks), Nothing);
        using var client = shop.Client();
        Assert.Equal(["2.2 Failed"], await RestAsync(client.Orders.WatchOrderAsync("1", "2.1", Stop)));
        Assert.Equal(["2.1", "2.2"], shop.Sent.Select(sent => sent.LastEventId));
    }

    // An event of which only a part has arrived counts as not received.
    [Fact]
    public async Task An_event_that_breaks_off_is_sent_again()
    {
        using var shop = new ScriptedShop(
            ScriptedShop.Stream(Open + Paid[..^10], StreamEnd.Ends), ScriptedShop.Stream(Paid, StreamEnd.Ends));
        using var client = shop.Client();
        var updates = await RestAsync(client.Orders.WatchOrderAsync("1", cancellation: Stop));
        Assert.Equal(["0.0 Open", "3.2 Paid"], updates);
    }

    [Fact]
    public async Task A_silent_stream_is_opened_again()
    {
        var clock = new FakeTimeProvider();
        using var shop = new ScriptedShop(
            ScriptedShop.Stream(Open, StreamEnd.Hangs), ScriptedShop.Stream(Paid, StreamEnd.Ends));
        using var client = shop.Client(new() { Clock = clock });
        var watch = RestAsync(client.Orders.WatchOrderAsync("1", cancellation: Stop));

        var waited = await ClientClock.AdvanceUntilAsync(clock, () => watch.IsCompleted);

        Assert.Equal(["0.0 Open", "3.2 Paid"], await watch);
        Assert.InRange(waited.TotalSeconds, 29.9, 31);
    }

    [Fact]
    public async Task Streams_without_an_event_have_a_bound()
    {
        using var shop = new ScriptedShop(
            ScriptedShop.Stream(Open, StreamEnd.Ends), ScriptedShop.Stream(": heartbeat\n\n", StreamEnd.Ends));
        using var client = shop.Client(ScriptedShop.Retries(3));

        await Assert.ThrowsAsync<ShopUnavailableException>(
            () => RestAsync(client.Orders.WatchOrderAsync("1", cancellation: Stop)));

        Assert.Equal(5, shop.Sent.Count);
    }

    [Fact]
    public async Task A_caller_can_leave_a_stream()
    {
        using var shop = new ScriptedShop(ScriptedShop.Stream(Open, StreamEnd.Hangs));
        using var client = shop.Client();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.Orders.WatchOrderAsync("1", cancellation: stop.Token))
            {
                await stop.CancelAsync();
            }
        });
        Assert.Single(shop.Sent);
    }

    [Theory]
    [InlineData("id: 1.1\ndata: not JSON\n\n")]
    [InlineData("data: {\"order_id\":\"1\",\"status\":\"open\"}\n\n")]
    [InlineData("id: 1.1\ndata: {\"status\":\"open\"}\n\n")]
    public async Task An_event_that_cannot_be_read_ends_the_watch(string text)
    {
        using var shop = new ScriptedShop(ScriptedShop.Stream(text, StreamEnd.Ends));
        using var client = shop.Client();
        await Assert.ThrowsAsync<InvalidDataException>(
            () => RestAsync(client.Orders.WatchOrderAsync("1", cancellation: Stop)));
    }

    private static async Task<IReadOnlyList<string>> RestAsync(IAsyncEnumerable<OrderUpdate> updates)
    {
        List<string> shown = [];
        await foreach (var update in updates)
        {
            shown.Add($"{update.EventId} {update.Status}");
        }

        return shown;
    }
}
