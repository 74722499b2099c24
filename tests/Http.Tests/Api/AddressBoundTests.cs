using System.Net;
using Cartwright.Http.Tests.Server;
using Cartwright.Web.Access;

namespace Cartwright.Http.Tests.Api;

/// <summary>One address with as many connections as there are: others are served, and health is green.</summary>
public sealed class AddressBoundTests
{
    // More connections than the server has descriptors.
    private const int Limit = 2_048;
    private const int Idle = 2_100;

    private const string Live = "GET /healthz/ready HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private const string Create = "POST /payment/create_user HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";

    private static readonly IPAddress _greedy = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress _other = IPAddress.Parse("192.0.2.1");

    [Fact]
    [Trait("Kind", "Long")]
    public async Task Idle_connections_of_one_address_leave_the_others_served_at_a_node()
    {
        using var folder = new DataFolder();
        await using var shop = await ServerProcess.StartLimitedAsync(
            Limit, "--urls", "http://127.0.0.1:0", "--data", folder.Path);
        using var crowd = await IdleCrowd.OpenFromAsync(_greedy, shop.Url, Idle);
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
        for (var request = 0; request < 20; request++)
        {
            Assert.Equal(200, (await RawConnection.ExchangeAsync(gateway.Url, Live)).Status);
        }

        (await RawConnection.ExchangeAsync(gateway.Url, Create)).MustBeProblem(503, "service-unavailable");
    }

    [Fact]
    public void An_address_has_its_bound_and_others_have_theirs()
    {
        var counts = new AddressCounts(2);
        Assert.True(counts.TryEnter(_greedy));
        Assert.True(counts.TryEnter(_greedy));
        Assert.False(counts.TryEnter(_greedy));
        Assert.True(counts.TryEnter(_other));
        counts.Leave(_greedy);
        Assert.True(counts.TryEnter(_greedy));
        Assert.False(counts.TryEnter(_greedy));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2::9", "2001:db8:1:2::")]
    public void An_address_of_a_network_counts_as_the_network(string address, string counted) => Assert.Equal(
        IPAddress.Parse(counted), AddressCounts.AddressOf(new IPEndPoint(IPAddress.Parse(address), 7)));
}
