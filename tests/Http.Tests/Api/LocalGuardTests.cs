using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>A shop on the loopback: the pages in this machine's browsers cannot drive it.</summary>
public sealed class LocalGuardTests(ImmediateShop shop) : IClassFixture<ImmediateShop>
{
    [Theory]
    [InlineData("shop.example")]
    [InlineData("shop.example:{port}")]
    [InlineData("localhost.shop.example")]
    [InlineData("127.0.0.1.shop.example:{port}")]
    [InlineData("192.168.0.7")]
    [InlineData("0.0.0.0:{port}")]
    [InlineData("[::ffff:192.168.0.7]")]
    [InlineData("")]
    public async Task A_host_that_is_not_this_machine_is_refused(string host) =>
        (await SendAsync("POST /payment/create_user", host)).MustBeProblem(421, "misdirected-request");

    [Theory]
    [InlineData("127.0.0.1:{port}")]
    [InlineData("127.0.0.2")]
    [InlineData("localhost")]
    [InlineData("LocalHost:{port}")]
    [InlineData("localhost:1")]
    [InlineData("shop.localhost:{port}")]
    [InlineData("[::1]:{port}")]
    public async Task This_machine_by_any_of_its_names_is_served(string host) =>
        Assert.Equal(200, (await SendAsync("POST /payment/create_user", host)).Status);

    [Theory]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("Sec-Fetch-Site: same-site")]
    [InlineData("sec-fetch-site: Cross-Site")]
    [InlineData("Sec-Fetch-Site: none\r\nSec-Fetch-Site: cross-site")]
    [InlineData("Origin: http://shop.example")]
    [InlineData("Origin: null")]
    [InlineData("Origin: http://localhost:1")]
    [InlineData("Origin: http://localhost.shop.example:{port}")]
    [InlineData("Origin: http://127.0.0.1:{port}")]
    [InlineData("Origin: http://localhost:{port}\r\nOrigin: http://shop.example")]
    public async Task What_a_page_of_another_site_sends_is_refused(string headers) =>
        (await SendAsync("POST /payment/create_user", "localhost:{port}", headers))
            .MustBeProblem(403, "foreign-origin");

    [Theory]
    [InlineData("Sec-Fetch-Site: same-origin\r\nOrigin: http://localhost:{port}")]
    [InlineData("Sec-Fetch-Site: none")]
    [InlineData("Origin: http://LOCALHOST:{port}")]
    public async Task What_its_own_page_sends_is_served(string headers) =>
        Assert.Equal(200, (await SendAsync("POST /payment/create_user", "localhost:{port}", headers)).Status);

    [Theory]
    [InlineData("POST /stock/batch_init/1/1/1")]
    [InlineData("POST /payment/batch_init/1/1")]
    [InlineData("POST /orders/batch_init/1/1/1/1")]
    [InlineData("GET /healthz/live")]
    [InlineData("GET /healthz/ready")]
    [InlineData("GET /openapi/v1.json")]
    [InlineData("GET /scalar")]
    [InlineData("GET /no/such/path")]
    [InlineData("OPTIONS /payment/create_user")]
    public async Task Both_guards_stand_before_everything(string request)
    {
        (await SendAsync(request, "shop.example")).MustBeProblem(421, "misdirected-request");
        (await SendAsync(request, "localhost", "Sec-Fetch-Site: cross-site")).MustBeProblem(403, "foreign-origin");
    }

    // The guards protect the loopback only; other machines can reach this address anyway.
    [Fact]
    public async Task A_shop_that_listens_everywhere_is_served_by_any_name()
    {
        using var folder = new DataFolder();
        await using var open = await ServerProcess.StartAsync(
            "--urls", "http://0.0.0.0:0", "--data", folder.Path, "--insecure");
        var server = new UriBuilder(open.Url) { Host = "127.0.0.1" }.Uri;

        var reply = await RawConnection.ExchangeAsync(
            server,
            "POST /payment/create_user HTTP/1.1\r\nHost: shop.example\r\nOrigin: https://shop.example\r\n"
            + "Content-Length: 0\r\n\r\n");

        Assert.Equal(200, reply.Status);
    }

    private Task<Reply> SendAsync(string request, string host, string headers = "X-Nothing: 1") =>
        RawConnection.ExchangeAsync(
            shop.Call.Server,
            $"{request} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\nContent-Length: 0\r\n\r\n"
                .Replace("{port}", $"{shop.Call.Server.Port}"));
}
