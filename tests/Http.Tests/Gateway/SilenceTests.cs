using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Gateway;

/// <summary>Nodes that receive a request and do not answer within the gateway's bound.</summary>
[Trait("Kind", "Long")]
public sealed class SilenceTests
{
    // A silent node may carry the request out after all, long after another one has rejected it.
    [Theory]
    [InlineData("POST", "/orders/checkout/1", "", 1)]
    [InlineData("POST", "/orders/cancel/1", "", 1)]
    [InlineData("POST", "/payment/add_funds/1/5", "", 1)]
    [InlineData("POST", "/orders/checkout/1", "Idempotency-Key: k\r\n", 3)]
    [InlineData("POST", "/payment/add_funds/1/5", "Idempotency-Key: k\r\n", 3)]
    public async Task What_a_silent_node_may_do_later_is_unknown(string method, string path, string header, int tries)
    {
        using var node = ScriptedNode.Silent();
        await using var gateway = await LocalGateway.StartAsync(
            [node.Address], options => options with { RequestSecondsMax = 1 });

        var reply = await RawConnection.ExchangeAsync(
            gateway.Url, $"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n");

        reply.MustBeProblem(503, "outcome-unknown");
        Assert.Equal(tries, node.Requests);
    }

    [Fact]
    public async Task A_read_that_gets_no_answer_is_read_elsewhere()
    {
        using var silent = ScriptedNode.Silent();
        using var node = ScriptedNode.Willing();
        await using var gateway = await LocalGateway.StartAsync(
            [silent.Address, node.Address], options => options with { RequestSecondsMax = 1 });

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RawConnection.ExchangeAsync(
            gateway.Url, "GET /orders/find/1 HTTP/1.1\r\nHost: localhost\r\n\r\n")));

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.True(silent.Requests > 0, "No read met the silent node.");
    }

    // A batch_init sends nothing until all of it is done; every other request has the gateway's usual bound.
    [Theory]
    [InlineData("/orders/batch_init/10000000/1/1/1", 200)]
    [InlineData("/Stock/Batch_Init/10000000/1/1", 200)]
    [InlineData("/payment/batch_init/10000000/1", 200)]
    [InlineData("/payment/add_funds/1/1", 503)]
    public async Task Much_at_once_may_take_long(string path, int status)
    {
        ScriptedNode? slow = null;
        using var node = slow = new ScriptedNode(async (_, _) =>
        {
            // The gateway probes every second.
            var before = slow!.Probes;
            await Eventually.IsAsync("seconds pass", () => Task.FromResult(slow.Probes >= before + 4));
            return ScriptedNode.Text("done");
        }).Start();
        await using var gateway = await LocalGateway.StartAsync(
            [node.Address], options => options with { RequestSecondsMax = 1 });

        var reply = await RawConnection.ExchangeAsync(gateway.Url, $"POST {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.Equal(status, reply.Status);
    }

    [Fact]
    public async Task Much_at_once_has_a_bound_too()
    {
        using var node = ScriptedNode.Silent();
        await using var gateway = await LocalGateway.StartAsync(
            [node.Address], options => options with { InitSecondsMax = 1 });

        var reply = await RawConnection.ExchangeAsync(
            gateway.Url, "POST /stock/batch_init/10000000/1/1 HTTP/1.1\r\nHost: localhost\r\n\r\n");

        reply.MustBeProblem(503, "outcome-unknown");
    }
}
