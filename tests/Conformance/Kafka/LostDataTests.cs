namespace Cartwright.Conformance.Kafka;

/// <summary>A broker that dies, and comes back without its data, while a node reads and sends.</summary>
[Trait("Kind", "Long")]
public sealed class LostDataTests : LostTopicBench
{
    [Theory]
    [InlineData(false)]
    [InlineData(true, Traits = ["Kind", "Campaign"])]
    public async Task A_broker_that_has_lost_its_data_gets_its_topics_as_they_must_be(bool makesTopics)
    {
        var (log, node) = await StartAsync(makesTopics);
        var options = await Bench.OptionsAsync();
        using var sending = new Flow(log);
        await Bench.UntilAsync(() => node.Deliveries.Count > Partitions);

        await Broker.KillAsync();
        await Broker.WipeAsync();
        await Broker.LaunchAsync();
        await IsWellAsync(options, node);
    }
}
