using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>
/// Nodes that die between two lines that matter: each service's node in turn kills itself at the named point, while
/// sales go on.
/// </summary>
[Trait("Kind", "Long")]
[Collection<OneNodeARole>]
public sealed class FaultPointTests(SingleNodes nodes)
{
    private static readonly string[] _names = ["order-1", "payment-1", "stock-1"];

    [Theory]
    [InlineData("after-commit-before-send", 2)]
    [InlineData("after-commit-before-send", 30, Traits = ["Kind", "Campaign"])]
    [InlineData("after-send-before-reply", 2)]
    [InlineData("after-send-before-reply", 30, Traits = ["Kind", "Campaign"])]
    [InlineData("after-handling-before-offset", 2)]
    [InlineData("after-handling-before-offset", 30, Traits = ["Kind", "Campaign"])]
    public async Task A_node_may_die_between_any_two_lines(string point, int count)
    {
        var cluster = await nodes.Cluster.GetAsync();
        await Rounds.BreakAsync(cluster, $"each node killed {point}, time {count}", async counting =>
        {
            foreach (var name in _names)
            {
                await using var node = await StandIn.TakeAsync(
                    cluster, name, variable: ("CARTWRIGHT_FAULT_POINT", $"{point}:{count}"));
                await Eventually.TrueAsync($"{name} has killed itself", () => node.ExitCode is not null);
                Assert.Equal(StandIn.Killed, node.ExitCode);
                counting();
            }
        });
    }
}
