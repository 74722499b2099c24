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
    /// <param name="cluster">The cluster.</param>
    /// <param name="what">The fault's name.</param>
    /// <param name="fault">The fault. It calls what it is given at the moment from which time is counted.</param>
    /// <returns>What the buyers found out of order, in words.</returns>
    public static async Task<IReadOnlyCollection<string>> BreakAsync(
        RunningCluster cluster, string what, Func<Action, Task> fault)
    {
        await using var crowd = await Crowd.EnterAsync(cluster.Url);
        var broken = crowd.Shop.Now;
        await fault(() => broken = crowd.Shop.Now);
        var ended = crowd.Shop.Now;
        var first = await crowd.FirstSaleAfterAsync(broken);
        await crowd.FirstSaleAfterAsync(ended);
        await AllReadyAsync(cluster);
        var orders = await crowd.LeaveAsync();
        await cluster.RequireRightBooksAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{what}: first sale after {first.TotalSeconds:F1} s, {orders} orders, "
            + $"{crowd.Shop.Failures.Count} calls repeated");
        return crowd.Shop.Failures;
    }

    /// <summary>Kills a part's process and waits until the supervisor has started it again.</summary>
    public static async Task KillAsync(RunningCluster cluster, string name, Action counting)
    {
        var before = (await cluster.FindAsync(name)).Restarts;
        await cluster.SignalAsync(name, "KILL", counting);
        await Eventually.TrueAsync($"{name} is started again", async () =>
            (await cluster.FindAsync(name)).Restarts > before);
    }

    public static Task AllReadyAsync(RunningCluster cluster) => Eventually.TrueAsync("all parts are ready", async () =>
        (await cluster.StatusAsync()).All(part => part.Ready));
}
