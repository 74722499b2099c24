using System.Net;
using System.Net.Sockets;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Gateway;

/// <summary>Which requests a gateway retries, and its answer when it does not.</summary>
[Trait("Kind", "Long")]
public sealed class RetryTests(OneNode one) : IClassFixture<OneNode>
{
    // The connection to the node has been used before: HTTP clients retry by themselves only on such connections.
    [Theory]
    [InlineData("")]
    [InlineData("Content-Length: 0\r\n")]
    public async Task What_a_node_may_have_done_is_not_sent_again(string header)
    {
        var before = one.Node.Posts;
        Assert.Equal(200, (await AskAsync(one.Gateway, "GET", "/payment/find_user/1")).Status);

        var reply = await AskAsync(one.Gateway, "POST", "/payment/add_funds/1/5", header);

        Assert.Equal(503, reply.Status);
        Assert.Contains("outcome-unknown", reply.Body, StringComparison.Ordinal);
        Assert.Equal(before + 1, one.Node.Posts);
    }

    [Theory]
    [InlineData("/payment/add_funds/1/5", "Idempotency-Key: k\r\n")]
    [InlineData("/orders/checkout/1", "")]
    [InlineData("/orders/cancel/1", "")]
    public async Task What_may_be_done_twice_is_sent_three_times(string path, string header)
    {
        var before = one.Node.Posts;

        var reply = await AskAsync(one.Gateway, "POST", path, header);

        Assert.Contains("outcome-unknown", reply.Body, StringComparison.Ordinal);
        Assert.Equal(before + 3, one.Node.Posts);
    }

    // The later tries are refused a connection, and have no record of the first.
    [Fact]
    public async Task What_the_first_node_may_have_done_stays_unknown()
    {
        using var node = ScriptedNode.Dying(isMortal: true);
        await using var gateway = await OneNode.StartGatewayAsync(node.Address);

        var reply = await AskAsync(gateway, "POST", "/orders/checkout/1");

        Assert.Equal(1, node.Posts);
        Assert.Contains("outcome-unknown", reply.Body, StringComparison.Ordinal);
    }

    // A node that sheds, or drains, answers for its own try only.
    [Theory]
    [InlineData(429, 503)]
    [InlineData(503, 503)]
    [InlineData(500, 503)]
    [InlineData(200, 200)]
    [InlineData(400, 400)]
    public async Task What_the_first_node_may_have_done_is_not_denied_by_the_next(int later, int heard)
    {
        using var node = ScriptedNode.Dying(laterStatus: later);
        await using var gateway = await OneNode.StartGatewayAsync(node.Address);

        var reply = await AskAsync(gateway, "POST", "/payment/add_funds/1/5", "Idempotency-Key: k\r\n");

        Assert.Equal(heard, reply.Status);
        Assert.Equal(later == heard && later != 503 ? 2 : 3, node.Posts);
        Assert.Equal(node.Posts == 3, reply.Body.Contains("outcome-unknown", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_no_node_listens_nothing_was_changed()
    {
        await using var gateway = await OneNode.StartGatewayAsync(Nobody());

        var reply = await AskAsync(gateway, "POST", "/payment/add_funds/1/5");

        Assert.Equal(503, reply.Status);
        Assert.Contains("service-unavailable", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_one_node_does_not_listen_the_other_one_is_asked()
    {
        using var node = ScriptedNode.Dying();
        await using var gateway = await OneNode.StartGatewayAsync($"{Nobody()},{node.Address}");
        for (var turn = 1; turn <= 20; turn++)
        {
            Assert.Equal(200, (await AskAsync(gateway, "GET", "/payment/find_user/1")).Status);
        }

        Assert.Equal(20, node.Gets);
    }

    private static Task<Reply> AskAsync(ServerProcess gateway, string method, string path, string headers = "") =>
        RawConnection.ExchangeAsync(gateway.Url, $"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");

    // An address that refuses connections.
    private static string Nobody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }
}
