using System.Net;
using Cartwright.Http.Tests.Server;
using Cartwright.Web.Access;

namespace Cartwright.Http.Tests.Api;

/// <summary>
/// One address with 10,000 idle connections, and a second one with all that it gets: others are served, and health is
/// green.
/// </summary>
public sealed class AddressBoundTests
{
    // More connections than the server has descriptors.
    private const int Limit = 8_192;
    private const int Idle = 10_000;

    // More than a quarter of the server's connections, which the first address has left.
    private const int IdleOfSecond = 2_500;

    private const string Live = "GET /healthz/ready HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private const string Create = "POST /payment/create_user HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";

    private static readonly IPAddress _greedy = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress _greedyToo = IPAddress.Parse("127.0.0.3");
    private static readonly IPAddress _other = IPAddress.Parse("192.0.2.1");

    [Fact]
    [Trait("Kind", "Long")]
    public async Task Idle_connections_leave_the_others_served_at_a_node()
    {
        using var folder = new DataFolder();
        await using var shop = await ServerProcess.StartLimitedAsync(
            Limit, "--urls", "http://127.0.0.1:0", "--data", folder.Path);
        using var crowd = await IdleCrowd.OpenFromAsync(_greedy, shop.Url, Idle);
        using var second = await IdleCrowd.OpenFromAsync(_greedyToo, shop.Url, IdleOfSecond);
        for (var request = 0; request < 20; request++)
        {
            Assert.Equal(200, (await RawConnection.ExchangeAsync(shop.Url, Create)).Status);
            Assert.Equal(200, (await RawConnection.ExchangeAsync(shop.Url, Live)).Status);
        }
    }

    [Fact]
    [Trait("Kind", "Long")]
    public async Task And_at_a_gateway()
    {
        var nodes = Nowhere.Address;
        await using var gateway = await ServerProcess.StartLimitedAsync(
            Limit, "--urls", "http://127.0.0.1:0", "--roles", "gateway", "--order-nodes", nodes, "--stock-nodes", nodes,
            "--payment-nodes", nodes);
        using var crowd = await IdleCrowd.OpenFromAsync(_greedy, gateway.Url, Idle);
        using var second = await IdleCrowd.OpenFromAsync(_greedyToo, gateway.Url, IdleOfSecond);
        for (var request = 0; request < 20; request++)
        {
            Assert.Equal(200, (await RawConnection.ExchangeAsync(gateway.Url, Live)).Status);
        }

        (await RawConnection.ExchangeAsync(gateway.Url, Create)).MustBeProblem(503, "service-unavailable");
    }

    [Fact]
    public void Each_greedy_address_leaves_a_quarter_and_a_new_one_gets_the_last_seat()
    {
        var counts = new AddressCounts(256);
        int[] taken = [.. Enumerable.Range(1, 5).Select(last => TakeAll(counts, $"198.51.100.{last}"))];
        Assert.Equal([192, 48, 12, 3, 1], taken);

        counts.Leave(IPAddress.Parse("198.51.100.1"));
        Assert.Equal(0, TakeAll(counts, "198.51.100.1"));
        Assert.True(counts.TryEnter(_other));
        Assert.False(counts.TryEnter(_greedy));
    }

    [Fact]
    public void Addresses_with_one_connection_each_get_all_seats()
    {
        var counts = new AddressCounts(100);
        Assert.Equal(100, Enumerable.Range(1, 150).Count(last => counts.TryEnter(IPAddress.Parse($"192.0.2.{last}"))));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2::9", "2001:db8:1:2::")]
    public void An_address_of_a_network_counts_as_the_network(string address, string counted) => Assert.Equal(
        IPAddress.Parse(counted), AddressCounts.AddressOf(new IPEndPoint(IPAddress.Parse(address), 7)));

    private static int TakeAll(AddressCounts counts, string address)
    {
        var taken = 0;
        while (counts.TryEnter(IPAddress.Parse(address)))
        {
            taken++;
        }

        return taken;
    }
}
