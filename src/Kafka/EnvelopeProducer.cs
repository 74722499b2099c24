using Cartwright.Engine.Ports;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>
/// Sends envelopes, idempotently and to all in-sync replicas. What is not confirmed is sent again by whoever owns
/// the outbox, so nothing here is tried for ever, and nothing blocks.
/// </summary>
internal sealed class EnvelopeProducer(KafkaOptions options, ILogger log, Action topicsMissing) : IDisposable
{
    private const int DeliveryTimeoutMs = 30_000;
    private static readonly TimeSpan LastFlush = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private IProducer<Null, byte[]>? _producer;
    private bool _isDisposed;

    public void Send(string topic, Envelope envelope, Action<long> confirmed)
    {
        var place = new TopicPartition(topic, envelope.Partition);
        var record = new Message<Null, byte[]>
        {
            Value = envelope.Bytes.ToArray(),
            Headers = [new Header("content-type", "application/vnd.cartwright.envelope.v1+json"u8.ToArray())],
        };
        try
        {
            Current()?.Produce(place, record, report => Report(report, envelope.Id, confirmed));
        }
        catch (ProduceException<Null, byte[]> refused)
        {
            // A full queue among others: the envelope stays in the outbox and is sent again later.
            KafkaEvents.Trouble(log, $"{refused.Error.Code}", refused.Error.Reason);
        }
        catch (ObjectDisposedException)
        {
            // The producer was replaced at this moment: like above.
            return;
        }
    }

    /// <summary>
    /// Begins anew with another identity. What the old one has not sent yet is not sent: it stays in the outbox.
    /// </summary>
    public void Rebuild(string reason)
    {
        IProducer<Null, byte[]>? current;
        lock (_lock)
        {
            current = _producer;
        }

        if (current is not null)
        {
            Drop(current, reason);
        }
    }

    public void Dispose()
    {
        IProducer<Null, byte[]>? last;
        lock (_lock)
        {
            _isDisposed = true;
            (last, _producer) = (_producer, null);
        }

        last?.Flush(LastFlush);
        last?.Dispose();
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

    private IProducer<Null, byte[]>? Current()
    {
        lock (_lock)
        {
            return _isDisposed ? null : _producer ??= Build();
        }
    }

    private IProducer<Null, byte[]> Build() => new ProducerBuilder<Null, byte[]>(new ProducerConfig
    {
        BootstrapServers = options.Brokers,
        EnableIdempotence = true,
        Acks = Acks.All,
        LingerMs = 0,
        CompressionType = CompressionType.None,
        MessageMaxBytes = options.RecordBytesMax + 100_000,
        MessageTimeoutMs = DeliveryTimeoutMs,
        QueueBufferingMaxKbytes = options.SendBufferKb,
        SocketNagleDisable = true,
    })
        .SetErrorHandler((producer, error) => Handle(producer, error))
        .SetLogHandler((_, _) => { })
        .Build();

    private void Handle(IProducer<Null, byte[]> producer, Error error)
    {
        KafkaEvents.Trouble(log, $"{error.Code}", error.Reason);
        if (error.IsFatal)
        {
            Drop(producer, error.Reason);
        }
    }

    private void Drop(IProducer<Null, byte[]> producer, string reason)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_producer, producer))
            {
                return;
            }

            _producer = null;
        }

        KafkaEvents.ProducerRebuilt(log, reason);

        // Not on this thread: it may be the producer's own, which would wait for itself.
        ThreadPool.QueueUserWorkItem(static old => old.Dispose(), producer, preferLocal: false);
    }
}
