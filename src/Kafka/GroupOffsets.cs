using Confluent.Kafka;

namespace Cartwright.Kafka;

/// <summary>
/// The offsets that groups have committed, asked by a consumer that joins no group. The admin client's own requests to
/// the coordinator of a group end the whole process where the connection is lost before such a request is sent
/// (https://github.com/confluentinc/librdkafka/issues/4605).
/// </summary>
/// <param name="brokers">The brokers: <c>host:port</c>, several with commas.</param>
/// <param name="security">How the connections are protected.</param>
/// <param name="patience">How long an answer may take.</param>
internal sealed class GroupOffsets(string brokers, KafkaSecurity security, TimeSpan patience)
{
    /// <summary>
    /// The committed offsets by the number of the partition. A partition without one is not among them.
    /// </summary>
    /// <exception cref="KafkaException">
    /// The brokers do not answer in time, or do not let this client see the group (<c>GroupAuthorizationFailed</c>).
    /// </exception>
    public Task<Dictionary<int, long>> ListAsync(
        string group, List<TopicPartition> partitions, CancellationToken cancellation) =>
        Task.Run(() => List(group, partitions), cancellation).BoundAsync(cancellation);

    private Dictionary<int, long> List(string group, List<TopicPartition> partitions)
    {
        var configuration = Reconnection.Set(brokers, security, new ConsumerConfig
        {
            GroupId = group,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
        });
        using var consumer = Reconnection.Build(() => new ConsumerBuilder<Ignore, Ignore>(configuration)
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build());
        return consumer.Committed(partitions, patience)
            .Where(place => place.Offset.Value >= 0)
            .ToDictionary(place => place.Partition.Value, place => place.Offset.Value);
    }
}
