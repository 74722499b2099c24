using Cartwright.ClusterFaults.Customers;
using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>
/// The drill of an operator: a backup in the middle of checkouts, everything lost, and the shop is back as of the
/// moment. It has a cluster of its own, because the other tests' orders would be lost with it.
/// </summary>
[Trait("Kind", "Long")]
public sealed class RestoreTests
{
    private static readonly string[] Services = ["order", "stock", "payment"];
    private static readonly string[] Nodes = ["gateway", "order-1", "stock-1", "payment-1"];

    [Fact]
    public async Task A_backup_made_while_the_shop_sells_is_restored_to_one_moment()
    {
        await using var cluster = await RunningCluster.StartAsync(
            nodesOfRole: 1, brokers: 1, new Dictionary<string, string>());
        var backup = Path.Combine(cluster.Folder, "backup");
        List<string> before = [];
        string later;
        await using (var crowd = await Crowd.EnterAsync(cluster.Url))
        {
            before.Add(await PayAsync(crowd.Shop));
            await VerbAsync("backup", backup, cluster);
            later = await PayAsync(crowd.Shop);
            await crowd.LeaveAsync();
        }

        await RequireRefusedAsync(backup, cluster, "is not empty");
        foreach (var node in Nodes)
        {
            await cluster.SayAsync($"stop {node}");
        }

        foreach (var service in Services)
        {
            await Database.AskAsync(
                cluster,
                service,
                "SET client_min_messages = error; DROP OWNED BY CURRENT_USER CASCADE");
        }

        await VerbAsync("restore", backup, cluster);
        foreach (var node in Nodes.Reverse())
        {
            await cluster.SayAsync($"start {node}");
        }

        await Rounds.AllReadyAsync(cluster);
        await cluster.RequireRightBooksAsync();
        using var shop = new Shop(cluster.Url);
        foreach (var order in before)
        {
            Assert.Equal("paid", (await shop.FindAsync($"/orders/find/{order}")).Member("status"));
        }

        // It was made after the moment, and its number is not given again.
        var lost = await shop.AskAsync(HttpMethod.Get, $"/orders/find/{later}", prefer: null);
        Assert.Equal("unknown-order", lost.Member("code"));
        Assert.NotEqual(later, await PayAsync(shop));
        await cluster.RequireRightBooksAsync();
    }

    private static async Task<string> PayAsync(Shop shop)
    {
        var order = await shop.MakeOrderAsync();
        var paid = await shop.AskAsync(HttpMethod.Post, $"/orders/checkout/{order}", "wait=30");
        Assert.Equal("paid", paid.Member("status"));
        return order;
    }

    private static async Task VerbAsync(string verb, string backup, RunningCluster cluster)
    {
        // An audit of a moment in the middle of checkouts finds them unfinished only after two minutes.
        (await CartwrightProgram.RunAsync(verb, backup, "--cluster", cluster.Folder)).Required();
    }

    private static async Task RequireRefusedAsync(string backup, RunningCluster cluster, string reason)
    {
        var ended = await CartwrightProgram.RunAsync("restore", backup, "--cluster", cluster.Folder);
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(reason, ended.Error, StringComparison.Ordinal);
    }
}
