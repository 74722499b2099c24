using Cartwright.Lab.Cluster;

namespace Cartwright.Cli.Tests.Cluster;

public sealed class GatewayUrlTests
{
    [Theory]
    [InlineData("http://127.0.0.1:0", "http://127.0.0.1:81", "127.0.0.1")]
    [InlineData("http://127.0.0.2:8000/", "http://127.0.0.2:81", "127.0.0.2")]
    [InlineData("http://0.0.0.0:8000", "http://0.0.0.0:81", "127.0.0.1")]
    [InlineData("http://[::]:8000", "http://[::]:81", "[::1]")]
    [InlineData("http://[::1]:0", "http://[::1]:81", "[::1]")]
    [InlineData("http://shop.example:8000", "http://shop.example:81", "shop.example")]
    public void The_host_is_kept_and_one_that_means_everywhere_is_found_here(string asked, string url, string host) =>
        Assert.Equal(
            (url, host, $"http://{host}:81"),
            (GatewayUrl.UrlFor(asked, 81), GatewayUrl.HostOf(asked), GatewayUrl.HereFor(asked, 81)));
}
