using System.Globalization;
using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>
/// Three database servers: whichever is killed or frozen, nothing that was acknowledged is lost, and writes go on as
/// soon as they did when a client of PostgreSQL alone was measured, and two seconds.
/// </summary>
[Trait("Kind", "Long")]
[Trait("Kind", "Campaign")]
[Collection<ThreeDatabaseServers>]
public sealed class LostServerTests(ReplicatedNodes nodes)
{
    private const int Failovers = 10;
    private const double Allowance = 2;
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(15);

    // For a machine that does other things meanwhile.
    private static readonly double Slowness = double.Parse(
        Environment.GetEnvironmentVariable("CARTWRIGHT_SLOWNESS") ?? "1", CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_primarys_postmaster_may_be_killed()
    {
        var cluster = await nodes.Cluster.GetAsync();
        var primary = await ServerNode.FindAsync(cluster, "primary");
        await BreakAsync("kill -9 of the primary's postmaster", 4.1, async counting =>
        {
            counting();
            await cluster.SayAsync($"kill {primary.ServerName}");
        });
    }

    [Fact]
    public async Task The_primarys_whole_node_may_be_lost()
    {
        var primary = await ServerNode.FindAsync(await nodes.Cluster.GetAsync(), "primary");
        await BreakAsync("loss of the primary's node", 13.8, primary.LoseAsync);
    }

    [Fact]
    public async Task The_synchronous_standby_may_be_lost()
    {
        var standby = await ServerNode.FindAsync(await nodes.Cluster.GetAsync(), "standby");
        await BreakAsync("loss of the standby's node", 1.1, standby.LoseAsync);
    }

    [Fact]
    public async Task One_etcd_may_be_killed()
    {
        var cluster = await nodes.Cluster.GetAsync();
        await BreakAsync("kill -9 of an etcd", 1.1, async counting =>
        {
            counting();
            await cluster.SayAsync("kill etcd-1");
        });
    }

    /// <summary>Its lock runs out, another one leads, and it does not know that when it thaws.</summary>
    [Fact]
    public async Task The_primarys_node_may_be_frozen_and_thawed()
    {
        var primary = await ServerNode.FindAsync(await nodes.Cluster.GetAsync(), "primary");
        await BreakAsync(
            $"the primary's node frozen for {Frozen.TotalSeconds} s",
            13.3,
            counting => primary.FreezeAsync(Frozen, counting));
    }

    [Fact]
    public async Task The_primary_may_be_lost_again_and_again()
    {
        var cluster = await nodes.Cluster.GetAsync();
        for (var turn = 1; turn <= Failovers; turn++)
        {
            var primary = await ServerNode.FindAsync(cluster, "primary");
            await BreakAsync($"failover {turn} of {Failovers}", 13.8, primary.LoseAsync);
        }
    }

    private async Task BreakAsync(string what, double measuredMax, Func<Action, Task> fault)
    {
        var broken = await Rounds.BreakAsync(await nodes.Cluster.GetAsync(), what, fault);
        var most = TimeSpan.FromSeconds((measuredMax + Allowance) * Slowness);
        Assert.True(broken.Stall <= most, $"{what}: nothing was acknowledged for {broken.Stall.TotalSeconds:F1} s.");
    }
}
