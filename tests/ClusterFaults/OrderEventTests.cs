using Cartwright.ClusterFaults.Customers;
using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>The events of orders, over HTTP and in the public topic, from two nodes a role.</summary>
[Trait("Kind", "Long")]
[Collection<TwoNodesARole>]
public sealed class OrderEventTests(NodePairs nodes)
{
    private const int Orders = 300;
    private const int Units = 200;

    // A stream that holds a server up costs it the whole time for its drain, which is eight seconds, every time. A busy
    // machine may need as long once.
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(7);
    private const int StopsMax = 5;

    [Theory]
    [InlineData("order-1")]
    [InlineData("order-2", Traits = ["Kind", "Campaign"])]
    public async Task Streams_at_every_node_hear_of_a_checkout_at_one_of_them(string node)
    {
        var cluster = await nodes.Cluster.GetAsync();
        using var shop = new Shop(cluster.Url);
        var order = await shop.MakeOrderAsync();
        List<OrderStream> streams =
        [
            await OrderStream.OpenAsync(await AddressOfAsync(cluster, "order-1"), order),
            await OrderStream.OpenAsync(await AddressOfAsync(cluster, "order-2"), order),
            await OrderStream.OpenAsync(cluster.Url, order),
            await OrderStream.OpenAsync(cluster.Url, order),
        ];
        foreach (var stream in streams)
        {
            Assert.Equal("open", await stream.NextAsync());
        }

        using var direct = new Shop(await AddressOfAsync(cluster, node));
        await direct.DoAsync($"/orders/checkout/{order}");

        foreach (var stream in streams)
        {
            Assert.Equal("processing paid", await stream.RestAsync());
            stream.Dispose();
        }
    }

    [Fact]
    public async Task An_open_stream_does_not_hold_up_a_gateway_that_stops()
    {
        var cluster = await nodes.Cluster.GetAsync();
        List<TimeSpan> times = [];
        do
        {
            times.Add(await StopWithStreamAsync(cluster));
        }
        while (times[^1] > StopMax && times.Count < StopsMax);
        Assert.True(times[^1] <= StopMax, $"The stops took {string.Join(", ", times)}.");
    }

    /// <summary>
    /// More orders than units, and a node killed in between: the topic has the outcome of each, at least once, and no
    /// other event.
    /// </summary>
    [Fact]
    public async Task The_public_topic_has_every_outcome_and_no_other()
    {
        var cluster = await nodes.Cluster.GetAsync();
        using var shop = new Shop(cluster.Url);
        await shop.DoAsync($"/stock/batch_init/1/{Units * 2}/1");
        await shop.DoAsync($"/payment/batch_init/{Orders}/1000");
        await shop.DoAsync($"/orders/batch_init/{Orders}/1/{Orders}/1");
        var checkouts = Parallel.ForAsync(
            0, Orders, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (order, _) =>
                await shop.DoAsync($"/orders/checkout/{order}"));
        await Rounds.KillAsync(cluster, "order-1", () => { });
        await checkouts;
        var outcomes = await OutcomesAsync(shop);

        var events = await Eventually.FindAsync("every outcome is in the topic", async () =>
        {
            var read = await PublicTopic.ReadAsync(cluster);
            return outcomes.Keys.Except(read.Select(e => e.Id)).Any() ? null : read;
        });

        Assert.Equal(Units, outcomes.Values.Count(status => status == "paid"));
        foreach (var sameId in events.GroupBy(e => e.Id))
        {
            var only = Assert.Single(sameId.Distinct());
            if (outcomes.TryGetValue(only.Id, out var status))
            {
                Assert.Equal($"cartwright.order.{status}", only.Type);
            }
        }

        foreach (var ofOrder in events.Distinct().GroupBy(e => e.Order))
        {
            var steps = ofOrder.OrderBy(e => e.Sequence, StringComparer.Ordinal).Select(e => e.Type).ToList();
            Assert.Equal("cartwright.order.accepted", steps[0]);
        }
    }

    // The time that the gateway needed to end, with a stream open.
    private static async Task<TimeSpan> StopWithStreamAsync(RunningCluster cluster)
    {
        using var shop = new Shop(cluster.Url);
        using var stream = await OrderStream.OpenAsync(cluster.Url, await shop.MakeOrderAsync());
        Assert.Equal("open", await stream.NextAsync());
        var began = TimeProvider.System.GetTimestamp();
        await cluster.SayAsync("stop gateway");
        var time = TimeProvider.System.GetElapsedTime(began);
        await Assert.ThrowsAnyAsync<IOException>(stream.NextAsync);
        await cluster.SayAsync("start gateway");
        await Rounds.AllReadyAsync(cluster);
        return time;
    }

    /// <summary>The end of each order, by the id of its last step.</summary>
    private static async Task<Dictionary<string, string>> OutcomesAsync(Shop shop)
    {
        Dictionary<string, string> outcomes = [];
        for (var order = 0; order < Orders; order++)
        {
            var call = await Eventually.FindAsync($"order {order} has ended", async () =>
            {
                var found = await shop.FindAsync($"/orders/find/{order}");
                return found.Member("status") is "processing" ? null : found;
            });
            outcomes.Add($"{call.Member("attempt")}.2", call.Member("status")!);
        }

        return outcomes;
    }

    private static async Task<Uri> AddressOfAsync(RunningCluster cluster, string node) =>
        new($"http://127.0.0.1:{(await cluster.FindAsync(node)).Port}");
}
