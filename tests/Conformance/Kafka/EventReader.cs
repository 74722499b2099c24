using System.Text;
using Cartwright.Engine.Ports;
using Confluent.Kafka;

namespace Cartwright.Conformance.Kafka;

/// <summary>Reads a topic of public events from its beginning, as any consumer can.</summary>
internal sealed class EventReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly IConsumer<string, byte[]> _consumer;
    private readonly List<(int Partition, PublicRecord Event)> _events = [];

    public EventReader(string brokers, string topic, int partitions)
    {
        _consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig
        {
            BootstrapServers = brokers,
            GroupId = "reader",
            EnableAutoCommit = false,
        }).SetLogHandler((_, _) => { }).Build();
        _consumer.Assign(Enumerable.Range(0, partitions)
            .Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
    }

    public IReadOnlyList<(int Partition, PublicRecord Event)> Events => _events;

    /// <summary>Reads the available events, and returns their number so far.</summary>
    public int Read()
    {
        while (_consumer.Consume(Patience) is { } record)
        {
            var contentType = Encoding.UTF8.GetString(Assert.Single(record.Message.Headers).GetValueBytes());
            Assert.Equal("application/cloudevents+json; charset=UTF-8", contentType);
            _events.Add((record.Partition.Value, new PublicRecord(record.Message.Key, record.Message.Value)));
        }

        return _events.Count;
    }

    public void Dispose()
    {
        _consumer.Close();
        _consumer.Dispose();
    }
}
