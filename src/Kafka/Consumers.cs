using Confluent.Kafka;

namespace Cartwright.Kafka;

/// <summary>How a consumer of an inbox is set up.</summary>
internal static class Consumers
{
    private const int CommitPauseMs = 1_000;
    private const int MetadataPauseMs = 5_000;
    private const int FetchWaitMs = 100;
    private const int QueuedKb = 32 * 1024;
    private const int HeartbeatsPerSession = 5;

    /// <param name="options">How the log is reached.</param>
    /// <param name="topic">The inbox; its group has the same name.</param>
    /// <param name="isStranger">
    /// Whether it joins without its node's name. A member that comes back under its name (KIP-345) gets its former
    /// partitions, even where those are none and other partitions have no owner; a stranger makes the group rebalance.
    /// </param>
    public static ConsumerConfig ConfigFor(KafkaOptions options, string topic, bool isStranger = false)
    {
        var configuration = Reconnection.Set(options, new ConsumerConfig
        {
            GroupId = topic,
            GroupInstanceId = isStranger ? null : options.NodeName,
            EnableAutoCommit = true,
            AutoCommitIntervalMs = CommitPauseMs,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            FetchWaitMaxMs = FetchWaitMs,
            FetchMinBytes = 1,
            QueuedMaxMessagesKbytes = QueuedKb,
            TopicMetadataRefreshIntervalMs = MetadataPauseMs,
            StatisticsIntervalMs = Membership.TellEveryMs,
        });
        if (options.UsesConsumerProtocol)
        {
            configuration.GroupProtocol = GroupProtocol.Consumer;
        }
        else
        {
            configuration.SessionTimeoutMs = options.SessionTimeoutMs;
            configuration.HeartbeatIntervalMs = options.SessionTimeoutMs / HeartbeatsPerSession;
            configuration.PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky;
        }

        return configuration;
    }
}
