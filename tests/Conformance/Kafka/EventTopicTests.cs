using System.Text;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Cartwright.Kernel;
using Cartwright.Shop;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Conformance.Kafka;

/// <summary>The topic of public events: made with its own settings, checked like the others, and optional.</summary>
[Trait("Kind", "Long")]
public sealed class EventTopicTests
{
    private static int _last;

    private readonly string _prefix = $"events{Interlocked.Increment(ref _last)}";

    private string Topic => $"{_prefix}.order.events.v1";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_has_partitions_and_a_retention_of_its_own()
    {
        var options = await OptionsAsync() with { EventsPartitions = 5, EventsRetentionMs = 123_000 };
        using var log = await KafkaLog.OpenAsync(options, NullLogger.Instance, Stop);
        using var admin = Admin(options);

        var configurations = await admin.DescribeConfigsAsync(
            [new ConfigResource { Type = ResourceType.Topic, Name = Topic }]);

        Assert.Equal("123000", Assert.Single(configurations).Entries["retention.ms"].Value);
        Assert.Equal(5, Assert.Single(TopicsOf(admin), topic => topic.Topic == Topic).Partitions.Count);
        Assert.Equal(3, TopicsOf(admin).Single(topic => topic.Topic == $"{_prefix}.stock.inbox.v1").Partitions.Count);
    }

    [Fact]
    public async Task With_fewer_partitions_and_a_shorter_retention_than_are_wanted_it_is_mended()
    {
        var options = await OptionsAsync() with { EventsRetentionMs = 123_000 };
        using var first = await KafkaLog.OpenAsync(options, NullLogger.Instance, Stop);
        using var second = await KafkaLog.OpenAsync(
            options with { EventsPartitions = 4, EventsRetentionMs = 124_000 }, NullLogger.Instance, Stop);
        using var admin = Admin(options);

        var configurations = await admin.DescribeConfigsAsync(
            [new ConfigResource { Type = ResourceType.Topic, Name = Topic }]);
        Assert.Equal("124000", Assert.Single(configurations).Entries["retention.ms"].Value);
        Assert.Equal(4, Assert.Single(TopicsOf(admin), topic => topic.Topic == Topic).Partitions.Count);
    }

    // Events in an outbox must not be retried for ever against a topic that does not exist.
    [Fact]
    public async Task Switched_off_it_is_not_made_and_events_are_dropped()
    {
        var options = await OptionsAsync() with { PublishesEvents = false };
        using var log = await KafkaLog.OpenAsync(options, NullLogger.Instance, Stop);
        using var admin = Admin(options);
        List<long> confirmed = [];

        var bytes = Encoding.UTF8.GetBytes("""[{"subject":"7"}]""");
        log.Send(new Envelope(1, Role.Order, Envelope.Public, At: 0, bytes), confirmed.Add);

        Assert.Equal([1], confirmed);
        Assert.DoesNotContain(TopicsOf(admin), topic => topic.Topic == Topic);
    }

    private static IAdminClient Admin(KafkaOptions options) =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = options.Brokers })
            .SetLogHandler((_, _) => { })
            .Build();

    private List<TopicMetadata> TopicsOf(IAdminClient admin) =>
    [
        .. admin.GetMetadata(TimeSpan.FromSeconds(20)).Topics
            .Where(topic => topic.Topic.StartsWith($"{_prefix}.", StringComparison.Ordinal)),
    ];

    private async Task<KafkaOptions> OptionsAsync() =>
        KafkaBench.OptionsOf((await KafkaBroker.SharedAsync()).Address, _prefix);
}
