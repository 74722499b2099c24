using System.Text;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Ports;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>
/// Sends public events, one record each: structured CloudEvents, their orders' numbers as keys. Nobody waits for them,
/// so that they linger and many leave together. What is not confirmed is sent again by whoever owns the outbox.
/// </summary>
internal sealed class EventProducer(KafkaOptions options, string topic, ILogger log, Action topicsMissing)
    : IDisposable
{
    private const int DeliveryTimeoutMs = 30_000;
    private static readonly TimeSpan LastFlush = TimeSpan.FromSeconds(2);

    private readonly Headers _headers = [new Header("content-type", Encoding.UTF8.GetBytes(PublicRecord.ContentType))];
    private readonly Lock _lock = new();
    private IProducer<string, byte[]>? _producer;
    private bool _isDisposed;

    public void Send(Envelope envelope, Action<long> confirmed)
    {
        try
        {
            var records = PublicRecords.Of(envelope);
            var count = new Count(envelope.Id, records.Count, confirmed);
            foreach (var record in records)
            {
                Current()?.Produce(topic, MessageOf(record), report => Report(report, count));
            }
        }
        catch (ProduceException<string, byte[]> refused)
        {
            // A full queue among others: the envelope stays in the outbox, and all of it is sent again later.
            KafkaEvents.Trouble(log, $"{refused.Error.Code}", refused.Error.Reason);
        }
        catch (FormatException broken)
        {
            // Somebody has changed the row by hand: it stays there until somebody looks.
            KafkaEvents.Trouble(log, "events", broken.Message);
        }
        catch (ObjectDisposedException)
        {
            // The producer was replaced at this moment: like the first.
            return;
        }
    }

    /// <summary>Begins anew with another identity. What the old one has not sent yet stays in the outbox.</summary>
    public void Rebuild(string reason)
    {
        IProducer<string, byte[]>? current;
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
        IProducer<string, byte[]>? last;
        lock (_lock)
        {
            _isDisposed = true;
            (last, _producer) = (_producer, null);
        }

        last?.Flush(LastFlush);
        last?.Dispose();
    }

    private Message<string, byte[]> MessageOf(PublicRecord record) =>
        new() { Key = record.Key, Value = record.Value.ToArray(), Headers = _headers };

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

    private IProducer<string, byte[]>? Current()
    {
        lock (_lock)
        {
            return _isDisposed ? null : _producer ??= Build();
        }
    }

    private IProducer<string, byte[]> Build() => new ProducerBuilder<string, byte[]>(new ProducerConfig
    {
        BootstrapServers = options.Brokers,
        EnableIdempotence = true,
        Acks = Acks.All,
        LingerMs = options.EventsLingerMs,
        CompressionType = CompressionType.None,
        // As Kafka's own clients choose, so that whoever joins topics by order finds the same partitions.
        Partitioner = Partitioner.Murmur2Random,
        DeliveryReportFields = "none",
        MessageMaxBytes = options.RecordBytesMax + 100_000,
        MessageTimeoutMs = DeliveryTimeoutMs,
        QueueBufferingMaxKbytes = options.SendBufferKb,
        SocketNagleDisable = true,
    })
        .SetErrorHandler((producer, error) => Handle(producer, error))
        .SetLogHandler((_, _) => { })
        .Build();

    private void Handle(IProducer<string, byte[]> producer, Error error)
    {
        KafkaEvents.Trouble(log, $"{error.Code}", error.Reason);
        if (error.IsFatal)
        {
            Drop(producer, error.Reason);
        }
    }

    private void Drop(IProducer<string, byte[]> producer, string reason)
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
