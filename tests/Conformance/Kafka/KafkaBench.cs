using Cartwright.Conformance.Log;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Cartwright.Kernel;
using Cartwright.Shop;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Conformance.Kafka;

/// <summary>Separate topics on brokers, for one test.</summary>
/// <param name="brokers">The brokers.</param>
/// <param name="usesConsumerProtocol">Whether the brokers assign the partitions.</param>
/// <param name="sessionTimeoutMs">The session time-out: a node that is silent for longer loses its partitions. In
/// milliseconds.</param>
internal sealed class KafkaBench(
    Task<IBrokers> brokers, bool usesConsumerProtocol = false, int sessionTimeoutMs = 2_000) : ILogBench
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static int _last;

    private readonly string _prefix = $"test{Interlocked.Increment(ref _last)}";
    private readonly List<KafkaLog> _logs = [];

    /// <summary>The options with which a node of this bench connects to the brokers.</summary>
    public async Task<KafkaOptions> OptionsAsync() => OptionsOf((await brokers).Address, _prefix) with
    {
        Security = (await brokers).Security,
        SessionTimeoutMs = sessionTimeoutMs,
        UsesConsumerProtocol = usesConsumerProtocol,
    };

    /// <summary>A log on one broker, with few partitions.</summary>
    public static KafkaOptions OptionsOf(string brokers, string prefix) => new()
    {
        Services = ShopServices.Roles,
        Reads = [],
        Writes = [],
        WritesEvents = false,
        MakesTopics = true,
        Brokers = brokers,
        Security = KafkaSecurity.None,
        Prefix = prefix,
        Partitions = 3,
        Replication = 1,
        InSyncMin = 1,
        RetentionMs = 604_800_000,
        PublishesEvents = true,
        EventsPartitions = 3,
        EventsRetentionMs = 604_800_000,
        UsesConsumerProtocol = false,
        Sealing = null,
    };

    /// <summary>Creates one of the topics as another program would, with the right settings otherwise.</summary>
    public static async Task MakeTopicAsync(KafkaOptions options, Role role, Dictionary<string, string> settings)
    {
        var wanted = TopicSetting.SettingsFor(options, options.RetentionMs)
            .ToDictionary(setting => setting.Name, setting => setting.Wanted);
        foreach (var (name, value) in settings)
        {
            wanted[name] = value;
        }

        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = options.Brokers }).Build();
        await admin.CreateTopicsAsync([
            new TopicSpecification
            {
                Name = $"{options.Prefix}.{role.Name}.inbox.v1",
                NumPartitions = options.Partitions,
                ReplicationFactor = options.Replication,
                Configs = wanted,
            },
        ]);
    }

    // The port's method is synchronous.
    public ILog Connect() => Task.Run(() => ConnectAsync()).GetAwaiter().GetResult();

    public async Task<KafkaLog> ConnectAsync(
        string? nodeName = null, ILogger? logger = null, Func<KafkaOptions, KafkaOptions>? adapt = null)
    {
        var options = await OptionsAsync() with { NodeName = nodeName };
        options = adapt?.Invoke(options) ?? options;
        var log = await (await brokers).OpenAsync(options, logger ?? NullLogger.Instance);
        _logs.Add(log);
        return log;
    }

    public Task LeaveAsync(ILog log)
    {
        _logs.Remove((KafkaLog)log);
        ((KafkaLog)log).Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Ends the node as if its process were killed.</summary>
    public void Abandon(KafkaLog log)
    {
        _logs.Remove(log);
        log.Abandon();
    }

    public async Task<IReadOnlyList<(int Partition, PublicRecord Event)>> EventsAsync(int count)
    {
        var options = await OptionsAsync();
        using var reader = new EventReader(
            (await brokers).OpenAddress, $"{_prefix}.order.events.v1", options.EventsPartitions);
        await UntilAsync(() => reader.Read() >= count);
        return reader.Events;
    }

    public Task UntilAsync(Func<bool> isReached) => UntilAsync(() => Task.FromResult(isReached()));

    public static Task UntilAsync(Func<Task<bool>> isReached) =>
        Eventually.IsAsync("the log comes to that", Patience, isReached);

    public ValueTask DisposeAsync()
    {
        _logs.ForEach(log => log.Dispose());
        return ValueTask.CompletedTask;
    }
}
