using System.Collections.Concurrent;
using Cartwright.Engine.Ports;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>
/// Reads one service's inbox as a member of the service's group, on a thread of its own. A record for which there
/// is no room is kept, its partition paused, and offered again. A consumer that cannot go on is replaced.
/// </summary>
internal sealed class InboxReader : IDisposable
{
    private const int OffersMax = 20;
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan OfferPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan RebuildPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private readonly KafkaOptions _options;
    private readonly string _topic;
    private readonly ILogReceiver _receiver;
    private readonly RecordCheck _check;
    private readonly ILogger _log;
    private readonly Action _topicsMissing;
    private readonly ConcurrentDictionary<int, long> _done = new();

    // Only the reader's thread touches these: the client calls its handlers on it too.
    private readonly Dictionary<int, ConsumeResult<Ignore, byte[]>> _waiting = [];

    // Changed on the reader's thread only. The watch reads them on its own.
    private readonly ConcurrentDictionary<int, ReadPlace> _owned = new();

    private readonly NewTopic _newTopic = new(TimeProvider.System);
    private readonly Membership _membership = new(TimeProvider.System);
    private readonly CancellationTokenSource _ending = new();
    private readonly Thread _thread;

    // A group does not rebalance when it believes that it knows the new member.
    private bool _isStranger;
    private volatile bool _isAbrupt;
    private volatile bool _isStale;
    private volatile bool _hasNewTopic;
    private volatile bool _hasNewCredentials;
    private volatile bool _isHeld;
    private int _emptyPolls;

    public InboxReader(
        KafkaOptions options,
        string topic,
        ILogReceiver receiver,
        RecordCheck check,
        ConsumerLag lag,
        ILogger log,
        Action topicsMissing)
    {
        Lag = lag;
        (_options, _topic, _receiver, _check) = (options, topic, receiver, check);
        (_log, _topicsMissing) = (log, topicsMissing);
        _thread = new Thread(Run) { IsBackground = true, Name = topic };
        _thread.Start();
    }

    /// <summary>How far it is behind.</summary>
    public ConsumerLag Lag { get; }

    /// <summary>The partitions that are read here now.</summary>
    public IReadOnlyDictionary<int, ReadPlace> Places => _owned;

    /// <summary>Whether there was a moment without a record to deliver since the last call.</summary>
    public bool WasIdle() => Interlocked.Exchange(ref _emptyPolls, 0) > 0;

    /// <summary>Everything before this offset is done.</summary>
    public void Advance(int partition, long offset) =>
        _done.AddOrUpdate(partition, offset, (_, before) => Math.Max(before, offset));

    /// <summary>Leaves the group without a word, and reads nothing until <see cref="Rebuild"/>.</summary>
    public void Hold()
    {
        _isHeld = true;
        _isStale = true;
    }

    /// <summary>The topic is a new one: joins the group again, and reads from the beginning.</summary>
    public void Rebuild()
    {
        _isHeld = false;
        _hasNewTopic = true;
        _isStale = true;
    }

    /// <summary>Its consumer does not recover: makes another one.</summary>
    public void Replace() => _isStale = true;

    /// <summary>Leaves the group as at the end, and joins it again with the credentials of now.</summary>
    public void Reconnect() => _hasNewCredentials = true;

    /// <summary>Ends as a crash would: no offset is stored, and the group is not notified.</summary>
    public void Abandon()
    {
        _isAbrupt = true;
        Dispose();
    }

    public void Dispose()
    {
        _ending.Cancel();
        if (_thread.Join(EndPatience))
        {
            _ending.Dispose();
        }
    }

