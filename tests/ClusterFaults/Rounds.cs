using Cartwright.ClusterFaults.Customers;
using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>The effect of a fault on the buyers.</summary>
/// <param name="Failures">The calls that they had to repeat, as text.</param>
/// <param name="Stall">The longest time since the fault without an acknowledgement.</param>
/// <param name="Orders">The number of orders.</param>
/// <param name="Watched">The time from the fault to the end of the buyers.</param>
internal sealed record Broken(IReadOnlyCollection<string> Failures, TimeSpan Stall, int Orders, TimeSpan Watched)
{
    private const int ShownMax = 8;

    /// <summary>Fails with the first repeated call, if there is one.</summary>
    public void RequireNothingRepeated() => RequireNone(Failures);

    /// <summary>Fails with the first repeated call that a server had accepted, if there is one.</summary>
    public void RequireOnlyRefused() =>
        RequireNone(Failures.Where(failure => !failure.Contains("Connection refused", StringComparison.Ordinal)));

    private static void RequireNone(IEnumerable<string> failures) =>
        Assert.True(!failures.Any(), string.Join('\n', failures.Take(ShownMax)));
}

/// <summary>The common frame of the tests: sales, a fault among them, and the checks.</summary>
internal static class Rounds
{
    /// <summary> Sells, injects a fault, waits until a checkout requested after it is paid, and prints the time that
    /// this took. Fails unless that was soon, every answer was true, and the books are right. </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="what">The fault's name.</param>
    /// <param name="saleMax">The longest time from the fault's beginning, and from its end, to the first sale.</param>
    /// <param name="fault">The fault. It calls its argument at the moment from which time is counted.</param>
    /// <param name="standIns">Names of nodes that the test runs itself, outside the supervisor.</param>
    /// <param name="forgive">Removes allowed effects of the fault before the books are audited.</param>
    public static async Task<Broken> BreakAsync(
        RunningCluster cluster,
        string what,
        TimeSpan saleMax,
        Func<Action, Task> fault,
        IReadOnlyList<string>? standIns = null,
        Func<Task>? forgive = null)
    {
        await using var crowd = await Crowd.EnterAsync(cluster.Url);
        var broken = crowd.Shop.Now;
        await fault(() => broken = crowd.Shop.Now);
        var ended = crowd.Shop.Now;
        var first = await crowd.FirstSaleAfterAsync(broken);
        var afterEnd = await crowd.FirstSaleAfterAsync(ended);
        await AllReadyAsync(cluster, standIns);
        var watched = crowd.Shop.Now - broken;
        var orders = await crowd.LeaveAsync();
        await (forgive?.Invoke() ?? Task.CompletedTask);
        await cluster.RequireRightBooksAsync();
        var stall = StallSince(broken, crowd.Shop.Acknowledged);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{what}: nothing acknowledged for {stall.TotalSeconds:F1} s, first sale after {first.TotalSeconds:F1} s "
            + $"and {afterEnd.TotalSeconds:F1} s after the end of it, of {saleMax.TotalSeconds} s, "
            + $"{orders} orders, {crowd.Shop.Failures.Count} calls repeated");
        Assert.True(first <= saleMax, $"{what}: the first sale came after {first.TotalSeconds:F1} s.");
        Assert.True(afterEnd <= saleMax, $"{what}: the first sale came {afterEnd.TotalSeconds:F1} s after the end.");
        return new Broken(crowd.Shop.Failures, stall, orders, watched);
    }

    /// <summary>Kills a part's process and waits until the supervisor has started it again.</summary>
    public static async Task KillAsync(RunningCluster cluster, string name, Action counting) =>
        await KillAsync(cluster, await cluster.FindAsync(name), counting);

    /// <summary>The same of a part that was found before: it dies at once.</summary>
    public static async Task KillAsync(RunningCluster cluster, PartStatus part, Action counting)
    {
        await RunningCluster.SignalAsync(part, "KILL", counting);
        await Eventually.TrueAsync($"{part.Name} is started again", async () =>
            (await cluster.FindAsync(part.Name)).Restarts > part.Restarts);
    }

    /// <summary>The longest time without an acknowledgement, from the fault on.</summary>
    public static TimeSpan StallSince(TimeSpan fault, IEnumerable<TimeSpan> acknowledged)
    {
        var all = acknowledged.Order().ToList();
        List<TimeSpan> since = [fault, .. all.Where(moment => moment > fault)];
        return since.Zip(since.Skip(1), (before, after) => after - before).Max();
    }

    public static Task AllReadyAsync(RunningCluster cluster, IReadOnlyList<string>? standIns = null) =>
        Eventually.NoneAsync("all parts are ready", async () =>
        [
            .. (await cluster.StatusAsync())
                .Where(part => !part.Ready && standIns?.Contains(part.Name) != true)
                .Select(part => $"{part}; its log ends with: {cluster.LogEndOf(part.Name)}"),
        ]);
}
