using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Gateway;

/// <summary>A node that reads no partition can serve requests, but cannot receive the answer about a price.</summary>
public sealed class HearingTests
{
    [Fact]
    public async Task A_line_goes_to_a_node_that_can_be_told_its_price()
    {
        using var hears = ScriptedNode.Willing();
        using var deaf = ScriptedNode.Willing();
        deaf.Ready = ScriptedNode.Text("ready", headers: "Cartwright-Hears-Answers: no\r\n");
        await using var gateway = await LocalGateway.StartAsync([hears.Address, deaf.Address]);
        await ProbedAsync(deaf);

        await AskAsync(gateway, "POST /Orders/addItem/1/1/1", times: 20);
        Assert.Equal((20, 0), (hears.Requests, deaf.Requests));

        await AskAsync(gateway, "POST /orders/create/1", times: 40);
        Assert.NotEqual(0, deaf.Requests);
    }

    [Fact]
    public async Task Where_no_node_can_be_told_one_of_them_is_asked_all_the_same()
    {
        using var deaf = ScriptedNode.Willing();
        deaf.Ready = ScriptedNode.Text("ready", headers: "Cartwright-Hears-Answers: no\r\n");
        await using var gateway = await LocalGateway.StartAsync([deaf.Address]);
        await ProbedAsync(deaf);

        await AskAsync(gateway, "POST /orders/addItem/1/1/1", times: 1);

        Assert.Equal(1, deaf.Requests);
    }

    // The answer to one probe has been processed when the next probe comes.
    private static Task ProbedAsync(ScriptedNode node)
    {
        var before = node.Probes;
        return Eventually.IsAsync("it is probed", () => Task.FromResult(node.Probes > before + 4));
    }

    private static async Task AskAsync(LocalGateway gateway, string request, int times)
    {
        for (var turn = 0; turn < times; turn++)
        {
            var reply = await RawConnection.ExchangeAsync(
                gateway.Url, $"{request} HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Assert.Equal(200, reply.Status);
        }
    }
}
