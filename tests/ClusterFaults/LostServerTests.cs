using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>
/// Three database servers: whichever is killed or frozen, nothing that was acknowledged is lost, writes go on within
/// two seconds of those of a client of PostgreSQL alone (one that was measured on a machine that did nothing else, or
/// one beside this shop, whichever is later), and who checks out meanwhile is answered late and not refused.
/// </summary>
[Trait("Kind", "Long")]
[Trait("Kind", "Campaign")]
[Collection<ThreeDatabaseServers>]
public sealed class LostServerTests(ReplicatedNodes nodes)
{
    private const int Failovers = 10;
    private static readonly TimeSpan Allowance = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(15);

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
        var cluster = await nodes.Cluster.GetAsync();
        await using var writer = await BareWriter.StartAsync(cluster);
        var since = writer.Now;
        var broken = await Rounds.BreakAsync(cluster, what, counting => fault(() =>
        {
            since = writer.Now;
            counting();
        }));
        var servers = writer.StallSince(since);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{what}: a client of the servers alone wrote nothing for {servers.TotalSeconds:F1} s");

        var measured = TimeSpan.FromSeconds(measuredMax);
        var most = Allowance + (servers > measured ? servers : measured);
        Assert.True(
            broken.Stall <= most,
            $"{what}: nothing was acknowledged for {broken.Stall.TotalSeconds:F1} s, and {most.TotalSeconds:F1} s are "
            + "allowed.");
        Assert.DoesNotContain(broken.Failures, IsRefusedCheckout);
    }

    private static bool IsRefusedCheckout(string failure) =>
        failure.StartsWith("/orders/checkout/", StringComparison.Ordinal)
        && failure.Contains("database-unavailable", StringComparison.Ordinal);
}
