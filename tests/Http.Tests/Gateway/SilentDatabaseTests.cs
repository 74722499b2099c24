using Cartwright.Http.Tests.Local;

namespace Cartwright.Http.Tests.Gateway;

/// <summary>A node whose database does not answer, before a gateway.</summary>
public sealed class SilentDatabaseTests
{
    // A gateway with a time-out no longer than the node's would get no answer, and would again take the node for slow.
    [Fact]
    public async Task A_node_says_so_before_its_prober_gives_up()
    {
        using var lines = new LogLines();
        await using var node = await LocalShop.StartAsync(new LocalShop.Plan());
        node.Store.IsSilent = true;
        await using var gateway = await LocalGateway.StartAsync([$"{node.Url}".TrimEnd('/')], log: lines);

        await Eventually.IsAsync("the node's going is logged", () => Task.FromResult(lines.All.Count > 0));

        Assert.EndsWith("is not ready and receives no requests while another node is ready: 503.", lines.All[0]);
        node.Store.IsSilent = false;
    }
}
