using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;
using Cartwright.Web.Access;

namespace Cartwright.Http.Tests.Access;

/// <summary>Streams that are open while the credentials of their caller end.</summary>
public sealed class LastingCallerTests : IDisposable
{
    private readonly KeyFile _keys = new();

    [Fact]
    public async Task A_stream_ends_with_the_key_that_has_opened_it()
    {
        _keys.Add("other", "orders");
        var key = _keys.Add("till", "orders", "payment");
        using var access = _keys.Open();
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan
        {
            Access = access,
            Shop = options => options with { HeartbeatSeconds = 1, StreamSecondsMax = 15 },
        });
        (string, string) bearer = ("Authorization", $"Bearer {key}");
        var user = (await shop.Call.SendAsync(HttpMethod.Post, "/payment/create_user", bearer)).Text("user_id");
        var order = (await shop.Call.SendAsync(HttpMethod.Post, $"/orders/create/{user}", bearer)).Text("order_id");
        using var stream = await EventStream.OpenAsync(shop.Url, order, authorization: $"Bearer {key}");
        Assert.Equal("0 open", EventStream.Shown((await stream.NextAsync())!));
        Assert.Equal(": heartbeat", await stream.NextAsync());

        var began = TimeProvider.System.GetTimestamp();
        _keys.Remove("till");
        while (await stream.NextAsync() is { } block)
        {
            Assert.Equal(": heartbeat", block);
        }

        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task An_operator_is_one_for_as_long_as_the_key_has_the_scope()
    {
        var stop = TestContext.Current.CancellationToken;
        var key = _keys.Add("night-shift", "operate");
        _keys.Add("other", "operate");
        using var access = _keys.Open();
        var caller = new LastingCaller(access, new RequestCredentials(key, "night-shift"), Scopes.Operate);
        var user = new OperatorPrincipal("night-shift", caller);
        Assert.Equal("night-shift", user.Identity?.Name);
        Assert.True(await user.AreValidAsync(stop));

        _keys.Write($"{ApiKeys.LineOf("night-shift", ["stock"], key)}\n");
        await Eventually.IsAsync("the scope is gone", async () => !await user.AreValidAsync(stop));
        _keys.Write($"{ApiKeys.LineOf("night-shift", ["operate"], key)}\n");
        await Eventually.IsAsync("the scope is back", async () => await user.AreValidAsync(stop));
        _keys.Remove("night-shift");
        await Eventually.IsAsync("the key is gone", async () => !await user.AreValidAsync(stop));
    }

    public void Dispose() => _keys.Dispose();
}
