using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>
/// One node a role: whichever part is killed, cut off or emptied under load, every answer stays true.
/// </summary>
[Trait("Kind", "Long")]
[Collection<OneNodeARole>]
public sealed class KilledPartTests(SingleNodes nodes)
{
    [Theory]
    [InlineData("gateway")]
    [InlineData("order-1")]
    [InlineData("stock-1", Traits = ["Kind", "Campaign"])]
    [InlineData("payment-1", Traits = ["Kind", "Campaign"])]
    [InlineData("kafka-1")]
    [InlineData("postgres-order")]
    [InlineData("postgres-stock", Traits = ["Kind", "Campaign"])]
    [InlineData("postgres-payment", Traits = ["Kind", "Campaign"])]
    public async Task A_part_that_is_killed_comes_back_and_everybody_was_told_the_truth(string name)
    {
        var cluster = await nodes.Cluster.GetAsync();
        await Rounds.BreakAsync(
            cluster, $"kill -9 of {name}", MaxOf(name), counting => Rounds.KillAsync(cluster, name, counting));
    }

    /// <summary>Stopped in order, and started again with all its data.</summary>
    [Theory]
    [Trait("Kind", "Campaign")]
    [InlineData("postgres-order")]
    [InlineData("postgres-stock")]
    [InlineData("postgres-payment")]
    [InlineData("kafka-1")]
    [InlineData("gateway")]
    public async Task A_part_that_is_restarted_takes_nothing_with_it(string name)
    {
        var cluster = await nodes.Cluster.GetAsync();
        await Rounds.BreakAsync(cluster, $"{name} stopped and started", MaxOf(name), async counting =>
        {
            counting();
            await cluster.SayAsync($"stop {name}");
            await cluster.SayAsync($"start {name}");
        });
    }

    /// <summary>Every topic and every group is lost; the sweeps send the lost messages again.</summary>
    [Fact]
    public async Task Kafka_may_lose_all_its_data_while_checkouts_are_under_way()
    {
        var cluster = await nodes.Cluster.GetAsync();
        await Rounds.BreakAsync(cluster, "all of Kafka's data deleted", SaleMax.Broker, async counting =>
        {
            counting();
            await cluster.SayAsync("stop kafka-1");
            Directory.Delete(Path.Combine(cluster.Folder, "data", "kafka-1"), recursive: true);
            await cluster.SayAsync("start kafka-1");
        });
    }

    private static TimeSpan MaxOf(string name) => name switch
    {
        "kafka-1" => SaleMax.Broker,
        "order-1" or "stock-1" or "payment-1" => SaleMax.Node,
        _ => SaleMax.Restarted,
    };
}
