using Confluent.Kafka;

namespace Cartwright.Kafka;

/// <summary>
/// The offsets that groups have committed, asked by a consumer that joins no group. The admin client's own requests to
/// the coordinator of a group end the whole process where the connection is lost before such a request is sent
/// (https://github.com/confluentinc/librdkafka/issues/4605).
/// </summary>
/// <param name="brokers">The brokers: <c>host:port</c>, several with commas.</param>
/// <param name="security">How the connections are protected.</param>
/// <param name="patience">How long an answer may take, a second at least.</param>
internal sealed class GroupOffsets(string brokers, KafkaSecurity security, TimeSpan patience)
{
    private const int NoPartition = 1_000_000;

    /// <summary>
    /// The committed offsets by the number of the partition. A partition without one is not among them.
    /// </summary>
    /// <exception cref="KafkaException">
    /// The brokers do not answer in time, or do not let this client see the group (<c>GroupAuthorizationFailed</c>).
    /// </exception>
    public Task<Dictionary<int, long>> ListAsync(
        string group, List<TopicPartition> partitions, CancellationToken cancellation) =>
        Task.Run(
            () =>
            {
                using var consumer = Build(group);
                return consumer.Committed(partitions, patience)
                    .Where(place => place.Offset.Value >= 0)
                    .ToDictionary(place => place.Partition.Value, place => place.Offset.Value);
            },
            cancellation).BoundAsync(cancellation);

    /// <summary>Whether this client may join the group, and commit offsets there. Nothing is committed.</summary>
    /// <exception cref="KafkaException">The brokers do not answer in time.</exception>
    public Task<bool> MayJoinAsync(string group, string topic, CancellationToken cancellation) =>
        Task.Run(() => MayJoin(group, topic), cancellation).BoundAsync(cancellation);

    // The brokers look at the rights first, and then at the partition, of which there is none. The question for the
    // committed offset, which has a time limit, has found the coordinator before. A commit takes neither a limit nor a
    // token: the caller stops waiting for it, and the client's limit of a request ends the thread.
    private bool MayJoin(string group, string topic)
    {
        try
        {
            using var consumer = Build(group);
            consumer.Committed([new TopicPartition(topic, 0)], patience);
            consumer.Commit([new TopicPartitionOffset(topic, NoPartition, 0)]);
            return true;
        }
        catch (KafkaException failure) when (CodesOf(failure).Contains(ErrorCode.GroupAuthorizationFailed))
        {
            return false;
        }
        catch (KafkaException failure) when (CodesOf(failure).Any(IsAnswer))
        {
            // An answer of the brokers: the partition is unknown, in their words.
            return true;
        }
    }

    // Brokers that do not know their groups yet have not looked at a right.
    private static bool IsAnswer(ErrorCode code) => code > ErrorCode.NoError
        && code is not (ErrorCode.GroupLoadInProgress or ErrorCode.GroupCoordinatorNotAvailable
            or ErrorCode.NotCoordinatorForGroup);

    private static IEnumerable<ErrorCode> CodesOf(KafkaException failure) =>
    [
        failure.Error.Code,
        .. failure is TopicPartitionOffsetException partly
            ? partly.Results.Select(place => place.Error.Code)
            : Array.Empty<ErrorCode>(),
    ];

    private IConsumer<Ignore, Ignore> Build(string group)
    {
        var configuration = Reconnection.Set(brokers, security, new ConsumerConfig
        {
            GroupId = group,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            SocketTimeoutMs = (int)patience.TotalMilliseconds,
        });
        return Reconnection.Build(() => new ConsumerBuilder<Ignore, Ignore>(configuration)
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build());
    }
}
