using System.Collections.Concurrent;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>
/// The log between nodes on Kafka: one topic for each service's inbox, read by the service's nodes as a group.
/// Offsets follow the database: a record is done once its messages are committed there.
/// </summary>
public sealed class KafkaLog : ILog, IDisposable
{
    private readonly KafkaOptions _options;
    private readonly ILogger _log;
    private readonly Topics _topics;
    private readonly EnvelopeProducer _producer;
    private readonly ConcurrentDictionary<Role, InboxReader> _readers = new();
    private int _isMending;

    private KafkaLog(KafkaOptions options, Topics topics, ILogger log)
    {
        (_options, _topics, _log) = (options, topics, log);
        _producer = new EnvelopeProducer(options, log, MendTopics);
    }

    /// <summary>Connects, makes the topics that are missing, and checks the others.</summary>
    /// <exception cref="TransientFault">The brokers do not answer now.</exception>
    /// <exception cref="FatalFault"><c>wrong-topic</c>: a topic has other settings than it needs.</exception>
    public static async Task<KafkaLog> OpenAsync(KafkaOptions options, ILogger log)
    {
        var topics = new Topics(options);
        try
        {
            await topics.EnsureAsync();
            return new KafkaLog(options, topics, log);
        }
        catch
        {
            topics.Dispose();
            throw;
        }
    }

    public int PartitionsOf(Role role) => _options.Partitions;

    public void Subscribe(Role role, ILogReceiver receiver) =>
        _readers[role] = new InboxReader(_options, _topics.InboxOf(role), receiver, _log, MendTopics);

    public void Send(Envelope envelope, Action<long> confirmed) =>
        _producer.Send(_topics.InboxOf(envelope.To), envelope, confirmed);

    public void Advance(Role role, int partition, long offset)
    {
        if (_readers.TryGetValue(role, out var reader))
        {
            reader.Advance(partition, offset);
        }
    }

    public void Dispose()
    {
        foreach (var reader in _readers.Values)
        {
            reader.Dispose();
        }

        _producer.Dispose();
        _topics.Dispose();
    }

    // Somebody has wiped the brokers. Sweeps ask again for whatever the lost records were about.
    private void MendTopics()
    {
        if (Interlocked.Exchange(ref _isMending, 1) == 0)
        {
            _ = MendAsync();
        }
    }

    private async Task MendAsync()
    {
        try
        {
            if (await _topics.EnsureAsync())
            {
                KafkaEvents.TopicsMade(_log);
            }
        }
        catch (Exception failure) when (failure is TransientFault or FatalFault)
        {
            KafkaEvents.Trouble(_log, "topics", failure.Message);
        }
        finally
        {
            Interlocked.Exchange(ref _isMending, 0);
        }
    }
}
