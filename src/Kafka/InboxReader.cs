using System.Collections.Concurrent;
using Cartwright.Engine.Ports;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>
/// Reads one service's inbox as a member of the service's group, on a thread of its own. A record for which there
/// is no room is kept, its partition paused, and offered again.
/// </summary>
internal sealed class InboxReader : IDisposable
{
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan OfferPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private readonly KafkaOptions _options;
    private readonly string _topic;
    private readonly ILogReceiver _receiver;
    private readonly ILogger _log;
    private readonly Action _topicsMissing;
    private readonly ConcurrentDictionary<int, long> _done = new();
    private readonly Dictionary<int, ConsumeResult<Ignore, byte[]>> _waiting = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly Thread _thread;

    public InboxReader(
        KafkaOptions options, string topic, ILogReceiver receiver, ILogger log, Action topicsMissing)
    {
        (_options, _topic, _receiver, _log, _topicsMissing) = (options, topic, receiver, log, topicsMissing);
        _thread = new Thread(Run) { IsBackground = true, Name = topic };
        _thread.Start();
    }

    /// <summary>Everything before this offset is done.</summary>
    public void Advance(int partition, long offset) => _done[partition] = offset;

    public void Dispose()
    {
        _ending.Cancel();
        _thread.Join(EndPatience);
        _ending.Dispose();
    }

    private void Run()
    {
        using var consumer = Build();
        consumer.Subscribe(_topic);
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                OfferAgain(consumer);
                var result = consumer.Consume(_waiting.Count > 0 ? OfferPause : PollPause);
                if (result?.Message is not null)
                {
                    Offer(consumer, result);
                }

                StoreOffsets(consumer);
            }
            catch (KafkaException failure)
            {
                Handle(failure.Error);
            }
        }

        StoreOffsets(consumer);
        consumer.Close();
    }

    private void Offer(IConsumer<Ignore, byte[]> consumer, ConsumeResult<Ignore, byte[]> result)
    {
        var partition = result.Partition.Value;
        if (!_receiver.Received(partition, result.Offset.Value, result.Message.Value ?? []))
        {
            _waiting[partition] = result;
            consumer.Pause([result.TopicPartition]);
        }
    }

    private void OfferAgain(IConsumer<Ignore, byte[]> consumer)
    {
        foreach (var (partition, result) in _waiting.ToList())
        {
            if (_receiver.Received(partition, result.Offset.Value, result.Message.Value ?? []))
            {
                _waiting.Remove(partition);
                consumer.Resume([result.TopicPartition]);
            }
        }
    }

    // Stored here, committed by the client every second and when a partition is given up.
    private void StoreOffsets(IConsumer<Ignore, byte[]> consumer)
    {
        foreach (var partition in _done.Keys)
        {
            if (_done.TryRemove(partition, out var offset))
            {
                try
                {
                    consumer.StoreOffset(new TopicPartitionOffset(_topic, partition, offset));
                }
                catch (KafkaException failure) when (failure.Error.Code is ErrorCode.Local_State)
                {
                    // The partition is another node's by now, which reads from where this one had stored.
                    KafkaEvents.Trouble(_log, $"{failure.Error.Code}", failure.Error.Reason);
                }
            }
        }
    }

    private IConsumer<Ignore, byte[]> Build()
    {
        var configuration = new ConsumerConfig
        {
            BootstrapServers = _options.Brokers,
            GroupId = _topic,
            GroupInstanceId = _options.NodeName,
            EnableAutoCommit = true,
            AutoCommitIntervalMs = 1_000,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            FetchWaitMaxMs = 100,
            FetchMinBytes = 1,
            QueuedMaxMessagesKbytes = 32 * 1024,
            TopicMetadataRefreshIntervalMs = 5_000,
            AllowAutoCreateTopics = false,
            SocketNagleDisable = true,
        };
        if (_options.UsesConsumerProtocol)
        {
            configuration.GroupProtocol = GroupProtocol.Consumer;
        }
        else
        {
            configuration.SessionTimeoutMs = _options.SessionTimeoutMs;
            configuration.HeartbeatIntervalMs = _options.SessionTimeoutMs / 5;
            configuration.PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky;
        }

        return new ConsumerBuilder<Ignore, byte[]>(configuration)
            .SetPartitionsAssignedHandler((_, partitions) => partitions.ForEach(Gain))
            .SetPartitionsRevokedHandler((_, partitions) => partitions.ForEach(Lose))
            .SetPartitionsLostHandler((_, partitions) => partitions.ForEach(Lose))
            .SetErrorHandler((_, error) => Handle(error))
            .SetLogHandler((_, _) => { })
            .Build();
    }

    private void Gain(TopicPartition place)
    {
        KafkaEvents.Gained(_log, place.Topic, place.Partition.Value);
        _receiver.Gained(place.Partition.Value);
    }

    private void Lose(TopicPartitionOffset place)
    {
        KafkaEvents.Lost(_log, place.Topic, place.Partition.Value);
        _receiver.Lost(place.Partition.Value);
        _waiting.Remove(place.Partition.Value);
        _done.TryRemove(place.Partition.Value, out _);
    }

    private void Handle(Error error)
    {
        KafkaEvents.Trouble(_log, $"{error.Code}", error.Reason);
        if (error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic
            or ErrorCode.Local_UnknownPartition)
        {
            _topicsMissing();
        }
    }
}
