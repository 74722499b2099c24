using System.Text;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Ports;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>
/// Sends public events, one record each: structured CloudEvents, their orders' numbers as keys. No request waits for
/// them, so that they linger and many leave together. The owner of the outbox resends every unconfirmed event.
/// </summary>
internal sealed class EventProducer(KafkaOptions options, string topic, ILogger log, Action topicsMissing)
    : IDisposable
{
    private readonly Headers _headers = [new Header("content-type", Encoding.UTF8.GetBytes(PublicRecord.ContentType))];
    private readonly TopicPartition _anywhere = new(topic, Partition.Any);
    private readonly ReplaceableProducer<string> _producer = new(
        options,
        adapt: special =>
        {
            special.LingerMs = options.EventsLingerMs;
            // As Kafka's own clients choose, so that a consumer that joins topics by order finds the same partitions.
            special.Partitioner = Partitioner.Murmur2Random;
        },
        log);

    public void Send(Envelope envelope, Action<long> confirmed)
    {
        IReadOnlyList<PublicRecord> records;
        try
        {
            records = PublicRecords.RecordsOf(envelope);
        }
        catch (FormatException broken)
        {
            // The row was changed by hand: it stays there until an operator looks at it.
            KafkaEvents.Trouble(log, "events", broken.Message);
            return;
        }

        var count = new Count(envelope.Id, records.Count, confirmed);
        foreach (var record in records)
        {
            var message = new Message<string, byte[]>
            {
                Key = record.Key,
                Value = record.Value.ToArray(),
                Headers = _headers,
            };
            if (!_producer.TryProduce(_anywhere, message, report => Report(report, count)))
            {
                // The envelope stays in the outbox, and all of it is sent again later.
                return;
            }
        }
    }

    /// <summary>
    /// Begins again with another identity. An event that the old producer has not sent stays in the outbox.
    /// </summary>
    public void Rebuild(string reason) => _producer.Rebuild(reason);

    public void Dispose() => _producer.Dispose();

    private void Report(DeliveryReport<string, byte[]> report, Count count)
    {
        if (!report.Error.IsError)
        {
            count.One();
            return;
        }

        KafkaEvents.Trouble(log, $"{report.Error.Code}", report.Error.Reason);
        if (MissingTopics.Says(report.Error.Code))
        {
            topicsMissing();
        }
    }

    // An envelope is confirmed once the log has all of its events.
    private sealed class Count(long envelope, int events, Action<long> confirmed)
    {
        private int _left = events;

        public void One()
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                confirmed(envelope);
            }
        }
    }
}
