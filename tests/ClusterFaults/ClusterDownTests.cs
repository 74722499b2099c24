using Cartwright.ClusterFaults.Processes;
using Cartwright.Conformance.Servers;

namespace Cartwright.ClusterFaults;

/// <summary>
/// `cluster down` returns when every part is down. The cluster of <see cref="SecuredClusterTests"/> is ended so, too.
/// </summary>
[Trait("Kind", "Campaign")]
public sealed class ClusterDownTests
{
    [Theory]
    [InlineData(1, "shared")]
    [InlineData(3, "shared")]
    [InlineData(1, "ha")]
    public async Task Nothing_is_left_when_it_comes_back_and_the_next_start_need_not_wait(int brokers, string servers)
    {
        Prerequisites.RequireCluster(isReplicated: servers == "ha");
        await using var cluster = await RunningCluster.StartAsync(
            nodesOfRole: 1, brokers, new Dictionary<string, string>(), "--postgres", servers);

        await cluster.RequireOrderlyEndAsync();
    }
}
