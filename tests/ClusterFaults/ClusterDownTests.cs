using Cartwright.ClusterFaults.Processes;
using Cartwright.Conformance.Servers;

namespace Cartwright.ClusterFaults;

/// <summary>`cluster down` returns when every part is down.</summary>
public sealed class ClusterDownTests
{
    [Fact]
    [Trait("Kind", "Long")]
    public async Task Nothing_is_left_when_it_comes_back_and_the_next_start_need_not_wait()
    {
        Prerequisites.RequireCluster(isReplicated: false);
        await using var cluster = await RunningCluster.StartAsync(
            nodesOfRole: 1, brokers: 1, new Dictionary<string, string>(), "--postgres", "shared");

        (await CartwrightProgram.RunAsync("cluster", "down", "--data", cluster.Folder)).Required();

        Assert.False(cluster.HasProcesses());
        Assert.Contains(cluster.Said, line => line.Contains("gateway is ready after", StringComparison.Ordinal));
        using var owned = new FileStream(
            Path.Combine(cluster.Folder, "supervisor.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }
}
