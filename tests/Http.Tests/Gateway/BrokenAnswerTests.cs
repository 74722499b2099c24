using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Gateway;

/// <summary>A node that dies in the middle of its answer: no client receives half an answer.</summary>
public sealed class BrokenAnswerTests
{
    private const int Turns = 20;

    // The gateway alternates between the two nodes, so both get some requests.
    [Theory]
    [InlineData("GET", "/orders/find/5", "")]
    [InlineData("POST", "/orders/checkout/5", "")]
    [InlineData("POST", "/orders/cancel/5", "")]
    [InlineData("POST", "/payment/add_funds/1/5", "Idempotency-Key: k\r\n")]
    public async Task What_may_be_done_twice_is_asked_of_another_node(string method, string path, string header)
    {
        using var breaking = ScriptedNode.Breaking();
        using var node = ScriptedNode.Willing();
        await using var gateway = await LocalGateway.StartAsync([breaking.Address, node.Address]);

        for (var turn = 1; turn <= Turns; turn++)
        {
            var reply = await AskAsync(gateway, method, path, header);
            Assert.Equal((200, "done"), (reply.Status, reply.Body));
        }

        Assert.Equal(Turns, node.Requests);
        Assert.NotEqual(0, breaking.Requests);
    }

    [Theory]
    [InlineData("POST", "/payment/add_funds/1/5", "", "outcome-unknown", 1)]
    [InlineData("POST", "/payment/add_funds/1/5", "Idempotency-Key: k\r\n", "outcome-unknown", 3)]
    [InlineData("POST", "/orders/checkout/5", "", "outcome-unknown", 3)]
    [InlineData("GET", "/orders/find/5", "", "service-unavailable", 3)]
    public async Task Where_no_node_answers_in_full_the_client_gets_a_problem(
        string method, string path, string header, string code, int tries)
    {
        using var node = ScriptedNode.Breaking();
        await using var gateway = await LocalGateway.StartAsync([node.Address]);

        var reply = await AskAsync(gateway, method, path, header);

        reply.MustBeProblem(503, code);
        Assert.Equal(tries, node.Requests);
    }

    [Fact]
    public async Task An_answer_that_broke_off_is_logged_with_its_node()
    {
        using var node = ScriptedNode.Breaking();
        using var log = new LogLines();
        await using var gateway = await LocalGateway.StartAsync([node.Address], log: log);

        var reply = await AskAsync(gateway, "POST", "/payment/add_funds/1/5");

        var trace = reply.MustBeProblem(503, "outcome-unknown").Json.GetProperty("traceId").GetString();
        Assert.Contains(
            $"The response of node {node.Address} to POST /payment/add_funds/1/5 broke off before its end "
            + $"(trace {trace}).",
            log.All);
    }

    // Beyond the bound the answer is streamed.
    [Theory]
    [InlineData(64 * 1024)]
    [InlineData((64 * 1024) + 1)]
    [InlineData(1_000_000)]
    public async Task A_large_answer_passes_whole(int bytes)
    {
        var body = new string('x', bytes);
        using var node = new ScriptedNode((_, _) => Task.FromResult<string?>(ScriptedNode.Text(body))).Start();
        await using var gateway = await LocalGateway.StartAsync([node.Address]);

        var reply = await AskAsync(gateway, "GET", "/orders/find/5");

        Assert.Equal((200, body), (reply.Status, reply.Body));
    }

    private static Task<Reply> AskAsync(LocalGateway gateway, string method, string path, string header = "") =>
        RawConnection.ExchangeAsync(gateway.Url, $"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n");
}
