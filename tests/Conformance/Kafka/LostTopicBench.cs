using Cartwright.Conformance.Log;
using Cartwright.Domain;
using Cartwright.Kafka;
using Cartwright.Kernel;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Cartwright.Conformance.Kafka;

/// <summary>
/// A broker that loses topics while a node reads and sends: one that creates topics on a client's request (Kafka's
/// default, with one partition and the broker's settings), or one that does not.
/// </summary>
public abstract class LostTopicBench : IAsyncLifetime
{
    private protected const int Partitions = 3;
    private KafkaBroker? _broker;
    private KafkaBench _bench = null!;

    private protected KafkaBroker Broker => _broker!;

    private protected KafkaBench Bench => _bench;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_broker is not null)
        {
            await _bench.DisposeAsync();
            _broker.Dispose();
        }
    }

    private protected async Task<(KafkaLog Log, Recorder Node)> StartAsync(bool makesTopics)
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
    private protected async Task IsWellAsync(KafkaOptions options, Recorder node)
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

    private protected static string InboxOf(KafkaOptions options) => $"{options.Prefix}.stock.inbox.v1";

    private protected static IAdminClient AdminOf(KafkaOptions options) => new AdminClientBuilder(
        new AdminClientConfig { BootstrapServers = options.Brokers, AllowAutoCreateTopics = false })
        .SetLogHandler((_, _) => { })
        .Build();

    // Sends a new envelope every 100 ms, as the sweeps do, to each partition in turn.
    private protected sealed class Flow : IDisposable
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
