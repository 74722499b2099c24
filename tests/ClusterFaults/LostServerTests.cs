using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>
/// Three database servers, one of which is killed or frozen. No acknowledged commit is lost. Writes go on within one
/// second of those of a client that uses the servers directly, beside the shop. Every request meanwhile is answered
/// late and not rejected.
/// </summary>
[Trait("Kind", "Long")]
[Collection<ThreeDatabaseServers>]
public sealed class LostServerTests(ReplicatedNodes nodes)
{
    private const int Failovers = 10;
    // The longest time that the shop may add.
    private static readonly TimeSpan Allowance = TimeSpan.FromSeconds(1);

    // Shorter than every time-out: a server that is not replaced by then was not replaced by the failover.
    private static readonly TimeSpan ServersMax = TimeSpan.FromSeconds(18);
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(15);

    [Fact]
    [Trait("Kind", "Campaign")]
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

        // Its times are printed only, because the tests of other projects compute beside it. They are judged when the
        // primary is lost again and again.
        await LatenessAsync("loss of the primary's node", 13.8, primary.LoseAsync);
    }

    [Fact]
    [Trait("Kind", "Campaign")]
    public async Task The_synchronous_standby_may_be_lost()
    {
        var standby = await ServerNode.FindAsync(await nodes.Cluster.GetAsync(), "standby");
        await BreakAsync("loss of the standby's node", 1.1, standby.LoseAsync);
    }

    [Fact]
    [Trait("Kind", "Campaign")]
    public async Task One_etcd_may_be_killed()
    {
        var cluster = await nodes.Cluster.GetAsync();
        await BreakAsync("kill -9 of an etcd", 1.1, async counting =>
        {
            counting();
            await cluster.SayAsync("kill etcd-1");
        });
    }

    /// <summary>Its lock expires and another server leads, which the frozen one learns only when it thaws.</summary>
    [Fact]
    [Trait("Kind", "Campaign")]
    public async Task The_primarys_node_may_be_frozen_and_thawed()
    {
        var primary = await ServerNode.FindAsync(await nodes.Cluster.GetAsync(), "primary");
        await BreakAsync(
            $"the primary's node frozen for {Frozen.TotalSeconds} s",
            13.3,
            counting => primary.FreezeAsync(Frozen, counting));
    }

    /// <summary>All rounds are run before they are judged, so that a failure shows how often it happens.</summary>
    [Fact]
    [Trait("Kind", "Campaign")]
    public async Task The_primary_may_be_lost_again_and_again()
    {
        var cluster = await nodes.Cluster.GetAsync();
        List<string> late = [];
        for (var turn = 1; turn <= Failovers; turn++)
        {
            var primary = await ServerNode.FindAsync(cluster, "primary");
            late.AddRange(await LatenessAsync($"failover {turn} of {Failovers}", 13.8, primary.LoseAsync));
        }

        Assert.Empty(late);
    }

    private async Task BreakAsync(string what, double measuredMax, Func<Action, Task> fault) =>
        Assert.Empty(await LatenessAsync(what, measuredMax, fault));

    // Returns the values that were too late, as text.
    private async Task<IReadOnlyList<string>> LatenessAsync(
        string what, double measuredMax, Func<Action, Task> fault)
    {
        var cluster = await nodes.Cluster.GetAsync();
        await using var writer = await BareWriter.StartAsync(cluster);
        var since = writer.Now;
        var broken = await Rounds.BreakAsync(cluster, what, SaleMax.Frozen, counting => fault(() =>
        {
            since = writer.Now;
            counting();
        }));
        var servers = writer.Stall(since, since + broken.Watched);
        var said = $"{what}: nothing was acknowledged for {broken.Stall.TotalSeconds:F2} s, and a client of the "
            + $"servers alone wrote nothing for {servers.TotalSeconds:F2} s";
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{said}, {measuredMax} s at most on a machine that did nothing else");

        // A request outlives a failover of the usual length.
        if (servers <= ServersMax)
        {
            broken.RequireNothingRepeated();
        }

        return servers > ServersMax || broken.Stall > servers + Allowance ? [said] : [];
    }
}
