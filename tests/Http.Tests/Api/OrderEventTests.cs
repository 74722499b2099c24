using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>An order's status, and each change of it, as server-sent events.</summary>
public sealed class OrderEventTests(ImmediateShop fixture) : IClassFixture<ImmediateShop>
{
    private readonly ShopCaller _shop = fixture.Call;

    [Fact]
    public async Task An_open_order_waits_for_its_checkout_and_the_stream_ends_once_it_is_paid()
    {
        var order = await PayableAsync();
        using var stream = await OpenAsync(order);
        Assert.Equal("text/event-stream", stream.ContentType);
        Assert.Equal("0 open", EventStream.Shown((await stream.NextAsync())!));

        await _shop.CheckOutAsync(order);

        Assert.Equal("1 processing, 2 paid", await stream.RestAsync());
    }

    [Fact]
    public async Task An_event_is_the_order_as_it_is_found()
    {
        var order = await PayableAsync();
        await _shop.CheckOutAsync(order);
        var found = (await _shop.GetAsync($"/orders/find/{order}")).Json;
        var (attempt, updatedAt) = (found.GetProperty("attempt"), found.GetProperty("updated_at"));

        using var stream = await OpenAsync(order);

        Assert.Equal(
            $"id: {attempt}.2\ndata: {{\"order_id\":\"{order}\",\"status\":\"paid\",\"reason\":null,"
            + $"\"attempt\":\"{attempt}\",\"updated_at\":\"{updatedAt}\"}}",
            await stream.NextAsync());
        Assert.Null(await stream.NextAsync());
    }

    [Fact]
    public async Task A_failure_is_told_with_its_reason_and_ends_the_stream()
    {
        var order = await UnpayableAsync();
        using var stream = await OpenAsync(order);
        await _shop.CheckOutAsync(order);

        Assert.Equal("0 open, 1 processing, 2 failed insufficient-credit", await stream.RestAsync());
    }

    // The row implies the steps between; only the time of the last one is stored.
    [Fact]
    public async Task A_step_that_was_filled_in_has_no_time()
    {
        var order = await PayableAsync();
        await _shop.CheckOutAsync(order);
        using var stream = await OpenAsync(order, lastId: "0.0");
        Assert.EndsWith("\"updated_at\":null}", await stream.NextAsync(), StringComparison.Ordinal);
        Assert.EndsWith("Z\"}", await stream.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_knows_that_it_was_paid_hears_of_the_cancelling()
    {
        var order = await PayableAsync();
        await _shop.CheckOutAsync(order);
        var attempt = await AttemptAsync(order);
        await _shop.PostAsync($"/orders/cancel/{order}");

        using var stream = await OpenAsync(order, $"{attempt}.2");
        Assert.Equal("3 cancelling, 4 cancelled", await stream.RestAsync());
        using var anew = await OpenAsync(order);
        Assert.Equal("4 cancelled", await anew.RestAsync());
    }

    [Fact]
    public async Task Only_what_came_after_the_last_event_is_told()
    {
        var order = await UnpayableAsync();
        await _shop.CheckOutAsync(order);
        var failed = await AttemptAsync(order);
        await _shop.PostAsync($"/payment/add_funds/{await UserAsync(order)}/1000");
        await _shop.CheckOutAsync(order);

        Assert.Equal("2 failed insufficient-credit, 1 processing, 2 paid", await RestAfterAsync($"{failed}.1"));
        Assert.Equal("1 processing, 2 paid", await RestAfterAsync($"{failed}.2"));
        Assert.Equal("2 paid", await RestAfterAsync($"{await AttemptAsync(order)}.1"));

        async Task<string> RestAfterAsync(string lastId)
        {
            using var stream = await OpenAsync(order, lastId);
            return await stream.RestAsync();
        }
    }

    [Fact]
    public async Task What_the_order_no_longer_knows_is_followed_by_all_that_it_knows()
    {
        var order = await PayableAsync();
        await _shop.CheckOutAsync(order);
        using var stream = await OpenAsync(order, "12.2");
        Assert.Equal("1 processing, 2 paid", await stream.RestAsync());
    }

    [Fact]
    public async Task Whoever_has_heard_it_all_is_told_not_to_come_again()
    {
        var order = await PayableAsync();
        await _shop.CheckOutAsync(order);
        var again = await _shop.SendAsync(
            HttpMethod.Get, $"/orders/events/{order}", ("Last-Event-ID", $"{await AttemptAsync(order)}.2"));
        Assert.Equal((204, ""), (again.Status, again.Body));
    }

    [Fact]
    public async Task There_are_no_events_of_an_order_that_is_not_there()
    {
        (await _shop.GetAsync("/orders/events/999999999999")).MustBeProblem(404, "unknown-order");
        (await _shop.GetAsync("/orders/events/one")).MustBeProblem(400, "malformed-number");
    }

    private Task<EventStream> OpenAsync(string order, string? lastId = null) =>
        EventStream.OpenAsync(_shop.Server, order, lastId);

    private async Task<string> PayableAsync() => await _shop.NewOrderAsync(
        await _shop.NewUserAsync(credit: 100), (await _shop.NewItemAsync(price: 10, stock: 5), 1));

    private async Task<string> UnpayableAsync() => await _shop.NewOrderAsync(
        await _shop.NewUserAsync(credit: 1), (await _shop.NewItemAsync(price: 10, stock: 5), 1));

    private async Task<string> AttemptAsync(string order) =>
        (await _shop.GetAsync($"/orders/find/{order}")).Text("attempt");

    private async Task<string> UserAsync(string order) =>
        (await _shop.GetAsync($"/orders/find/{order}")).Text("user_id");
}
