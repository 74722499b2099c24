using Confluent.Kafka.Admin;

namespace Cartwright.Conformance.Kafka;

/// <summary>Topics that another program deletes or re-creates while a node reads and sends.</summary>
[Trait("Kind", "Long")]
public sealed class LostTopicTests : LostTopicBench
{
    [Theory]
    [InlineData(true)]
    [InlineData(false, Traits = ["Kind", "Campaign"])]
    public async Task A_deleted_inbox_comes_back_as_it_must_be(bool makesTopics)
    {
        var (log, node) = await StartAsync(makesTopics);
        var options = await Bench.OptionsAsync();
        using var sending = new Flow(log);
        await Bench.UntilAsync(() => node.Deliveries.Count > Partitions);

        using (var admin = AdminOf(options))
        {
            await admin.DeleteTopicsAsync([InboxOf(options)]);
        }

        await IsWellAsync(options, node);
    }

    // Any other program, such as a monitor, does the same by asking for the topic's metadata.
    [Fact]
    public async Task An_inbox_that_somebody_else_has_made_anew_is_mended()
    {
        var (log, node) = await StartAsync(makesTopics: false);
        var options = await Bench.OptionsAsync();
        using var sending = new Flow(log);
        using var admin = AdminOf(options);
        await KafkaBench.UntilAsync(async () =>
        {
            try
            {
                await admin.DeleteTopicsAsync([InboxOf(options)]);
                await admin.CreateTopicsAsync(
                [
                    new TopicSpecification
                    {
                        Name = InboxOf(options),
                        NumPartitions = 1,
                        Configs = new() { ["retention.ms"] = "1000", ["cleanup.policy"] = "compact" },
                    },
                ]);
                return true;
            }
            catch (Exception taken) when (taken is CreateTopicsException or DeleteTopicsException)
            {
                return false;
            }
        });
        await IsWellAsync(options, node);
    }
}
