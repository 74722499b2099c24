using Cartwright.Domain;
using Cartwright.Domain.Storage;
using Cartwright.Engine.Ports;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Cartwright.Kafka;

/// <summary>The topics: made explicitly with their settings, and checked at the start.</summary>
internal sealed class Topics(KafkaOptions options) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IAdminClient _admin = new AdminClientBuilder(new AdminClientConfig
    {
        BootstrapServers = options.Brokers,
        SocketTimeoutMs = (int)Patience.TotalMilliseconds,
    }).SetLogHandler((_, _) => { }).Build();

    /// <summary>The topic of a service's inbox.</summary>
    public string InboxOf(Role role) => $"{options.Prefix}.{EnumText.Of(role)}.inbox.v1";

    /// <summary>Makes the topics that are missing. True: at least one was.</summary>
    /// <exception cref="TransientFault">The brokers do not answer now.</exception>
    /// <exception cref="FatalFault"><c>wrong-topic</c>: a topic has other settings than it needs.</exception>
    public async Task<bool> EnsureAsync()
    {
        try
        {
            return await MakeAsync();
        }
        catch (KafkaException failure)
        {
            throw new TransientFault($"The brokers do not answer: {failure.Error.Reason}", failure);
        }
    }

    public void Dispose() => _admin.Dispose();

    private async Task<bool> MakeAsync()
    {
        var specifications = Enum.GetValues<Role>().Select(role => new TopicSpecification
        {
            Name = InboxOf(role),
            NumPartitions = options.Partitions,
            ReplicationFactor = options.Replication,
            Configs = new Dictionary<string, string>
            {
                ["min.insync.replicas"] = $"{options.InSyncMin}",
                ["retention.ms"] = $"{options.RetentionMs}",
                ["cleanup.policy"] = "delete",
                ["max.message.bytes"] = $"{options.RecordBytesMax + 100_000}",
                ["unclean.leader.election.enable"] = "false",
            },
        });
        var made = true;
        try
        {
            await _admin.CreateTopicsAsync(
                specifications, new CreateTopicsOptions { OperationTimeout = Patience, RequestTimeout = Patience });
        }
        catch (CreateTopicsException partly)
        {
            var failed = partly.Results.Where(result => result.Error.IsError).ToList();
            if (failed.Find(result => result.Error.Code != ErrorCode.TopicAlreadyExists) is { } other)
            {
                throw new KafkaException(other.Error);
            }

            made = failed.Count < partly.Results.Count;
        }

        Check();
        return made;
    }

    private void Check()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var metadata = _admin.GetMetadata(InboxOf(role), Patience);
            var topic = metadata.Topics.Single();
            if (topic.Error.IsError)
            {
                throw new KafkaException(topic.Error);
            }

            if (topic.Partitions.Count != options.Partitions)
            {
                throw new FatalFault(
                    "wrong-topic",
                    $"{topic.Topic} has {topic.Partitions.Count} partitions, but {options.Partitions} are configured.");
            }

            var replicas = topic.Partitions.Min(partition => partition.Replicas.Length);
            if (replicas < options.Replication)
            {
                throw new FatalFault(
                    "wrong-topic",
                    $"{topic.Topic} lies on {replicas} brokers, but {options.Replication} are configured.");
            }
        }
    }
}
