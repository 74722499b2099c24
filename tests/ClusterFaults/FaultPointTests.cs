using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>
/// A node that dies between two lines that matter: it kills itself at the named point, while sales go on.
/// </summary>
[Trait("Kind", "Long")]
[Collection<OneNodeARole>]
public sealed class FaultPointTests(SingleNodes nodes)
{
    public static TheoryData<string, string, int> Campaign
    {
        get
        {
            var rows = new TheoryData<string, string, int>();
            foreach (var point in (string[])["after-commit-before-send", "after-send-before-reply",
                "after-handling-before-offset"])
            {
                foreach (var name in (string[])["order-1", "payment-1", "stock-1"])
                {
                    rows.Add(point, name, 2);
                    rows.Add(point, name, 30);
                }
            }

            return rows;
        }
    }

    /// <summary>Each point, for each service, once.</summary>
    [Theory]
    [InlineData("after-commit-before-send", "order-1", 2)]
    [InlineData("after-send-before-reply", "payment-1", 2)]
    [InlineData("after-handling-before-offset", "stock-1", 2)]
    public Task A_node_may_die_between_two_lines(string point, string name, int count) => DieAsync(point, name, count);

    [Theory]
    [Trait("Kind", "Campaign")]
    [MemberData(nameof(Campaign))]
    public Task A_node_may_die_between_any_two_lines(string point, string name, int count) =>
        DieAsync(point, name, count);

    private async Task DieAsync(string point, string name, int count)
    {
        var cluster = await nodes.Cluster.GetAsync();
        await Rounds.BreakAsync(cluster, $"{name} killed {point}, time {count}", SaleMax.Node, async counting =>
        {
            await using var node = await StandIn.TakeAsync(
                cluster,
                name,
                word => word == CartwrightProgram.Assembly ? CartwrightProgram.FaultyAssembly : word,
                variable: ("FAULTY_NODE_POINT", $"{point}:{count}"));
            await Eventually.TrueAsync($"{name} has killed itself", () => node.ExitCode is not null);
            Assert.Equal(StandIn.Killed, node.ExitCode);
            counting();
        });
    }
}
