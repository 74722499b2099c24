using Cartwright.Admin.Nodes;
using Cartwright.Http.Tests.Access;
using Cartwright.Http.Tests.Local;
using Cartwright.Web.Admin;
using Cartwright.Web.Gateway;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Http.Tests.Admin;

/// <summary>A gateway calls the admin addresses of nodes that ask for credentials.</summary>
public sealed class NodeKeyTests : IDisposable
{
    private readonly KeyFile _keys = new();

    // The key of a running gateway is replaced in its file.
    [Fact]
    public async Task A_node_is_read_with_the_key_as_it_is_now()
    {
        var known = _keys.Add("gateway", "operate");
        using var access = _keys.Open();
        await using var node = await LocalShop.StartAsync(new LocalShop.Plan());
        await using var admin = await LocalAdmin.StartAsync(
            node, new LogLines(), tls: null, options => options with { Access = access });
        var key = string.Empty;
        using var shop = new JoinedShopAdmin(
            [admin.Url.ToString()],
            new NodeCredentials(Tls: null, () => key),
            () => new NodeReport { Name = "gateway", IsReady = true },
            NullLoggerFactory.Instance,
            TimeProvider.System);
        foreach (var (given, isReady) in ((string, bool)[])[(string.Empty, false), (known, true), ("wrong", false)])
        {
            key = given;
            var nodes = await shop.ReadNodesAsync(TestContext.Current.CancellationToken);
            Assert.Equal(isReady, nodes[1].IsReady);
        }
    }

    public void Dispose() => _keys.Dispose();
}
