using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>Two nodes a role: one of them may be lost, for a while or after a drain.</summary>
[Trait("Kind", "Long")]
[Collection<TwoNodesARole>]
public sealed class NodePairTests(NodePairs nodes)
{
    // On a busy machine a request can run out of its time without a mistake of the shop, but not every time.
    private const int RestartsMax = 5;
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(14);

    /// <summary>`check` judges every answer under contention; the node dies in the middle of its checkouts.</summary>
    [Theory]
    [InlineData("order-1", Traits = ["Kind", "Campaign"])]
    [InlineData("stock-2")]
    [InlineData("payment-1", Traits = ["Kind", "Campaign"])]
    public async Task One_of_each_pair_may_be_killed_while_a_crowd_is_after_few_units(string name)
    {
        var cluster = await nodes.Cluster.GetAsync();

        // Found beforehand: on a busy machine the check could be over before the cluster has told its status.
        var node = await cluster.FindAsync(name);
        await using var check = RunningProgram.Start(
            "check", "--cluster", cluster.Folder, "--rounds", "1", "--users", "400", "--orders", "400", "--stock",
            "40");
        await Eventually.TrueAsync("the checkouts are sent", () => check.Said.Contains(
            "400 checkouts at the same time", StringComparison.Ordinal));
        var hadEnded = true;
        await Rounds.KillAsync(cluster, node, () => hadEnded = check.HasEnded);
        Assert.False(hadEnded, "The check was over before the kill.");

        Assert.Contains("Consistent", (await check.EndAsync()).Required().Output, StringComparison.Ordinal);
        await Rounds.AllReadyAsync(cluster);
        await cluster.RequireRightBooksAsync();
    }

    /// <summary>A node that is stopped notifies the gateway first, and finishes the requests in progress.</summary>
    [Theory]
    [InlineData("order-1", "stock-1")]
    [InlineData("order-1", "order-2", "stock-1", "stock-2", "payment-1", "payment-2", Traits = ["Kind", "Campaign"])]
    public async Task Nodes_are_restarted_one_after_the_other_without_a_failed_request(params string[] names)
    {
        var cluster = await nodes.Cluster.GetAsync();
        Broken broken;
        var rounds = 0;
        do
        {
            broken = await Rounds.BreakAsync(cluster, "rolling restart of nodes", SaleMax.Node, async _ =>
            {
                foreach (var name in names)
                {
                    await cluster.SayAsync($"stop {name}");
                    await cluster.SayAsync($"start {name}");
                }
            });
        }
        while (broken.Failures.Count > 0 && ++rounds < RestartsMax);
        broken.RequireNothingRepeated();
    }

    /// <summary>The frozen node loses its partitions to the other one, and learns that only when it thaws.</summary>
    [Theory]
    [InlineData("order-1", Traits = ["Kind", "Campaign"])]
    [InlineData("stock-1", Traits = ["Kind", "Campaign"])]
    [InlineData("payment-1")]
    public async Task A_node_that_was_frozen_longer_than_its_session_changes_nothing_wrongly(string name)
    {
        var cluster = await nodes.Cluster.GetAsync();
        await Rounds.BreakAsync(cluster, $"{name} frozen for {Frozen.TotalSeconds} s", SaleMax.Frozen, async counting =>
        {
            var node = await cluster.FindAsync(name);
            await RunningCluster.SignalAsync(node, "STOP", counting);
            await Eventually.StaysAsync("frozen", Frozen, () => Task.FromResult(true));
            await RunningCluster.SignalAsync(node, "CONT", () => { });
        });
    }
}
