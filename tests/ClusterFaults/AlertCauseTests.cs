using Cartwright.ClusterFaults.Customers;
using Cartwright.ClusterFaults.Processes;
using Cartwright.Http.Tests.Collector;
using Confluent.Kafka;

namespace Cartwright.ClusterFaults;

/// <summary>Causes are produced in a real cluster; a real Prometheus fires their alerts, and ends them.</summary>
[Trait("Kind", "Campaign")]
[Collection<OneNodeARole>]
public sealed class AlertCauseTests(SingleNodes nodes)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData("stock-1", "CartwrightProcessDown", "CartwrightServiceDown")]
    [InlineData("postgres-payment", "CartwrightDatabaseDown", "CartwrightServiceDown")]
    [InlineData("kafka-1", "CartwrightOutboxWaits")]
    public async Task A_part_that_is_away_fires_its_alerts_until_it_is_back(string part, params string[] alerts)
    {
        var cluster = await nodes.Cluster.GetAsync();
        using var watching = await Watching.StartAsync(cluster);
        await using var prometheus = await PrometheusServer.StartAsync(watching.Configuration);
        using var shop = new Shop(cluster.Url);
        var order = await shop.MakeOrderAsync();
        await cluster.SayAsync($"stop {part}");
        await shop.AskAsync(HttpMethod.Post, $"/orders/checkout/{order}", "respond-async");
        await MustFireAsync(prometheus, alerts);
        await cluster.SayAsync($"start {part}");
        await MustEndAsync(prometheus, alerts);
        await cluster.RequireRightBooksAsync();
    }

    [Fact]
    public async Task A_parked_message_fires_its_alert_until_it_is_dropped()
    {
        var cluster = await nodes.Cluster.GetAsync();
        using var watching = await Watching.StartAsync(cluster);
        await using var prometheus = await PrometheusServer.StartAsync(watching.Configuration);
        var port = (await cluster.FindAsync("kafka-1")).Port;
        using (var producer = new ProducerBuilder<Null, string>(
            new ProducerConfig { BootstrapServers = $"127.0.0.1:{port}", Acks = Acks.All }).Build())
        {
            await producer.ProduceAsync(
                new TopicPartition("cartwright.stock.inbox.v1", 0),
                new Message<Null, string> { Value = "no envelope" },
                TestContext.Current.CancellationToken);
        }

        await MustFireAsync(prometheus, "CartwrightMessageParked");
        (await CartwrightProgram.RunAsync("parked", "drop", "--all", "--cluster", cluster.Folder)).Required();
        await MustEndAsync(prometheus, "CartwrightMessageParked");
        await InboxRecords.ForgetAsync(cluster);
    }

    private static Task MustFireAsync(PrometheusServer prometheus, params string[] alerts) => Eventually.TrueAsync(
        $"{string.Join(", ", alerts)} fire",
        async () => !alerts.Except(await prometheus.FiringAsync()).Any(),
        Patience);

    private static Task MustEndAsync(PrometheusServer prometheus, params string[] alerts) => Eventually.TrueAsync(
        $"{string.Join(", ", alerts)} end",
        async () => !alerts.Intersect(await prometheus.FiringAsync()).Any(),
        Patience);
}
