using System.Globalization;
using System.Text;
using Cartwright.ClusterFaults.Customers;
using Cartwright.ClusterFaults.Processes;
using Confluent.Kafka;

namespace Cartwright.ClusterFaults;

/// <summary>
/// Follows the runbook's section about a failed order whose stock is taken, with the commands of an operator: three
/// services, three databases, and the broker between them. The row of the repair stays, as it should, in the cluster
/// that the other tests use.
/// </summary>
[Trait("Kind", "Long")]
[Collection<OneNodeARole>]
public sealed class RepairTests(SingleNodes nodes)
{
    private const int Units = 5;
    private const int Taken = 2;
    private const int Price = 10;

    [Fact]
    public async Task What_a_failed_order_has_taken_is_returned_once_and_stays_on_record()
    {
        var cluster = await nodes.Cluster.GetAsync();
        using var shop = new Shop(cluster.Url);
        var item = await shop.MakeAsync("/stock/item/create/10", "item_id");
        await shop.DoAsync($"/stock/add/{item}/{Units}");
        var failed = await FailAsync(shop, item);
        var id = $"stock-taken.v1/{failed.Id}";
        await ForgeTakeAsync(cluster, failed, item);
        await Eventually.TrueAsync("the contradiction is parked", async () =>
            await Database.CountAsync(cluster, "order", $"parked WHERE parked_id = '{id}'") == 1);
        Assert.Equal(Units - Taken, await StockAsync(shop, item));
        await RequireProposedAsync(cluster, id);

        // The record keeps the first reason: that is when the stock came back.
        const string First = "restored to another moment";
        foreach (var reason in (string[])[First, "to be sure"])
        {
            await RunAsync(cluster, "return", id, "--reason", reason);
            await Eventually.TrueAsync("the repair is recorded", async () =>
                await Database.CountAsync(
                    cluster,
                    "order",
                    $"parked WHERE parked_id = '{id}' AND due IS NULL AND return_reason LIKE '{First} (%'") == 1);
            await Eventually.TrueAsync("the stock is back", async () => await StockAsync(shop, item) == Units);
            await cluster.RequireRightBooksAsync();
            Assert.Equal(Units, await StockAsync(shop, item));
        }

        Assert.Contains($"{First} (", await RunAsync(cluster, "show", id), StringComparison.Ordinal);
        Assert.Equal("failed", (await shop.FindAsync($"/orders/find/{failed.Order}")).Member("status"));
        Assert.Equal("1", (await shop.FindAsync($"/payment/find_user/{failed.User}")).Member("credit"));
    }

    // Its credit was declined, so nothing was taken.
    private static async Task<PaidAttempt> FailAsync(Shop shop, string item)
    {
        var user = await shop.MakeAsync("/payment/create_user", "user_id");
        await shop.DoAsync($"/payment/add_funds/{user}/1");
        var order = await shop.MakeAsync($"/orders/create/{user}", "order_id");
        await shop.DoAsync($"/orders/addItem/{order}/{item}/{Taken}");
        var refused = await shop.AskAsync(HttpMethod.Post, $"/orders/checkout/{order}", "wait=30");
        Assert.Equal("insufficient-credit", refused.Member("code"));
        var attempt = (await shop.FindAsync($"/orders/find/{order}")).Member("attempt")!;
        return new PaidAttempt(Number(attempt), Number(order), Number(user), Taken * Price);
    }

    // No run of the protocol leads here: stock receives a take for an order that has given up.
    private static async Task ForgeTakeAsync(RunningCluster cluster, PaidAttempt attempt, string item)
    {
        var port = (await cluster.FindAsync("kafka-1")).Port;
        using var producer = new ProducerBuilder<Null, byte[]>(
            new ProducerConfig { BootstrapServers = $"127.0.0.1:{port}", Acks = Acks.All }).Build();
        var take = $$$"""
            {"version":1,"messages":[{"type":"take-stock.v1","body":
            {"attempt":{{{attempt.Json}}},"lines":[{"item":{{{item}}},"quantity":{{{Taken}}}}]}}]}
            """;
        await producer.ProduceAsync(
            new TopicPartition("cartwright.stock.inbox.v1", 0),
            new Message<Null, byte[]> { Value = Encoding.UTF8.GetBytes(take) });
    }

    // The audit names the attempt, and the command with the options that the audit was given.
    private static async Task RequireProposedAsync(RunningCluster cluster, string id)
    {
        var audit = await CartwrightProgram.RunAsync("verify", "--cluster", cluster.Folder);
        Assert.Equal(1, audit.ExitCode);
        Assert.Contains("THE BOOKS ARE WRONG. Errors: 1.", audit.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"cartwright parked return {id} --reason TEXT --cluster {cluster.Folder}",
            audit.Output,
            StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(RunningCluster cluster, params string[] words) =>
        (await CartwrightProgram.RunAsync(["parked", .. words, "--cluster", cluster.Folder])).Required().Output;

    private static async Task<long> StockAsync(Shop shop, string item) =>
        Number((await shop.FindAsync($"/stock/find/{item}")).Member("stock")!);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
