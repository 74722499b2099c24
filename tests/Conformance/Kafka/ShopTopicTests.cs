using System.Text;
using Cartwright.Conformance.Log;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Cartwright.Kernel;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;

namespace Cartwright.Conformance.Kafka;

/// <summary>
/// The identity of the shop that owns a log: the first record of a topic of its own, on a real broker.
/// </summary>
[Trait("Kind", "Long")]
public sealed class ShopTopicTests : IAsyncDisposable
{
    private const int Partitions = 3;
    private static readonly ShopId Ours = ShopId.New();
    private static readonly ShopId Theirs = ShopId.New();

    private readonly KafkaBench _bench = new(KafkaBroker.SharedAsync());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_comes_first_says_whose_log_it_is()
    {
        var options = await _bench.OptionsAsync();
        using (var first = await OpenAsync(options with { Shop = Ours }))
        {
            Assert.Equal(Ours, first.Shop);
        }

        using var unknowing = await OpenAsync(options);
        Assert.Equal(Ours, unknowing.Shop);
        using var again = await OpenAsync(options with { Shop = Ours });
        Assert.Equal(Ours, again.Shop);
    }

    [Fact]
    public async Task A_log_of_another_shop_is_refused()
    {
        var options = await _bench.OptionsAsync();
        using var first = await OpenAsync(options with { Shop = Ours });
        await RefusedAsync(options with { Shop = Theirs });
        using var elsewhere = await OpenAsync(options with { Shop = Theirs, Prefix = $"{options.Prefix}-b" });
        Assert.Equal(Theirs, elsewhere.Shop);
    }

    // Partitions cannot be removed, and a longer retention that already exists is kept: all three stay as they were.
    [Fact]
    public async Task A_log_of_another_shop_is_left_as_it_is()
    {
        var options = await _bench.OptionsAsync() with { PublishesEvents = false, RetentionMs = 3_600_000 };
        using var first = await OpenAsync(options with { Shop = Ours });
        await RefusedAsync(
            options with { Shop = Theirs, PublishesEvents = true, Partitions = 5, RetentionMs = 7_200_000 });

        using var admin = AdminOf(options);
        var topics = TopicsOf(admin, options);
        var settings = await admin.DescribeConfigsAsync(
            [new ConfigResource { Type = ResourceType.Topic, Name = $"{options.Prefix}.stock.inbox.v1" }]);
        Assert.DoesNotContain(topics, topic => topic.Topic == EventsOf(options));
        Assert.All(
            topics.Where(topic => topic.Topic != TopicOf(options)),
            topic => Assert.Equal(Partitions, topic.Partitions.Count));
        Assert.Equal("3600000", settings[0].Entries["retention.ms"].Value);
    }

    // The second log line after the loss belongs to a check that began after it.
    [Fact]
    public async Task A_running_node_changes_nothing_of_a_log_that_has_become_another_shops()
    {
        var options = await _bench.OptionsAsync() with { Shop = Ours };
        var told = new FakeLogger();
        using var running = await KafkaLog.OpenAsync(options, told, Stop);
        await BecomeAsync(options, Theirs);
        await _bench.UntilAsync(() => ForeignIn(told) > 0);
        using var admin = AdminOf(options);
        await admin.DeleteTopicsAsync([EventsOf(options)]);
        await KafkaBench.UntilAsync(() => Task.FromResult(!HasEvents()));

        var before = ForeignIn(told);
        await _bench.UntilAsync(() => ForeignIn(told) > before + 1);
        Assert.False(HasEvents());

        bool HasEvents() => TopicsOf(admin, options).Exists(topic => topic.Topic == EventsOf(options));
    }

