using System.Text.Json;
using Cartwright.ClusterFaults.Processes;
using Confluent.Kafka;

namespace Cartwright.ClusterFaults.Customers;

/// <summary>One event as a consumer of the public topic sees it.</summary>
internal sealed record PublicEvent(string Order, string Id, string Type, string Sequence);

/// <summary>Reads the public topic of a cluster, as a consumer of its own would.</summary>
internal static class PublicTopic
{
    public const string Name = "cartwright.order.events.v1";

    /// <summary>All events that are there, from the beginning, in the order of each partition.</summary>
    public static async Task<IReadOnlyList<PublicEvent>> ReadAsync(RunningCluster cluster) =>
        [.. (await ReadRecordsAsync(cluster)).Select(Read)];

    /// <summary>The records of these events.</summary>
    public static async Task<IReadOnlyList<Message<string?, byte[]>>> ReadRecordsAsync(RunningCluster cluster)
    {
        var broker = await BrokerOfAsync(cluster);
        return await Task.Run(() => ReadRecords(broker));
    }

    /// <summary>Writes records again, as the shop does after a crash.</summary>
    public static async Task RepeatAsync(RunningCluster cluster, IEnumerable<Message<string?, byte[]>> records)
    {
        using var producer = new ProducerBuilder<string?, byte[]>(
            new ProducerConfig { BootstrapServers = await BrokerOfAsync(cluster) }).Build();
        foreach (var record in records)
        {
            await producer.ProduceAsync(Name, record);
        }
    }

    /// <summary>The address of a broker.</summary>
    public static async Task<string> BrokerOfAsync(RunningCluster cluster) =>
        $"127.0.0.1:{(await cluster.FindAsync("kafka-1")).Port}";

    private static List<Message<string?, byte[]>> ReadRecords(string broker)
    {
        using var consumer = new ConsumerBuilder<string?, byte[]>(new ConsumerConfig
        {
            BootstrapServers = broker, GroupId = "reader", EnableAutoCommit = false, EnablePartitionEof = true,
        }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(Name, Eventually.Patience).Topics.Single().Partitions;
        consumer.Assign(partitions.Select(
            partition => new TopicPartitionOffset(Name, partition.PartitionId, Offset.Beginning)));
        List<Message<string?, byte[]>> records = [];
        for (var ends = 0; ends < partitions.Count;)
        {
            var result = consumer.Consume(Eventually.Patience);
            Assert.True(result is not null, "The topic is not read to its end in time.");
            if (result.IsPartitionEOF)
            {
                ends++;
            }
            else
            {
                records.Add(result.Message);
            }
        }

        return records;
    }

    private static PublicEvent Read(Message<string?, byte[]> message)
    {
        var json = JsonDocument.Parse(message.Value).RootElement;
        string Text(string name) => json.GetProperty(name).GetString()!;
        Assert.Equal(message.Key, Text("subject"));
        return new PublicEvent(message.Key!, Text("id"), Text("type"), Text("sequence"));
    }
}
