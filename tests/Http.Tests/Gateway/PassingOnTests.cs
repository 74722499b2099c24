using System.Text;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Gateway;

/// <summary>
/// A gateway forwards the requests that a node accepts, and rejects those that a node rejects with the same code.
/// </summary>
public sealed class PassingOnTests(PassingOn both) : IClassFixture<PassingOn>
{
    public static TheoryData<string> Names => [.. Requests.Keys];

    private static Dictionary<string, string> Requests { get; } = new()
    {
        ["a cookie in UTF-8"] = Post("Cookie: name=" + Bytes("Zoë")),
        ["a cookie in Latin 1"] = Post("Cookie: name=Zo\u00eb"),
        ["a header of any byte"] = Post("X-Any: " + new string([.. Enumerable.Range(128, 128).Select(i => (char)i)])),
        ["a key in UTF-8"] = Post("Idempotency-Key: " + Bytes("Zoë \u20ac")),
        ["a key in Latin 1"] = Post("Idempotency-Key: Zo\u00eb"),
        ["a key with a comma"] = Post("Idempotency-Key: a, b"),
        ["two keys"] = Post("Idempotency-Key: a\r\nIdempotency-Key: b"),
        ["the same key twice"] = Post("Idempotency-Key: a\r\nIdempotency-Key: a"),
        ["an empty key"] = Post("Idempotency-Key:"),
        ["an empty key beside one"] = Post("Idempotency-Key:\r\nIdempotency-Key: a"),
        ["two preferences"] = Post("Prefer: wait=x\r\nPrefer: wait=1"),
        ["64 headers"] = Post(string.Join("\r\n", Enumerable.Range(0, 63).Select(i => $"X-{i}: 1"))),
        ["65 headers"] = Post(string.Join("\r\n", Enumerable.Range(0, 64).Select(i => $"X-{i}: 1"))),
        ["16,340 bytes of headers"] = Post("X-Long: " + new string('a', 16_340 - 27)),
        ["17,000 bytes of headers"] = Post("X-Long: " + new string('a', 17_000)),
        ["a long request line"] = Get("/payment/find_user/0?a=" + new string('a', 4_096 - 40)),
        ["a long request line of what is escaped"] = Get("/payment/find_user/0" + new string('"', 4_000)),
        ["a query of any byte"] = Get("/payment/find_user/0?a=\u00c3\u00ab\u00ff"),
        ["a query of odd signs"] = Get("/payment/find_user/0?a=\"<>|\\^`{}%zz&&=#"),
        ["an escaped path"] = Get("/%70ayment/find_user/%30"),
        ["an escaped letter beyond ASCII"] = Get("/payment/find_user/%C3%AB"),
        ["an escaped slash"] = Get("/payment/find_user/0%2F"),
        ["another spelling"] = Get("/Payment/FIND_USER/00/"),
        ["an upgrade of a GET"] = Get("/payment/find_user/0", "Connection: Upgrade\r\nUpgrade: websocket\r\n"),
        ["an upgrade of a POST"] = Post("Connection: Upgrade\r\nUpgrade: websocket"),
        ["an upgrade to HTTP/2"] = Post("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA"),
        ["an expectation without a body"] = Get("/payment/find_user/0", "Expect: 100-continue\r\n"),
        ["HTTP/1.0"] = "GET /payment/find_user/0 HTTP/1.0\r\n\r\n",
        ["a trace of its own"] = Post("traceparent: x\r\ntraceparent: y\r\ntracestate: a=\u00ff\r\nbaggage: a=\u00ff"),
        ["a long baggage"] = Post("baggage: " + string.Join(',', Enumerable.Range(0, 64).Select(i => $"k{i}=\"<>\""))),
        ["a trailer"] = Post("TE: trailers"),
        ["another method"] = "PURGE /payment/find_user/0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ["a HEAD"] = "HEAD /payment/find_user/0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        ["a DELETE"] = "DELETE /payment/find_user/0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ["an OPTIONS"] = "OPTIONS /payment/find_user/0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ["a name that was forwarded"] = Post("X-Forwarded-Host: \u00ff\r\nForwarded: for=1"),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_gateway_answers_as_the_node_does(string name)
    {
        var direct = await RawConnection.ExchangeAsync(both.Shop.Url, Requests[name]);
        var through = await RawConnection.ExchangeAsync(both.Gateway.Url, Requests[name]);

        Assert.Equal(Shown(direct), Shown(through));
    }

    // A browser's cookies for this host can come from other applications, in any encoding.
    [Theory]
    [InlineData("a cookie in UTF-8")]
    [InlineData("a cookie in Latin 1")]
    [InlineData("a header of any byte")]
    [InlineData("64 headers")]
    [InlineData("16,340 bytes of headers")]
    public async Task What_does_not_concern_the_shop_is_no_reason_to_refuse(string name)
    {
        Assert.Equal(200, (await RawConnection.ExchangeAsync(both.Shop.Url, Requests[name])).Status);
        Assert.Equal(200, (await RawConnection.ExchangeAsync(both.Gateway.Url, Requests[name])).Status);
    }

    // The key reaches the node as the bytes that the client sent.
    [Fact]
    public async Task A_key_is_the_same_with_and_without_a_gateway()
    {
        var request = "POST /payment/create_user HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: "
            + Bytes($"Zoë {Guid.NewGuid()}") + "\r\n\r\n";

        var direct = await RawConnection.ExchangeAsync(both.Node.Url, request);
        var through = await RawConnection.ExchangeAsync(both.Gateway.Url, request);

        Assert.Equal((200, direct.Body), (through.Status, through.Body));
    }

    // The gateway does not judge a node's answer either.
    [Fact]
    public async Task A_node_s_headers_reach_the_client_as_they_are()
    {
        using var node = new ScriptedNode((_, _) => Task.FromResult<string?>(
            ScriptedNode.Text("done", headers: "X-Name: Zo\u00c3\u00ab \u00ff\r\n"))).Start();
        await using var gateway = await LocalGateway.StartAsync([node.Address]);

        var reply = await RawConnection.ExchangeAsync(gateway.Url, Get("/orders/find/1"), encoding: Encoding.Latin1);

        Assert.Equal((200, "Zo\u00c3\u00ab \u00ff"), (reply.Status, reply.Header("X-Name")));
    }

    // Problems differ in their trace only.
    private static (int Status, string Answer) Shown(Reply reply) => (
        reply.Status,
        reply.ContentType == "application/problem+json" && reply.Body.Length > 0 ? reply.Text("code")
            : reply.Status == 200 && reply.Body.Contains("updated", StringComparison.Ordinal) ? "updated"
            : reply.Body);

    private static string Post(string headers) =>
        $"POST /payment/add_funds/0/1 HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\n";

    private static string Get(string path, string headers = "") =>
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n";

    // Each byte of the text in UTF-8 as one character, because the connection sends one byte for each character.
    private static string Bytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
