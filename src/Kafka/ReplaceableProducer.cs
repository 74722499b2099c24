using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>
/// An idempotent producer that waits for all in-sync replicas, made when it is first needed. A producer that cannot go
/// on is dropped, and the next one has another identity. The owner of a dropped one keeps the records that it has not
/// sent.
/// </summary>
/// <param name="options">Where the brokers are, and the bounds.</param>
/// <param name="adapt">Sets the options that differ between producers.</param>
/// <param name="log">Receives the errors.</param>
internal sealed class ReplaceableProducer<TKey>(KafkaOptions options, Action<ProducerConfig> adapt, ILogger log)
    : IDisposable
{
    private const int DeliveryTimeoutMs = 30_000;
    private static readonly TimeSpan LastFlush = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private IProducer<TKey, byte[]>? _producer;
    private volatile bool _isDisposed;
    private long _takenAtMs = Environment.TickCount64;

    /// <summary>Gives a record to the client. False: it was not taken, and its delivery is not reported.</summary>
    public bool TryProduce(
        TopicPartition place, Message<TKey, byte[]> record, Action<DeliveryReport<TKey, byte[]>> delivered)
    {
        try
        {
            if (Current() is not { } producer)
            {
                return false;
            }

            producer.Produce(place, record, report => Report(producer, report, delivered));
            return true;
        }
        catch (KafkaException refused)
        {
            // A full queue, or certificates that are being replaced, among others.
            KafkaEvents.Trouble(log, $"{refused.Error.Code}", refused.Error.Reason);
            return false;
        }
        catch (ObjectDisposedException)
        {
            // The producer was replaced at this moment.
            return false;
        }
    }

    /// <summary>Begins again with another identity.</summary>
    public void Rebuild(string reason)
    {
        IProducer<TKey, byte[]>? current;
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
        IProducer<TKey, byte[]>? last;
        lock (_lock)
        {
            _isDisposed = true;
            (last, _producer) = (_producer, null);
        }

        last?.Flush(LastFlush);
        last?.Dispose();
    }

    private IProducer<TKey, byte[]>? Current()
    {
        lock (_lock)
        {
            return _isDisposed ? null : _producer ??= Build();
        }
    }

    private IProducer<TKey, byte[]> Build()
    {
        var configuration = Reconnection.Set(options, new ProducerConfig
        {
            EnableIdempotence = true,
            Acks = Acks.All,
            CompressionType = CompressionType.None,
            MessageMaxBytes = options.RecordBytesMax + 100_000,
            MessageTimeoutMs = DeliveryTimeoutMs,
            QueueBufferingMaxKbytes = options.SendBufferKb,
            DeliveryReportFields = "none",
        });
        adapt(configuration);
        return Reconnection.Build(() => new ProducerBuilder<TKey, byte[]>(configuration)
            .SetErrorHandler((producer, error) => Handle(producer, error))
            .SetLogHandler((_, _) => { })
            .Build());
    }

    // While a record ran out of its time, no broker has taken any: like a consumer without its group, the producer is
    // given up, in case it is the one that does not find its way back.
    private void Report(
        IProducer<TKey, byte[]> producer,
        DeliveryReport<TKey, byte[]> report,
        Action<DeliveryReport<TKey, byte[]>> delivered)
    {
        if (!report.Error.IsError)
        {
            Volatile.Write(ref _takenAtMs, Environment.TickCount64);
        }
        else if (report.Error.Code == ErrorCode.Local_MsgTimedOut
            && Environment.TickCount64 - Volatile.Read(ref _takenAtMs) >= DeliveryTimeoutMs)
        {
            Drop(producer, report.Error.Reason);
        }

        delivered(report);
    }

    private void Handle(IProducer<TKey, byte[]> producer, Error error)
    {
        KafkaEvents.Trouble(log, $"{error.Code}", error.Reason);
        if (error.IsFatal)
        {
            Drop(producer, error.Reason);
        }
    }

    private void Drop(IProducer<TKey, byte[]> producer, string reason)
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
        new Thread(() => End(producer)) { IsBackground = true, Name = "last reports" }.Start();
    }

    // The client keeps a record in memory until it has reported its delivery, and a disposed one reports nothing.
    private void End(IProducer<TKey, byte[]> dropped)
    {
        try
        {
            var until = Environment.TickCount64 + DeliveryTimeoutMs;
            int left;
            do
            {
                left = dropped.Flush(LastFlush);
            }
            while (left > 0 && !_isDisposed && Environment.TickCount64 < until);
        }
        catch (KafkaException failure)
        {
            KafkaEvents.Trouble(log, $"{failure.Error.Code}", failure.Error.Reason);
        }
        finally
        {
            dropped.Dispose();
        }
    }
}
