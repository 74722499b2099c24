using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>Two nodes a role: one of them may go, for a while or with notice.</summary>
[Trait("Kind", "Long")]
[Collection<TwoNodesARole>]
public sealed class NodePairTests(NodePairs nodes)
{
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(14);

    /// <summary>The check is run beside the kills: it judges every answer under contention.</summary>
    [Fact]
    [Trait("Kind", "Campaign")]
    public async Task One_of_each_pair_may_be_killed_while_a_crowd_is_after_few_units()
    {
        var cluster = await nodes.Cluster.GetAsync();
        var check = CartwrightProgram.RunAsync(
            "check", "--cluster", cluster.Folder, "--rounds", "2", "--users", "200", "--orders", "200", "--stock",
            "20");
        foreach (var name in (string[])["order-1", "stock-2", "payment-1"])
        {
            await Rounds.BreakAsync(
                cluster,
                $"kill -9 of {name}, one of two",
                counting => Rounds.KillAsync(cluster, name, counting));
        }

        Assert.Contains("Consistent", (await check).Required().Output, StringComparison.Ordinal);
    }

    /// <summary>A node that is asked to stop says so to the gateway first, and finishes what it has begun.</summary>
    [Fact]
    public async Task All_nodes_are_restarted_one_after_the_other_without_a_failed_request()
    {
        var cluster = await nodes.Cluster.GetAsync();
        var broken = await Rounds.BreakAsync(cluster, "rolling restart of all nodes", async _ =>
        {
            foreach (var name in (await cluster.StatusAsync()).Where(IsNode).Select(part => part.Name))
            {
                await cluster.SayAsync($"stop {name}");
                await cluster.SayAsync($"start {name}");
            }
        });
        broken.RequireNothingRepeated();

        static bool IsNode(PartStatus part) => part.Role is "order" or "stock" or "payment";
    }

    /// <summary>
    /// The frozen node loses its part of the topics to the other, and does not know it when it thaws.
    /// </summary>
    [Theory]
    [InlineData("order-1", Traits = ["Kind", "Campaign"])]
    [InlineData("stock-1", Traits = ["Kind", "Campaign"])]
    [InlineData("payment-1")]
    public async Task A_node_that_was_frozen_longer_than_its_session_changes_nothing_wrongly(string name)
    {
        var cluster = await nodes.Cluster.GetAsync();
        await Rounds.BreakAsync(cluster, $"{name} frozen for {Frozen.TotalSeconds} s", async counting =>
        {
            await cluster.SignalAsync(name, "STOP", counting);
            await Eventually.StaysAsync("frozen", Frozen, () => Task.FromResult(true));
            await cluster.SignalAsync(name, "CONT", () => { });
        });
    }
}
