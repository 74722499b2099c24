using Cartwright.Http.Tests.BadRequests;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Gateway;

/// <summary>No request needs a body: a gateway rejects the same bodies as a node, and forwards none.</summary>
public sealed class BodyTests(OneNode one) : IClassFixture<OneNode>
{
    private const string Get = "GET /payment/find_user/1 HTTP/1.1\r\nHost: localhost\r\n";

    [Theory]
    [InlineData("a body one byte too large")]
    [InlineData("a body announced too large")]
    [InlineData("a chunked body too large")]
    [InlineData("a body too large in many chunks")]
    [InlineData("a chunk whose size is no number")]
    [InlineData("a chunk longer than its size")]
    public async Task A_wrong_body_is_refused_and_reaches_no_node(string name)
    {
        var wrong = RawRequests.All[name];
        var before = one.Node.Posts;

        var reply = await RawConnection.ExchangeAsync(one.Gateway.Url, wrong.Text.Replace("{user}", "1"));

        reply.MustBeProblem(wrong.Status, wrong.Code);
        Assert.Equal(before, one.Node.Posts);
    }

    // The node would take the body for the beginning of the next request.
    [Theory]
    [InlineData("Content-Length: 3\r\n", "abc")]
    [InlineData("Transfer-Encoding: chunked\r\n", "1\r\na\r\n0\r\n\r\n")]
    public async Task A_body_is_not_passed_on(string header, string body)
    {
        var (gets, posts) = (one.Node.Gets, one.Node.Posts);
        for (var turn = 0; turn < 3; turn++)
        {
            var reply = await RawConnection.ExchangeAsync(one.Gateway.Url, $"{Get}{header}\r\n{body}");
            Assert.Equal(200, reply.Status);
        }

        Assert.Equal((gets + 3, posts), (one.Node.Gets, one.Node.Posts));
    }

    [Fact]
    public async Task A_body_that_waits_to_be_asked_for_is_asked_for_here_and_by_no_node()
    {
        await using var connection = await RawConnection.OpenAsync(one.Gateway.Url);
        await connection.SendAsync($"{Get}Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        await connection.MustContinueAsync();
        await connection.SendAsync("abc");
        Assert.Equal(200, (await connection.ReceiveAsync()).Status);
    }
}
