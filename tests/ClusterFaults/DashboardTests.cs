using Cartwright.ClusterFaults.Customers;
using Cartwright.ClusterFaults.Processes;
using Cartwright.Http.Tests.Collector;

namespace Cartwright.ClusterFaults;

/// <summary>The dashboards over a real Prometheus that scrapes a real cluster, by the files in deploy.</summary>
[Trait("Kind", "Long")]
[Collection<OneNodeARole>]
public sealed class DashboardTests(SingleNodes nodes)
{
    /// <summary>A query that returns nothing draws an empty panel, which looks like a shop that stands still.</summary>
    [Fact]
    public async Task Each_query_of_the_dashboards_returns_data_of_a_cluster_that_sells()
    {
        var cluster = await nodes.Cluster.GetAsync();
        using var watch = await Watching.StartAsync(cluster);
        await using var prometheus = await PrometheusServer.StartAsync(watch.Configuration);
        using var shop = new Shop(cluster.Url);
        List<string> silent = [.. Watching.Queries()];
        Assert.True(silent.Count > 20, $"Only {silent.Count} queries were found.");
        await Eventually.NoneAsync("each query returns data", async () =>
        {
            // A rate needs two scrapes with a sale between them.
            await shop.DoAsync($"/orders/checkout/{await shop.MakeOrderAsync()}");
            List<string> still = [];
            foreach (var query in silent)
            {
                if ((await prometheus.QueryAsync(query)).All(series => series.Value == "NaN"))
                {
                    still.Add(query);
                }
            }

            return silent = still;
        });
        var names = (await prometheus.QueryAsync("up")).Select(series => series.Labels["instance"]).Order();
        Assert.Equal(["gateway", "order-1", "payment-1", "stock-1"], names);
        Assert.Empty(await prometheus.FiringAsync());
    }
}