    private void Run()
    {
        while (!_ending.IsCancellationRequested)
        {
            (_isStale, _hasNewCredentials) = (false, false);
            if (_isHeld)
            {
                _ending.Token.WaitHandle.WaitOne(RebuildPause);
                continue;
            }

            if (_hasNewTopic)
            {
                _hasNewTopic = false;
                _newTopic.Found(_options.Partitions);
            }

            try
            {
                using var consumer = Build();
                consumer.Subscribe(_topic);
                Read(consumer);
                Leave(consumer);
            }
            catch (KafkaException failure)
            {
                Handle(failure.Error);
            }

            Lag.Clear();
            _owned.Keys.ToList().ForEach(Lose);
            if (!_ending.IsCancellationRequested)
            {
                KafkaEvents.ConsumerRebuilt(_log, _topic);
                _ending.Token.WaitHandle.WaitOne(RebuildPause);
            }
        }
    }

    private void Read(IConsumer<Ignore, byte[]> consumer)
    {
        while (!_ending.IsCancellationRequested && !_isStale && !_hasNewCredentials)
        {
            try
            {
                OfferAgain(consumer);
                var result = consumer.Consume(_waiting.Count > 0 ? OfferPause : PollPause);
                if (result?.Message is not null)
                {
                    Offer(consumer, result);
                }
                else
                {
                    Interlocked.Exchange(ref _emptyPolls, 1);
                }

                StoreOffsets(consumer);
            }
            catch (KafkaException failure)
            {
                Handle(failure.Error);
            }
        }
    }

    // A stale consumer leaves without a commit: its offsets belong to topics that no longer exist.
    private void Leave(IConsumer<Ignore, byte[]> consumer)
    {
        if (!_isStale && !_isAbrupt)
        {
            StoreOffsets(consumer);
            consumer.Close();
        }
    }

    private void Offer(IConsumer<Ignore, byte[]> consumer, ConsumeResult<Ignore, byte[]> result)
    {
        var partition = result.Partition.Value;
        if (!_owned.TryGetValue(partition, out var place))
        {
            return;
        }

        if (result.Offset.Value < place.Next)
        {
            // The partition was re-created. Every count of its offsets must begin again as well.
            Lose(partition);
            Gain(partition);
            place = _owned[partition];
        }

        place.Next = result.Offset.Value + 1;
        if (!_check.Admits(result))
        {
            Skip(consumer, partition, place);
            return;
        }

        place.Delivered = place.Next;
        if (!TryOffer(result))
        {
            _waiting[partition] = result;
            place.IsHeld = true;
            PauseOrResume(() => consumer.Pause([result.TopicPartition]));
        }
    }

    // A dropped record is done once all records before it are.
    private void Skip(IConsumer<Ignore, byte[]> consumer, int partition, ReadPlace place)
    {
        if (place.Stored >= place.Delivered)
        {
            Store(consumer, partition, place, place.Next);
        }
    }

    // Usually there is room again after a batch. A pause discards the records that the client has fetched already, so
    // it is for longer waits; the consumer must go on polling in the meantime.
    private bool TryOffer(ConsumeResult<Ignore, byte[]> result)
    {
        for (var tries = 1; ; tries++)
        {
            if (_receiver.Received(result.Partition.Value, result.Offset.Value, result.Message.Value ?? []))
            {
                return true;
            }

            if (tries == OffersMax || _ending.Token.WaitHandle.WaitOne(OfferPause))
            {
                return false;
            }
        }
    }

    private void OfferAgain(IConsumer<Ignore, byte[]> consumer)
    {
        foreach (var (partition, result) in _waiting.ToList())
        {
            if (_receiver.Received(partition, result.Offset.Value, result.Message.Value ?? []))
            {
                Resume(consumer, partition);
            }
        }
    }

    private void Resume(IConsumer<Ignore, byte[]> consumer, int partition)
    {
        if (_waiting.Remove(partition, out var kept))
        {
            PauseOrResume(() => consumer.Resume([kept.TopicPartition]));
            if (_owned.TryGetValue(partition, out var place))
            {
                place.IsHeld = false;
            }
        }
    }

