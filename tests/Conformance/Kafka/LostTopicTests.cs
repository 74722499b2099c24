using Cartwright.Conformance.Log;
using Cartwright.Domain;
using Cartwright.Kafka;
using Cartwright.Kernel;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Cartwright.Conformance.Kafka;

/// <summary>
/// Topics that are deleted while nodes run and send: on a broker that creates topics on a client's request (Kafka's
/// default, with one partition and the broker's settings), and on one that does not.
/// </summary>
[Trait("Kind", "Long")]
public sealed class LostTopicTests : IAsyncLifetime
{
    private const int Partitions = 3;
    private KafkaBroker? _broker;
    private KafkaBench _bench = null!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deleted_inbox_comes_back_as_it_must_be(bool makesTopics)
    {
        var (log, node) = await StartAsync(makesTopics);
        var options = await _bench.OptionsAsync();
        using var sending = new Flow(log);
        await _bench.UntilAsync(() => node.Deliveries.Count > Partitions);

        using (var admin = AdminOf(options))
        {
            await admin.DeleteTopicsAsync([InboxOf(options)]);
        }

        await IsWellAsync(options, node);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broker_that_has_lost_its_data_gets_its_topics_as_they_must_be(bool makesTopics)
    {
        var (log, node) = await StartAsync(makesTopics);
        var options = await _bench.OptionsAsync();
        using var sending = new Flow(log);
        await _bench.UntilAsync(() => node.Deliveries.Count > Partitions);

        await _broker!.KillAsync();
        await _broker.WipeAsync();
        await _broker.LaunchAsync();
        await IsWellAsync(options, node);
    }

    // Any other program, such as a monitor, does the same by asking for the topic's metadata.
    [Fact]
    public async Task An_inbox_that_somebody_else_has_made_anew_is_mended()
    {
        var (log, node) = await StartAsync(makesTopics: false);
        var options = await _bench.OptionsAsync();
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

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            await _bench.DisposeAsync();
            _broker.Dispose();
        }
    }

    private async Task<(KafkaLog Log, Recorder Node)> StartAsync(bool makesTopics)
    {
        _broker = await KafkaBroker.StartAsync(makesTopics);
        _bench = new KafkaBench(Task.FromResult<IBrokers>(_broker));
        var log = await _bench.ConnectAsync();
        var node = new Recorder();
        log.Subscribe(Role.Stock, node);
        await _bench.UntilAsync(() => node.Owned.Count == Partitions);
        return (log, node);
    }

    // All partitions exist and are read again, with settings that keep records safe.
    private async Task IsWellAsync(KafkaOptions options, Recorder node)
    {
        using var admin = AdminOf(options);
        await KafkaBench.UntilAsync(async () =>
            PartitionsIn(admin, options) == Partitions
            && await SettingAsync(admin, options, "cleanup.policy") == "delete"
            && await SettingAsync(admin, options, "retention.ms") == $"{options.RetentionMs}");
        var before = node.Deliveries.Count;
        await _bench.UntilAsync(() =>
            node.Deliveries.Skip(before).Select(delivery => delivery.Partition).Distinct().Count() == Partitions);
        Assert.Equal(Partitions, PartitionsIn(admin, options));
    }

    private static int PartitionsIn(IAdminClient admin, KafkaOptions options) =>
        admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics
            .Find(topic => topic.Topic == InboxOf(options))?.Partitions.Count ?? 0;

    private static async Task<string?> SettingAsync(IAdminClient admin, KafkaOptions options, string name)
    {
        try
        {
            var found = await admin.DescribeConfigsAsync(
                [new ConfigResource { Type = ResourceType.Topic, Name = InboxOf(options) }]);
            return found[0].Entries[name].Value;
        }
        catch (DescribeConfigsException)
        {
            return null;
        }
    }

    private static string InboxOf(KafkaOptions options) => $"{options.Prefix}.stock.inbox.v1";

    private static IAdminClient AdminOf(KafkaOptions options) => new AdminClientBuilder(
        new AdminClientConfig { BootstrapServers = options.Brokers, AllowAutoCreateTopics = false })
        .SetLogHandler((_, _) => { })
        .Build();

    // Sends a new envelope every 100 ms, as the sweeps do, to each partition in turn.
    private sealed class Flow : IDisposable
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
        private readonly Timer _timer;
        private int _sent;

        public Flow(KafkaLog log)
        {
            var sender = new Sender(log);
            _timer = new Timer(
                _ => sender.Send(_sent % Partitions, $"{_sent++}"), state: null, dueTime: TimeSpan.Zero, Pause);
        }

        public void Dispose() => _timer.Dispose();
    }
}
