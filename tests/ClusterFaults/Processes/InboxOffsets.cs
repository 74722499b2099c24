using Confluent.Kafka;

namespace Cartwright.ClusterFaults.Processes;

/// <summary>The offsets of an inbox and of its group, as the broker of a cluster knows them.</summary>
internal sealed class InboxOffsets : IDisposable
{
    private readonly string _inbox;
    private readonly IConsumer<Ignore, byte[]> _consumer;

    private InboxOffsets(string inbox, int port)
    {
        _inbox = inbox;

        // It subscribes to nothing, and so is no member of the group.
        _consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = $"127.0.0.1:{port}", GroupId = inbox, EnableAutoCommit = false,
        }).Build();
    }

    public static async Task<InboxOffsets> OfAsync(RunningCluster cluster, string service) =>
        new($"cartwright.{service}.inbox.v1", (await cluster.FindAsync("kafka-1")).Port);

    /// <summary>
    /// Moves the group to the first records of the inbox. That is possible only once the group has no members, which
    /// takes a session time-out after its nodes have ended.
    /// </summary>
    public Task RewindAsync() => Eventually.TrueAsync($"{_inbox} is rewound", () =>
    {
        try
        {
            _consumer.Commit(ListOffsets(offsets => offsets.Low));
            return true;
        }
        catch (KafkaException)
        {
            return false;
        }
    });

    /// <summary>Waits until the group has done all records of the inbox.</summary>
    public Task CaughtUpAsync() => Eventually.TrueAsync($"{_inbox} is read again", () =>
    {
        var ends = ListOffsets(offsets => offsets.High);
        var done = _consumer.Committed(ends.Select(end => end.TopicPartition), Eventually.Patience);
        return ends.ToHashSet().SetEquals(done);
    });

    public void Dispose() => _consumer.Dispose();

    private List<TopicPartitionOffset> ListOffsets(Func<WatermarkOffsets, Offset> chosen)
    {
        using var admin = new DependentAdminClientBuilder(_consumer.Handle).Build();
        return admin.GetMetadata(_inbox, Eventually.Patience).Topics.Single().Partitions
            .ConvertAll(partition => new TopicPartition(_inbox, partition.PartitionId))
            .ConvertAll(place => new TopicPartitionOffset(
                place, chosen(_consumer.QueryWatermarkOffsets(place, Eventually.Patience))));
    }
}
