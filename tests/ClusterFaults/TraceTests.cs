using Cartwright.ClusterFaults.Customers;
using Cartwright.ClusterFaults.Processes;
using Cartwright.Http.Tests.Collector;

namespace Cartwright.ClusterFaults;

/// <summary>One node a role, which export what they do to a collector of the test's.</summary>
public sealed class TracedNodes : IAsyncLifetime
{
    private OtlpCollector? _collector;
    private ClusterOfRun? _cluster;

    internal OtlpCollector Collector => _collector!;

    internal ClusterOfRun Cluster => _cluster!;

    public async ValueTask InitializeAsync()
    {
        _collector = await OtlpCollector.StartAsync();
        _cluster = new ClusterOfRun(nodesOfRole: 1) { Variables = _collector.Variables };
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await Collector.DisposeAsync();
    }
}

/// <summary>What the processes of a cluster tell a collector, put together again.</summary>
[Trait("Kind", "Long")]
[Trait("Kind", "Campaign")]
public sealed class TraceTests(TracedNodes nodes) : IClassFixture<TracedNodes>
{
    private const string Last = "capture-credit.v1";

    private static readonly string[] Roles = ["gateway", "order", "stock", "payment"];

    private static readonly string[] Steps =
    [
        "gateway POST /orders/{**rest}", "gateway POST", "order POST /orders/checkout/{order_id}",
        "order check-out-order.v1", "payment hold-credit.v1", "stock take-stock.v1",
        "order stock-taken.v1", "payment " + Last,
    ];

    [Fact]
    public async Task A_checkout_is_one_trace_through_the_gateway_and_all_three_services()
    {
        var cluster = await nodes.Cluster.GetAsync();
        using var shop = new Shop(cluster.Url);
        await shop.DoAsync($"/orders/checkout/{await shop.MakeOrderAsync()}");

        var chain = await Eventually.FindAsync("the whole trace is there", () => Task.FromResult(WholeChain()));

        Assert.Equal(Steps, chain);
    }

    [Fact]
    public async Task Every_process_tells_how_far_it_is_behind()
    {
        await nodes.Cluster.GetAsync();
        await Eventually.TrueAsync(
            "the lag is told", () => nodes.Collector.Metrics.ContainsKey("cartwright.inbox.lag"));
        await Eventually.TrueAsync(
            "every role has told something",
            () => Roles.All(role => nodes.Collector.Resources.ContainsKey($"cartwright.role={role}")));
    }

    // From the last step up to the first, as far as that has come.
    private List<string>? WholeChain()
    {
        var span = nodes.Collector.Spans.FirstOrDefault(span => span.Name == Last);
        List<string> chain = [];
        while (span is not null)
        {
            chain.Insert(0, $"{span.Role} {span.Name}");
            if (span.Parent.Length == 0)
            {
                return chain;
            }

            span = nodes.Collector.SpansOf(span.Trace).Find(other => other.Id == span.Parent);
        }

        return null;
    }
}