    // A client that does not do it has another idea of which partitions are paused: one would stay so for ever.
    private void PauseOrResume(Action change)
    {
        try
        {
            change();
        }
        catch (KafkaException failure)
        {
            Handle(failure.Error);
            _isStale = true;
        }
    }

    // Stored here, committed by the client every second and when a partition is given up. An offset beyond the
    // delivered records belongs to an earlier time in which this node had the partition.
    private void StoreOffsets(IConsumer<Ignore, byte[]> consumer)
    {
        foreach (var (partition, _) in _done)
        {
            if (_done.TryRemove(partition, out var offset)
                && _owned.TryGetValue(partition, out var place)
                && offset > place.Stored
                && offset <= place.Next)
            {
                Store(consumer, partition, place, offset == place.Delivered ? place.Next : offset);
            }
        }
    }

    private void Store(IConsumer<Ignore, byte[]> consumer, int partition, ReadPlace place, long offset)
    {
        consumer.StoreOffset(new TopicPartitionOffset(_topic, partition, offset));
        place.Stored = offset;
    }

    private IConsumer<Ignore, byte[]> Build()
    {
        _membership.Begin();
        return Reconnection.Build(() => _options.BuildConsumer(new ConsumerBuilder<Ignore, byte[]>(
                Consumers.ConfigFor(_options, _topic, _isStranger))
            .SetPartitionsAssignedHandler((_, places) => places.ConvertAll(BeginPartition))
            .SetPartitionsRevokedHandler((consumer, places) => Revoke(consumer, places))
            .SetPartitionsLostHandler((consumer, places) => GiveUp(consumer, places))
            .SetErrorHandler((_, error) => Handle(error))
            .SetStatisticsHandler((_, told) => Judge(told))
            .SetLogHandler((_, _) => { })));
    }

    private void Judge(string told)
    {
        using var statistics = new ConsumerStatistics(told, _topic);
        Lag.Take(statistics);
        if (_membership.IsLost(statistics, [.. _owned.Keys]))
        {
            _isStranger = true;
            _isStale = true;
        }
    }

    // Called before the partitions are given up: the offsets stored now are committed with them.
    private void Revoke(IConsumer<Ignore, byte[]> consumer, List<TopicPartitionOffset> places)
    {
        try
        {
            if (!_isStale && !_isAbrupt)
            {
                StoreOffsets(consumer);
            }
        }
        catch (KafkaException failure)
        {
            // The next owner begins a little earlier.
            Handle(failure.Error);
        }

        GiveUp(consumer, places);
    }

    // The client does not forget that a partition is paused when it is taken away, nor when it comes back.
    private void GiveUp(IConsumer<Ignore, byte[]> consumer, List<TopicPartitionOffset> places)
    {
        foreach (var place in places)
        {
            Resume(consumer, place.Partition.Value);
            Lose(place.Partition.Value);
        }
    }

    private TopicPartitionOffset BeginPartition(TopicPartition place)
    {
        Gain(place.Partition.Value);
        var isNew = _newTopic.IsReadAnew(place.Partition.Value);
        return new TopicPartitionOffset(place, isNew ? Offset.Beginning : Offset.Unset);
    }

    private void Gain(int partition)
    {
        KafkaEvents.Gained(_log, _topic, partition);
        _done.TryRemove(partition, out _);
        _owned[partition] = new ReadPlace();
        _receiver.Gained(partition);
    }

    private void Lose(int partition)
    {
        _waiting.Remove(partition);
        if (_owned.TryRemove(partition, out _))
        {
            KafkaEvents.Lost(_log, _topic, partition);
            _receiver.Lost(partition);
        }
    }

    private void Handle(Error error)
    {
        KafkaEvents.Trouble(_log, $"{error.Code}", error.Reason);
        if (error.IsFatal)
        {
            // For one, another process has come with this node's name.
            _isStale = true;
        }

        if (MissingTopics.Says(error.Code))
        {
            _topicsMissing();
        }
    }
}
