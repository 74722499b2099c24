using System.Diagnostics;
using Cartwright.ClusterFaults.Customers;
using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>One node a role, one of which is down for a while.</summary>
[Trait("Kind", "Long")]
[Collection<OneNodeARole>]
public sealed class AbsentServiceTests(SingleNodes nodes)
{
    private const int Orders = 20;

    // Together with the starts of both sides it stays below the 30 s that a checkout has.
    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(5);

    /// <summary>A checkout needs no answer from the absent services: it is accepted, and ends later.</summary>
    [Theory]
    [InlineData("stock-1")]
    [InlineData("payment-1", Traits = ["Kind", "Campaign"])]
    public async Task Checkouts_are_accepted_while_a_service_is_away_and_end_when_it_is_back(string name)
    {
        var cluster = await nodes.Cluster.GetAsync();
        using var shop = new Shop(cluster.Url);
        var orders = await PrepareAsync(shop);
        var line = await NewLineAsync(shop);
        var added = await shop.AskAsync(HttpMethod.Post, line, prefer: null, repeats: line);
        await cluster.SayAsync($"stop {name}");

        // The answer to a completed command needs no other service.
        Assert.Equal(added.Body, (await shop.AskAsync(HttpMethod.Post, line, prefer: null, repeats: line)).Body);
        foreach (var order in orders)
        {
            var accepted = await shop.AskAsync(HttpMethod.Post, $"/orders/checkout/{order}", "respond-async");
            Assert.Equal("processing", accepted.Member("status"));
        }

        await Eventually.StaysAsync("processing", Absence, async () =>
            (await shop.FindAsync($"/orders/find/{orders[0]}")).Member("status") == "processing");
        await cluster.SayAsync($"start {name}");
        foreach (var order in orders)
        {
            await Eventually.TrueAsync($"order {order} is paid", async () =>
                (await shop.FindAsync($"/orders/find/{order}")).Member("status") == "paid");
        }

        await cluster.RequireRightBooksAsync();
    }

    /// <summary>Messages wait in the outbox, and waiting for brokers uses almost no CPU time.</summary>
    [Fact]
    [Trait("Kind", "Campaign")]
    public async Task Checkouts_are_accepted_while_Kafka_is_away_and_nobody_is_busy_with_waiting()
    {
        var cluster = await nodes.Cluster.GetAsync();
        using var shop = new Shop(cluster.Url);
        var orders = await PrepareAsync(shop);
        await cluster.SayAsync("stop kafka-1");
        foreach (var order in orders)
        {
            var accepted = await shop.AskAsync(HttpMethod.Post, $"/orders/checkout/{order}", "respond-async");
            Assert.Equal("processing", accepted.Member("status"));
        }

        var before = await CpuAsync(cluster);
        await Eventually.StaysAsync("processing", Absence, async () =>
            (await shop.FindAsync($"/orders/find/{orders[0]}")).Member("status") == "processing");
        var after = await CpuAsync(cluster);
        Assert.All(after, node => Assert.InRange(node.Value - before[node.Key], TimeSpan.Zero, Absence / 4));

        await cluster.SayAsync("start kafka-1");
        foreach (var order in orders)
        {
            await Eventually.TrueAsync($"order {order} is paid", async () =>
                (await shop.FindAsync($"/orders/find/{order}")).Member("status") == "paid");
        }

        await cluster.RequireRightBooksAsync();
    }

    /// <summary>Each node reads its whole topic again, from the first record on.</summary>
    [Fact]
    public async Task A_whole_topic_that_comes_again_has_no_effect()
    {
        var cluster = await nodes.Cluster.GetAsync();
        using var shop = new Shop(cluster.Url);
        var orders = await PrepareAsync(shop);
        foreach (var order in orders)
        {
            await shop.AskAsync(HttpMethod.Post, $"/orders/checkout/{order}", "wait=20");
        }

        var before = await BooksAsync(cluster);
        string[] roles = ["order", "stock", "payment"];
        await Task.WhenAll(roles.Select(role => cluster.SayAsync($"stop {role}-1")));
        foreach (var role in roles)
        {
            using var inbox = await InboxOffsets.OfAsync(cluster, role);
            await inbox.RewindAsync();
        }

        await Task.WhenAll(roles.Select(role => cluster.SayAsync($"start {role}-1")));
        await Rounds.AllReadyAsync(cluster);
        foreach (var role in roles)
        {
            using var inbox = await InboxOffsets.OfAsync(cluster, role);
            await inbox.CaughtUpAsync();
        }

        Assert.Equal(before, await BooksAsync(cluster));
        await cluster.RequireRightBooksAsync();
    }

    private static async Task<Dictionary<string, TimeSpan>> CpuAsync(RunningCluster cluster) =>
        (await cluster.StatusAsync())
            .Where(part => part.Role is "order" or "stock" or "payment")
            .ToDictionary(part => part.Name, part =>
            {
                using var process = Process.GetProcessById(part.Pid!.Value);
                return process.TotalProcessorTime;
            });

    private static async Task<string> NewLineAsync(Shop shop)
    {
        var user = await shop.MakeAsync("/payment/create_user", "user_id");
        var item = await shop.MakeAsync("/stock/item/create/1", "item_id");
        return $"/orders/addItem/{await shop.MakeAsync($"/orders/create/{user}", "order_id")}/{item}/1";
    }

    private static async Task<List<string>> PrepareAsync(Shop shop)
    {
        var user = await shop.MakeAsync("/payment/create_user", "user_id");
        await shop.DoAsync($"/payment/add_funds/{user}/{Orders}");
        var item = await shop.MakeAsync("/stock/item/create/1", "item_id");
        await shop.DoAsync($"/stock/add/{item}/{Orders}");
        List<string> orders = [];
        for (var i = 0; i < Orders; i++)
        {
            orders.Add(await shop.MakeAsync($"/orders/create/{user}", "order_id"));
            await shop.DoAsync($"/orders/addItem/{orders[i]}/{item}/1");
        }

        return orders;
    }

    private static async Task<string> BooksAsync(RunningCluster cluster) =>
        (await CartwrightProgram.RunAsync(
            "verify", "--cluster", cluster.Folder, "--json", "--older-than", "0", "--settle", "60")).Required().Output;
}
