using System.Text;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Conformance.Kafka;

/// <summary>The topic of public events: made with its own settings, checked like the others, and left out.</summary>
public sealed class EventTopicTests
{
    private static int _last;

    private readonly string _prefix = $"events{Interlocked.Increment(ref _last)}";

    private string Topic => $"{_prefix}.order.events.v1";

    [Fact]
    public async Task It_has_partitions_and_a_retention_of_its_own()
    {
        var options = await OptionsAsync() with { EventsPartitions = 5, EventsRetentionMs = 123_000 };
        using var log = await KafkaLog.OpenAsync(options, NullLogger.Instance);
        using var admin = Admin(options);

        var configurations = await admin.DescribeConfigsAsync(
            [new ConfigResource { Type = ResourceType.Topic, Name = Topic }]);

        Assert.Equal("123000", Assert.Single(configurations).Entries["retention.ms"].Value);
        Assert.Equal(5, Assert.Single(TopicsOf(admin), topic => topic.Topic == Topic).Partitions.Count);
        Assert.Equal(3, TopicsOf(admin).Single(topic => topic.Topic == $"{_prefix}.stock.inbox.v1").Partitions.Count);
    }

    [Fact]
    public async Task With_another_number_of_partitions_it_is_refused()
    {
        var options = await OptionsAsync();
        using var log = await KafkaLog.OpenAsync(options, NullLogger.Instance);

        var fault = await Assert.ThrowsAsync<FatalFault>(
            () => KafkaLog.OpenAsync(options with { EventsPartitions = 4 }, NullLogger.Instance));

        Assert.Equal("wrong-topic", fault.Code);
        Assert.Contains(Topic, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_shorter_retention_than_is_wanted_it_is_refused()
    {
        var options = await OptionsAsync() with { EventsRetentionMs = 123_000 };
        using var log = await KafkaLog.OpenAsync(options, NullLogger.Instance);

        var fault = await Assert.ThrowsAsync<FatalFault>(
            () => KafkaLog.OpenAsync(options with { EventsRetentionMs = 124_000 }, NullLogger.Instance));

        Assert.Equal("wrong-topic", fault.Code);
        Assert.Contains($"{Topic} has retention.ms=123000", fault.Message, StringComparison.Ordinal);
    }

    // What an outbox still holds must not be sent for ever to where nothing is.
    [Fact]
    public async Task Switched_off_it_is_not_made_and_events_are_dropped()
    {
        var options = await OptionsAsync() with { PublishesEvents = false };
        using var log = await KafkaLog.OpenAsync(options, NullLogger.Instance);
        using var admin = Admin(options);
        List<long> confirmed = [];

        var bytes = Encoding.UTF8.GetBytes("""[{"subject":"7"}]""");
        log.Send(new Envelope(1, Role.Order, Envelope.Public, At: 0, bytes), confirmed.Add);

        Assert.Equal([1], confirmed);
        Assert.Equal(3, TopicsOf(admin).Count);
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

    private async Task<KafkaOptions> OptionsAsync() => new()
    {
        Brokers = (await KafkaBroker.SharedAsync()).Address, Prefix = _prefix, Partitions = 3,
    };
}
