using System.Diagnostics;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Gateway;

/// <summary>
/// The ends of streams and connections at a gateway: streams when it stops, connections beyond its bound.
/// </summary>
public sealed class EndTests
{
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(5);

    // The client reconnects with its last id, to another gateway.
    [Fact]
    public async Task An_open_stream_does_not_hold_up_a_gateway_that_stops()
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan());
        var order = await shop.Call.NewOrderAsync("1");
        await using var gateway = await LocalGateway.StartAsync([$"{shop.Url}"]);
        using var stream = await EventStream.OpenAsync(gateway.Url, order);
        Assert.Equal("0 open", EventStream.Shown((await stream.NextAsync())!));
        var watch = Stopwatch.StartNew();

        await gateway.StopAsync();

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, StopMax);
        await Assert.ThrowsAnyAsync<IOException>(stream.NextAsync);
    }

    // The request begins before the stop and is rejected after it; a load balancer sees the same on its connection.
    [Fact]
    public async Task A_gateway_that_leaves_is_live_and_not_ready()
    {
        using var node = ScriptedNode.Willing();
        await using var gateway = await LocalGateway.StartAsync([node.Address]);
        await using var live = await BeginAsync(gateway.Url, "/healthz/live");
        await using var ready = await BeginAsync(gateway.Url, "/healthz/ready");

        var stop = gateway.StopAsync();

        foreach (var connection in new[] { live, ready })
        {
            await connection.SendAsync(".");
        }

        Assert.Equal((200, "live"), Shown(await live.ReceiveAsync()));
        Assert.Equal((503, "not ready: the gateway is on its way down"), Shown(await ready.ReceiveAsync()));
        await stop;
    }

    [Fact]
    public async Task A_request_on_a_connection_past_the_bound_is_refused()
    {
        using var node = ScriptedNode.Willing();
        await using var gateway = await LocalGateway.StartAsync(
            [node.Address], limit: options => options with { ConnectionsMax = 2 });
        await using var first = await RawConnection.OpenAsync(gateway.Url);
        await using var second = await RawConnection.OpenAsync(gateway.Url);
        const string request = "GET /orders/find/1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
        foreach (var connection in new[] { first, second })
        {
            await connection.SendAsync(request);
            Assert.Equal(200, (await connection.ReceiveAsync()).Status);
        }

        (await RawConnection.ExchangeAsync(gateway.Url, request)).MustBeProblem(429, "overloaded");
    }

    // The last byte of the request is missing, and the gateway has begun to read the body.
    private static async Task<RawConnection> BeginAsync(Uri gateway, string path)
    {
        var connection = await RawConnection.OpenAsync(gateway);
        await connection.SendAsync(
            $"GET {path} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
        await connection.MustContinueAsync();
        return connection;
    }

    private static (int Status, string Body) Shown(Reply reply) => (reply.Status, reply.Body);
}
