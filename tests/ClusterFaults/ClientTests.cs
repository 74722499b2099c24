using System.Diagnostics;
using Cartwright.Client;
using Cartwright.ClusterFaults.Customers;
using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>
/// The .NET client, while the nodes of a cluster are killed one after the other: its users see rejections by the
/// business only, each action takes effect once, and its reader of public events ends with the state of each order.
/// </summary>
[Trait("Kind", "Long")]
[Collection<TwoNodesARole>]
public sealed class ClientTests(NodePairs nodes)
{
    private static readonly string[] Killed =
        ["order-1", "stock-2", "gateway", "payment-1", "order-2", "stock-1", "payment-2"];

    // At least an order node, a stock node and the gateway, however long a restart takes.
    private const int KillsMin = 3;

    // As patient as the other buyers of these tests, on a machine that computes something else meanwhile.
    private static readonly CartwrightClientOptions Patient = new()
    {
        CallTimeout = TimeSpan.FromMinutes(3), RetriesMax = 1000,
    };

    [Theory]
    [InlineData(15)]
    [InlineData(60, Traits = ["Kind", "Campaign"])]
    public async Task Nodes_are_killed_and_users_see_rejections_by_the_business_only(int seconds)
    {
        var cluster = await nodes.Cluster.GetAsync();
        using var client = new CartwrightClient(cluster.Url, Patient);
        await using var buyers = await ClientBuyers.EnterAsync(client);
        var watch = Stopwatch.StartNew();
        var kills = 0;
        while (watch.Elapsed.TotalSeconds < seconds || kills < KillsMin)
        {
            await Rounds.KillAsync(cluster, Killed[kills++ % Killed.Length], () => { });
        }

        var ends = await buyers.LeaveAsync();
        await Rounds.AllReadyAsync(cluster);

        await cluster.RequireRightBooksAsync();
        await Eventually.NoneAsync("the public events end with each order's state", async () =>
        {
            var latest = await LatestAsync(cluster);
            return [.. ends.Where(end => latest.GetValueOrDefault(end.Key) != end.Value).Select(end => $"{end}")];
        });
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{kills} kills in {watch.Elapsed.TotalSeconds:F0} s; orders: "
            + string.Join(", ", ends.CountBy(end => end.Value).Select(count => $"{count.Value} {count.Key}")));
    }

    // Each record twice, as if the consumer had been restarted at the beginning.
    private static async Task<Dictionary<string, ShopOrderStatus>> LatestAsync(RunningCluster cluster)
    {
        var records = await PublicTopic.ReadRecordsAsync(cluster);
        var reader = new PublicEventReader();
        Dictionary<string, ShopOrderStatus> latest = [];
        foreach (var record in records.Concat(records))
        {
            await reader.ApplyEventAsync(record.Value, (happened, _) =>
            {
                latest[happened.OrderId] = happened.Status;
                return Task.CompletedTask;
            });
        }

        return latest;
    }
}
