using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.BadRequests;

/// <summary>Requests that are wrong beyond their path: each is rejected as expected, and changes nothing.</summary>
public sealed class RawRequestTests(QuietShop shop) : IClassFixture<QuietShop>
{
    public static TheoryData<string> Names => [.. RawRequests.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_wrong_request_is_refused_and_changes_nothing(string name)
    {
        var expected = RawRequests.All[name];
        var before = await shop.SnapshotAsync();

        var reply = await RawConnection.ExchangeAsync(shop.Server, shop.Fill(expected.Text), expected.Ends);

        if (expected.Code == BadRow.BeforeTheShop)
        {
            Assert.Equal((expected.Status, ""), (reply.Status, reply.Body));
        }
        else
        {
            reply.MustBeProblem(expected.Status, expected.Code);
        }

        Assert.Equal(before, await shop.SnapshotAsync());
    }

    /// <summary>
    /// The next request on the connection would fail, and a connection pool should learn of it before that.
    /// </summary>
    [Theory]
    [InlineData("a body one byte too large")]
    [InlineData("a body announced too large")]
    [InlineData("a body too large in many chunks")]
    [InlineData("a chunk whose size is no number")]
    public async Task The_answer_to_a_body_that_was_not_read_says_that_the_connection_ends(string name)
    {
        var reply = await RawConnection.ExchangeAsync(shop.Server, shop.Fill(RawRequests.All[name].Text));

        Assert.Equal("close", reply.Header("Connection"));
    }

    // The result depends on whether the end arrives together with the beginning.
    [Theory]
    [InlineData("POST /paym")]
    [InlineData("POST /payment/add_funds/{user}/1 HTTP/1.1\r\nHost: localhost\r\n")]
    public async Task Half_a_head_is_refused_or_gets_no_answer_and_changes_nothing(string half)
    {
        var before = await shop.SnapshotAsync();

        var reply = await RawConnection.ExchangeAsync(shop.Server, shop.Fill(half), ends: true);

        Assert.Contains(reply.Status, new[] { 0, 400 });
        Assert.Equal(before, await shop.SnapshotAsync());
    }

    [Fact]
    public async Task A_client_that_goes_away_in_the_middle_of_its_body_changes_nothing()
    {
        var before = await shop.SnapshotAsync();

        await using (var connection = await RawConnection.OpenAsync(shop.Server))
        {
            await connection.SendAsync(shop.Fill(
                "POST /payment/add_funds/{user}/1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc"));
        }

        Assert.Equal(before, await shop.SnapshotAsync());
    }

    [Theory]
    [InlineData("GET /orders/find/{open} HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key:\r\n\r\n")]
    [InlineData("GET /orders/find/{open} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc")]
    [InlineData(
        "GET /orders/find/{open} HTTP/1.1\r\nHost: [::1]\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n")]
    [InlineData("GET /orders/find/{open}?a=b&c HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /orders/find/{open}/ HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /ORDERS/Find/{open} HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /orders/../orders/./find/{open} HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET http://localhost/orders/find/{open} HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /orders/find/{open} HTTP/1.0\r\n\r\n")]
    public async Task What_does_no_harm_is_let_through(string request)
    {
        var reply = await RawConnection.ExchangeAsync(shop.Server, shop.Fill(request));

        Assert.Equal(200, reply.Status);
        Assert.Equal(shop.Fill("{open}"), reply.Text("order_id"));
    }
}
