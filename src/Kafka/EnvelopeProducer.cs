using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>
/// Sends envelopes between services. The owner of the outbox resends every unconfirmed envelope, so no retry here is
/// unbounded, and no call blocks.
/// </summary>
internal sealed class EnvelopeProducer(KafkaOptions options, EnvelopeSeal? seal, ILogger log, Action topicsMissing)
    : IDisposable
{
    private readonly Headers _headers =
        [new Header("content-type", "application/vnd.cartwright.envelope.v1+json"u8.ToArray())];

    private readonly ReplaceableProducer<Null> _producer = new(options, adapt: special => special.LingerMs = 0, log);

    /// <param name="topic">The inbox.</param>
    /// <param name="envelope">The envelope.</param>
    /// <param name="sender">The service that sends it; null where it is not authenticated.</param>
    /// <param name="confirmed">Called when the brokers have it.</param>
    public void Send(string topic, Envelope envelope, Role? sender, Action<long> confirmed)
    {
        var record = new Message<Null, byte[]>
        {
            Value = envelope.Bytes.ToArray(),
            Headers = seal is null ? _headers : SealedHeaders(topic, envelope, sender),
        };
        _producer.TryProduce(
            new TopicPartition(topic, envelope.Partition), record, report => Report(report, envelope.Id, confirmed));
    }

    /// <summary>
    /// Begins again with another identity. An envelope that the old producer has not sent is not sent: it stays in the
    /// outbox.
    /// </summary>
    public void Rebuild(string reason) => _producer.Rebuild(reason);

    public void Dispose() => _producer.Dispose();

    private Headers SealedHeaders(string topic, Envelope envelope, Role? sender)
    {
        var from = sender ?? throw new InvalidOperationException("An envelope with a MAC names its sender.");
        return [.. _headers, .. seal!.HeadersOf(topic, from, envelope.Bytes.Span)];
    }

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
