using Cartwright.Engine.Ports;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>
/// Sends envelopes between services. The owner of the outbox resends every unconfirmed envelope, so no retry here is
/// unbounded, and no call blocks.
/// </summary>
internal sealed class EnvelopeProducer(KafkaOptions options, ILogger log, Action topicsMissing) : IDisposable
{
    private readonly Headers _headers =
        [new Header("content-type", "application/vnd.cartwright.envelope.v1+json"u8.ToArray())];

    private readonly ReplaceableProducer<Null> _producer = new(options, adapt: special => special.LingerMs = 0, log);

    public void Send(string topic, Envelope envelope, Action<long> confirmed)
    {
        var record = new Message<Null, byte[]> { Value = envelope.Bytes.ToArray(), Headers = _headers };
        _producer.TryProduce(
            new TopicPartition(topic, envelope.Partition), record, report => Report(report, envelope.Id, confirmed));
    }

    /// <summary>
    /// Begins again with another identity. An envelope that the old producer has not sent is not sent: it stays in the
    /// outbox.
    /// </summary>
    public void Rebuild(string reason) => _producer.Rebuild(reason);

    public void Dispose() => _producer.Dispose();

    private void Report(DeliveryReport<Null, byte[]> report, long id, Action<long> confirmed)
    {
        if (!report.Error.IsError)
        {
            confirmed(id);
            return;
        }

        KafkaEvents.Trouble(log, $"{report.Error.Code}", report.Error.Reason);
        if (MissingTopics.Says(report.Error.Code))
        {
            topicsMissing();
        }
    }
}
