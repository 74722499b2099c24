using Cartwright.ClusterFaults.Customers;
using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>The spans that the processes of a cluster export, assembled into one trace.</summary>
[Trait("Kind", "Long")]
[Collection<OneNodeARole>]
public sealed class TraceTests(SingleNodes nodes)
{
    // The client's own trace: the cluster traces the requests that its caller samples, and no others.
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Caller = "00f067aa0ba902b7";
    private const string Last = "capture-credit.v1";

    private static readonly string[] Roles = ["gateway", "order", "stock", "payment"];

    private static readonly string[] Steps =
    [
        "gateway POST /orders/checkout/{order_id}", "gateway POST", "order POST /orders/checkout/{order_id}",
        "order check-out-order.v1", "payment hold-credit.v1", "stock take-stock.v1",
        "order stock-taken.v1", "payment " + Last,
    ];

    [Fact]
    public async Task A_checkout_is_one_trace_through_the_gateway_and_all_three_services()
    {
        var cluster = await nodes.Cluster.GetAsync();
        using var shop = new Shop(cluster.Url);
        using var client = new HttpClient { BaseAddress = cluster.Url };
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri($"/orders/checkout/{await shop.MakeOrderAsync()}", UriKind.Relative));
        request.Headers.Add("traceparent", $"00-{Trace}-{Caller}-01");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);

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

    // From the last step back to the first, as far as the spans have arrived.
    private List<string>? WholeChain()
    {
        var spans = nodes.Collector.SpansOf(Trace);
        var span = spans.Find(span => span.Name == Last);
        List<string> chain = [];
        while (span is not null)
        {
            chain.Insert(0, $"{span.Role} {span.Name}");
            if (span.Parent == Caller)
            {
                return chain;
            }

            span = spans.Find(other => other.Id == span.Parent);
        }

        return null;
    }
}
