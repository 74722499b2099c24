using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Gateway;

/// <summary>A gateway before a real shop on the loopback, which checks the origin of a request itself.</summary>
[Trait("Kind", "Long")]
public sealed class BrowserTests
{
    private const string Browser =
        "Host: shop.example\r\nOrigin: http://shop.example\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 0\r\n\r\n";

    private const string Foreign =
        "Host: shop.example\r\nOrigin: https://page.example\r\nSec-Fetch-Site: cross-site\r\nContent-Length: 0\r\n\r\n";

    [Fact]
    public async Task A_node_on_the_loopback_serves_what_a_gateway_that_listens_everywhere_passes_on()
    {
        await using var shop = await RunningShop.StartAsync("immediate");
        await using var gateway = await StartAsync(shop, "http://0.0.0.0:0");
        var server = new UriBuilder(gateway.Url) { Host = "127.0.0.1" }.Uri;

        Assert.Equal(200, (await PostAsync(server, Browser)).Status);
        Assert.Equal(200, (await PostAsync(server, Foreign)).Status);
    }

    [Fact]
    public async Task A_gateway_on_the_loopback_has_the_same_guards_and_passes_nothing_on()
    {
        await using var shop = await RunningShop.StartAsync("immediate");
        await using var gateway = await StartAsync(shop, "http://127.0.0.1:0");

        (await PostAsync(gateway.Url, Browser)).MustBeProblem(421, "misdirected-request");
        (await PostAsync(gateway.Url, Foreign.Replace("shop.example", "localhost")))
            .MustBeProblem(403, "foreign-origin");
        (await RawConnection.ExchangeAsync(gateway.Url, "GET /healthz/ready HTTP/1.1\r\nHost: shop.example\r\n\r\n"))
            .MustBeProblem(421, "misdirected-request");
        Assert.Equal(200, (await PostAsync(gateway.Url, "Host: localhost\r\nContent-Length: 0\r\n\r\n")).Status);
    }

    private static Task<ServerProcess> StartAsync(RunningShop shop, string url)
    {
        var node = shop.Process.Url.GetLeftPart(UriPartial.Authority);
        return ServerProcess.StartAsync(
            "--urls", url, "--roles", "gateway", "--order-nodes", node, "--stock-nodes", node,
            "--payment-nodes", node, "--insecure");
    }

    private static Task<Reply> PostAsync(Uri server, string headers) =>
        RawConnection.ExchangeAsync(server, $"POST /payment/create_user HTTP/1.1\r\n{headers}");
}
