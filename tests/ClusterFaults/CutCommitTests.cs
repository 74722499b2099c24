using Cartwright.ClusterFaults.Processes;
using Cartwright.Conformance.Servers;

namespace Cartwright.ClusterFaults;

/// <summary>
/// A node loses the connection to its database in the middle of a COMMIT. The outcome is unknown, and the node resolves
/// it before it sends any answer.
/// </summary>
[Trait("Kind", "Long")]
[Collection<OneNodeARole>]
public sealed class CutCommitTests(SingleNodes nodes)
{
    private const int Cuts = 6;

    [Theory]
    [InlineData("order", false)]
    [InlineData("order", true)]
    [InlineData("stock", false, Traits = ["Kind", "Campaign"])]
    [InlineData("stock", true, Traits = ["Kind", "Campaign"])]
    [InlineData("payment", false, Traits = ["Kind", "Campaign"])]
    [InlineData("payment", true, Traits = ["Kind", "Campaign"])]
    public async Task A_connection_may_be_cut_during_a_commit(string service, bool isSeenByServer)
    {
        var cluster = await nodes.Cluster.GetAsync();
        var database = (await cluster.FindAsync($"postgres-{service}")).Port;
        await using var proxy = new CuttingProxy(database);
        await using var node = await StandIn.TakeAsync(
            cluster,
            $"{service}-1",
            change: text => text.Replace($"Port={database};", $"Port={proxy.Port};", StringComparison.Ordinal));
        var when = isSeenByServer ? "after" : "before";
        var what = $"{Cuts} connections of {service}-1 cut during COMMIT, {when} the server saw it";
        await Rounds.BreakAsync(
            cluster,
            what,
            SaleMax.Node,
            async counting =>
            {
                for (var cut = 1; cut <= Cuts; cut++)
                {
                    counting();
                    proxy.CutNextCommit(isSeenByServer);
                    await Eventually.TrueAsync($"cut {cut} has come", () => proxy.Cuts >= cut);
                }
            },
            standIns: [$"{service}-1"]);
        Assert.Null(node.ExitCode);
    }
}
