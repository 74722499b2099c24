using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>
/// The bounds of event streams: how many, how long, how long silent; and their end when the server stops.
/// </summary>
public sealed class OrderStreamTests
{
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task Only_so_many_streams_are_open_at_once()
    {
        await using var shop = await RunningShop.StartAsync("immediate", "--streams", "2");
        var order = await shop.Call.NewOrderAsync(await shop.Call.NewUserAsync());
        using var first = await EventStream.OpenAsync(shop.Call.Server, order);
        using (await EventStream.OpenAsync(shop.Call.Server, order))
        {
            var refused = await shop.Call.GetAsync($"/orders/events/{order}");
            Assert.Equal("1", refused.MustBeProblem(429, "too-many-streams").Header("Retry-After"));
        }

        await Eventually.IsAsync("there is room again", async () =>
            (await shop.Call.GetAsync($"/orders/events/{long.MaxValue / 10}")).Status == 404);
    }

    [Fact]
    [Trait("Kind", "Long")]
    public async Task A_stream_on_which_nothing_happens_shows_that_it_is_alive()
    {
        await using var shop = await RunningShop.StartAsync("immediate", "--stream-heartbeat", "1");
        using var stream = await OpenAsync(shop);
        Assert.Equal(": heartbeat", await stream.NextAsync());
        Assert.Equal(": heartbeat", await stream.NextAsync());
    }

    [Fact]
    [Trait("Kind", "Long")]
    public async Task A_stream_ends_when_it_has_been_open_for_long()
    {
        await using var shop = await RunningShop.StartAsync("immediate", "--stream-length", "1");
        using var stream = await OpenAsync(shop);
        Assert.Null(await stream.NextAsync());
    }

    [Fact]
    public async Task An_open_stream_ends_with_the_server_and_does_not_hold_it_up()
    {
        await using var shop = await RunningShop.StartAsync("immediate");
        using var stream = await OpenAsync(shop);
        var began = TimeProvider.System.GetTimestamp();

        Assert.Equal(0, await shop.Process.StopAsync());

        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, StopMax);
        Assert.Null(await stream.NextAsync());
    }

    // The order is open, so that this is the only event.
    private static async Task<EventStream> OpenAsync(RunningShop shop)
    {
        var order = await shop.Call.NewOrderAsync(await shop.Call.NewUserAsync());
        var stream = await EventStream.OpenAsync(shop.Call.Server, order);
        Assert.Equal("0 open", EventStream.Shown((await stream.NextAsync())!));
        return stream;
    }
}
