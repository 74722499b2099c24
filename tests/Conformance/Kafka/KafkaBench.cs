using Cartwright.Conformance.Log;
using Cartwright.Domain;
using Cartwright.Domain.Storage;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Conformance.Kafka;

/// <summary>Topics of their own on a broker.</summary>
/// <param name="broker">The broker.</param>
/// <param name="usesConsumerProtocol">Whether the broker leads the groups.</param>
internal sealed class KafkaBench(Task<KafkaBroker> broker, bool usesConsumerProtocol = false) : ILogBench
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static int _last;

    private readonly string _prefix = $"test{Interlocked.Increment(ref _last)}";
    private readonly List<KafkaLog> _logs = [];

    /// <summary>How a node of this bench reaches the broker.</summary>
    public async Task<KafkaOptions> OptionsAsync() => new()
    {
        Brokers = (await broker).Address,
        Prefix = _prefix,
        Partitions = 3,
        SessionTimeoutMs = 2_000,
        UsesConsumerProtocol = usesConsumerProtocol,
    };

    /// <summary>Makes one of the topics as somebody else would, the other settings as wanted.</summary>
    public static async Task MakeTopicAsync(KafkaOptions options, Role role, Dictionary<string, string> settings)
    {
        var wanted = TopicSetting.Of(options, options.RetentionMs)
            .ToDictionary(setting => setting.Name, setting => setting.Wanted);
        foreach (var (name, value) in settings)
        {
            wanted[name] = value;
        }

        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = options.Brokers }).Build();
        await admin.CreateTopicsAsync([
            new TopicSpecification
            {
                Name = $"{options.Prefix}.{EnumText.Of(role)}.inbox.v1",
                NumPartitions = options.Partitions,
                ReplicationFactor = options.Replication,
                Configs = wanted,
            },
        ]);
    }

    // The port's own way is synchronous.
    public ILog Connect() => Task.Run(() => ConnectAsync()).GetAwaiter().GetResult();

    public async Task<KafkaLog> ConnectAsync(string? nodeName = null)
    {
        var log = await KafkaLog.OpenAsync(await OptionsAsync() with { NodeName = nodeName }, NullLogger.Instance);
        _logs.Add(log);
        return log;
    }

    public Task LeaveAsync(ILog log)
    {
        _logs.Remove((KafkaLog)log);
        ((KafkaLog)log).Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The node ends as if its process was killed.</summary>
    public void Abandon(KafkaLog log)
    {
        _logs.Remove(log);
        log.Abandon();
    }

    public async Task<IReadOnlyList<(int Partition, PublicRecord Event)>> EventsAsync(int count)
    {
        var options = await OptionsAsync();
        using var reader = new EventReader(options.Brokers, $"{_prefix}.order.events.v1", options.EventsPartitions);
        await UntilAsync(() => reader.Read() >= count);
        return reader.Events;
    }

    public Task UntilAsync(Func<bool> isReached) =>
        Eventually.IsAsync("the log comes to that", Patience, () => Task.FromResult(isReached()));

    public ValueTask DisposeAsync()
    {
        _logs.ForEach(log => log.Dispose());
        return ValueTask.CompletedTask;
    }
}
