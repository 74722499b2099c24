using System.Text.RegularExpressions;
using Cartwright.Engine.Ports;
using Cartwright.Http.Tests.Server;
using Cartwright.Web.Http;

namespace Cartwright.Http.Tests.Api;

/// <summary>More connections than file descriptors: the process survives, and its health endpoint answers.</summary>
public sealed partial class ConnectionTests
{
    private const int Descriptors = 1_024;
    private const int Idle = 1_300;
    private const string Create = "POST /payment/create_user HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
    private const string Live = "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    [Fact]
    [Trait("Kind", "Long")]
    public async Task A_shop_lives_answers_for_its_health_and_serves_again()
    {
        using var folder = new DataFolder();
        await using var shop = await ServerProcess.StartLimitedAsync(
            Descriptors, "--urls", "http://127.0.0.1:0", "--data", folder.Path);

        await MustOutliveAsync(shop);

        await Eventually.IsAsync(
            "others are served", async () => (await RawConnection.ExchangeAsync(shop.Url, Create)).Status == 200);
        Assert.Equal(0, await shop.StopAsync());
        Assert.InRange(BoundIn(shop.Output), Descriptors / 4, Descriptors - 192);
    }

    // A gateway needs a second descriptor for each request that it forwards.
    [Fact]
    [Trait("Kind", "Long")]
    public async Task A_gateway_lives_and_has_half_the_room()
    {
        var nodes = Nowhere.Address;
        await using var gateway = await ServerProcess.StartLimitedAsync(
            Descriptors, "--urls", "http://127.0.0.1:0", "--roles", "gateway", "--order-nodes", nodes,
            "--stock-nodes", nodes, "--payment-nodes", nodes);

        await MustOutliveAsync(gateway);

        Assert.Equal(0, await gateway.StopAsync());
        Assert.InRange(BoundIn(gateway.Output), Descriptors / 8, Descriptors / 2);
    }

    // An earlier minimum of a fourth of the limit was more than the free descriptors: 400 idle connections ended the
    // process.
    [Theory]
    [InlineData(1_024, 200, 0, 1, 632)]
    [InlineData(1_024, 200, 528, 1, 104)]
    [InlineData(1_024, 200, 0, 2, 316)]
    [InlineData(1_000_000, 200, 0, 1, 10_000)]
    [InlineData(408, 200, 0, 1, 16)]
    [InlineData(407, 200, 0, 1, null)]
    [InlineData(300, 120, 0, 1, null)]
    [InlineData(256, 200, 528, 1, null)]
    public void No_more_connections_than_descriptors_are_left(int limit, int used, int reserved, int each, int? most)
    {
        var options = new ShopOptions
        {
            Url = "http://127.0.0.1:0", DescriptorsReserved = reserved, DescriptorsEach = each,
        };
        if (most is { } expected)
        {
            Assert.Equal(expected, Cartwright.Web.Access.Descriptors.ConnectionsMax(options, (ulong)limit, used));
            return;
        }

        var refused = Assert.Throws<FatalFault>(
            () => Cartwright.Web.Access.Descriptors.ConnectionsMax(options, (ulong)limit, used));
        Assert.Equal("too-few-descriptors", refused.Code);
    }

    private static async Task MustOutliveAsync(ServerProcess server)
    {
        await using var first = await RawConnection.OpenAsync(server.Url);
        using (await IdleCrowd.OpenAsync(server.Url, Idle))
        {
            // The server may still be taking the crowd in, which closes a probe that has not been read yet.
            await Eventually.IsAsync("ten probes in a row are answered", () => AreAnsweredAsync(server, probes: 10));

            var refused = await RawConnection.ExchangeAsync(server.Url, Create);
            refused.MustBeProblem(429, "overloaded");
            Assert.Equal(("close", "1"), (refused.Header("Connection"), refused.Header("Retry-After")));

            await first.SendAsync(Live);
            Assert.Equal(200, (await first.ReceiveAsync()).Status);
        }

        Assert.False(server.HasEnded);
    }

    private static async Task<bool> AreAnsweredAsync(ServerProcess server, int probes)
    {
        for (var probe = 0; probe < probes; probe++)
        {
            if ((await RawConnection.ExchangeAsync(server.Url, Live)).Status != 200)
            {
                return false;
            }
        }

        return true;
    }

    private static int BoundIn(string output) => int.Parse(Bound().Match(output).Groups[1].Value);

    [GeneratedRegex("for ([0-9]+) connections at most")]
    private static partial Regex Bound();
}