    [Fact]
    public async Task Nodes_that_start_at_once_agree()
    {
        var options = await _bench.OptionsAsync();
        using (await OpenAsync(options with { Prefix = $"{options.Prefix}-warm" }))
        {
            var logs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync(options)));
            var shops = logs.Select(log => log.Shop).ToList();
            Array.ForEach(logs, log => log.Dispose());
            Assert.Single(shops.Distinct());
        }
    }

    [Fact]
    public async Task A_first_record_that_names_no_shop_is_refused()
    {
        var options = await _bench.OptionsAsync();
        await MakeAsync(options);
        await WriteAsync(options, "not a shop");
        await RefusedAsync(options with { Shop = Ours });
        await RefusedAsync(options);
    }

    [Fact]
    public async Task A_running_node_names_its_shop_again_when_the_topic_was_lost()
    {
        var options = await _bench.OptionsAsync() with { Shop = Ours };
        using var running = await OpenAsync(options);
        await DeleteAsync(options);
        await KafkaBench.UntilAsync(async () => await FirstAsync(options) == Ours.Text);
        await RefusedAsync(options with { Shop = Theirs });
    }

    // The other shop was the first with the empty brokers: this shop sends no envelope to it, and reads none from it.
    [Fact]
    public async Task A_running_node_leaves_a_log_that_has_become_another_shops_and_comes_back()
    {
        var options = await _bench.OptionsAsync() with { Shop = Ours };
        using var running = await OpenAsync(options);
        var node = new Recorder();
        running.Subscribe(Role.Stock, node);
        await _bench.UntilAsync(() => node.Owned.Count == Partitions);
        var sender = new Sender(running);
        await sender.SendUntilConfirmedAsync(partition: 0, "ours");

        await BecomeAsync(options, Theirs);
        await _bench.UntilAsync(() => node.Owned.Count == 0);
        var held = sender.Send(partition: 0, "held");

        await BecomeAsync(options, Ours);
        await _bench.UntilAsync(() => node.Owned.Count == Partitions);
        Assert.False(sender.IsConfirmed(held));
        await sender.SendUntilConfirmedAsync(partition: 1, "ours again");
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private static string TopicOf(KafkaOptions options) => $"{options.Prefix}.shop.v1";

    private static string EventsOf(KafkaOptions options) => $"{options.Prefix}.order.events.v1";

    private static int ForeignIn(FakeLogger told) => told.Collector.GetSnapshot()
        .Count(line => line.Message.Contains("(other-shop)", StringComparison.Ordinal));

    private static List<TopicMetadata> TopicsOf(IAdminClient admin, KafkaOptions options) =>
    [
        .. admin.GetMetadata(TimeSpan.FromSeconds(20)).Topics
            .Where(topic => topic.Topic.StartsWith($"{options.Prefix}.", StringComparison.Ordinal)),
    ];

    private static Task<KafkaLog> OpenAsync(KafkaOptions options) =>
        KafkaLog.OpenAsync(options, NullLogger.Instance, Stop);

    private static async Task RefusedAsync(KafkaOptions options)
    {
        var fault = await Assert.ThrowsAsync<FatalFault>(() => OpenAsync(options));
        Assert.Equal("other-shop", fault.Code);
        Assert.Contains(TopicOf(options), fault.Message, StringComparison.Ordinal);
    }

    // The name of a deleted topic stays taken for a moment, and the running node may re-create it first: then this is
    // retried.
    private static Task BecomeAsync(KafkaOptions options, ShopId shop) => KafkaBench.UntilAsync(async () =>
    {
        await DeleteAsync(options);
        try
        {
            await MakeAsync(options);
            await WriteAsync(options, shop.Text);
        }
        catch (Exception taken) when (taken is CreateTopicsException or KafkaException)
        {
            return false;
        }

        return await FirstAsync(options) == shop.Text;
    });

    private static async Task MakeAsync(KafkaOptions options)
    {
        using var admin = AdminOf(options);
        await admin.CreateTopicsAsync(
        [
            new TopicSpecification
            {
                Name = TopicOf(options),
                NumPartitions = 1,
                Configs = TopicSetting.SettingsFor(options, TopicSetting.Unlimited)
                    .ToDictionary(setting => setting.Name, setting => setting.Wanted),
            },
        ]);
    }

    private static async Task DeleteAsync(KafkaOptions options)
    {
        using var admin = AdminOf(options);
        try
        {
            await admin.DeleteTopicsAsync([TopicOf(options)]);
        }
        catch (DeleteTopicsException gone)
        {
            Assert.All(gone.Results, result => Assert.Equal(ErrorCode.UnknownTopicOrPart, result.Error.Code));
        }
    }

    private static async Task WriteAsync(KafkaOptions options, string text)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(
            new ProducerConfig { BootstrapServers = options.Brokers, MessageTimeoutMs = 5_000 }).Build();
        await producer.ProduceAsync(
            new TopicPartition(TopicOf(options), 0),
            new Message<Null, byte[]> { Value = Encoding.UTF8.GetBytes(text) });
    }

    private static Task<string?> FirstAsync(KafkaOptions options) => Task.Run(() =>
    {
        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig
        {
            BootstrapServers = options.Brokers,
            GroupId = "looks",
            EnableAutoCommit = false,
        }).SetErrorHandler((_, _) => { }).Build();
        consumer.Assign(new TopicPartitionOffset(TopicOf(options), 0, Offset.Beginning));
        try
        {
            return consumer.Consume(TimeSpan.FromSeconds(2))?.Message?.Value;
        }
        catch (ConsumeException)
        {
            return null;
        }
    });

    private static IAdminClient AdminOf(KafkaOptions options) =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = options.Brokers }).Build();
}
