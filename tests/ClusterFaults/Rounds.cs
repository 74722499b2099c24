using Cartwright.ClusterFaults.Customers;
using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>What the tests have in common: sales, a fault among them, and the judgement.</summary>
internal static class Rounds
{
    /// <summary>
    /// Sells, breaks something, waits until a checkout that was asked for afterwards is paid, prints how long that
    /// took, and fails unless everybody was told the truth and the books are right.
    /// </summary>
    /// <returns>What the buyers found out of order, in words.</returns>
    public static async Task<IReadOnlyCollection<string>> BreakAsync(
        RunningCluster cluster, string what, Func<Task> fault)
    {
        await using var crowd = await Crowd.EnterAsync(cluster.Url);
        var broken = crowd.Shop.Now;
        await fault();
        var ended = crowd.Shop.Now;
        var first = await crowd.FirstSaleAfterAsync(broken);
        await crowd.FirstSaleAfterAsync(ended);
        await AllReadyAsync(cluster);
        var orders = await crowd.LeaveAsync();
        await cluster.RequireRightBooksAsync();
        TestContext.Current.SendDiagnosticMessage(
            "{0}: first sale after {1:F1} s, {2} orders, {3} calls repeated",
            what, first.TotalSeconds, orders, crowd.Shop.Failures.Count);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{what}: first sale after {first.TotalSeconds:F1} s, {orders} orders, "
            + $"{crowd.Shop.Failures.Count} calls repeated");
        return crowd.Shop.Failures;
    }

    /// <summary>Kills a part's process and waits until the supervisor has started it again.</summary>
    public static async Task KillAsync(RunningCluster cluster, string name)
    {
        var before = (await cluster.FindAsync(name)).Restarts;
        await cluster.TellAsync("kill", name);
        await Eventually.TrueAsync($"{name} is started again", async () =>
            (await cluster.FindAsync(name)).Restarts > before);
    }

    public static Task AllReadyAsync(RunningCluster cluster) => Eventually.TrueAsync("all parts are ready", async () =>
        (await cluster.StatusAsync()).All(part => part.Ready));
}
