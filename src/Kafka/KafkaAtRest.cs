using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Cartwright.Kafka;

/// <summary>The brokers as verbs read them. Partitions are assigned by hand, so that no group notices.</summary>
/// <param name="brokers">The brokers: <c>host:port</c>, several with commas.</param>
/// <param name="prefix">The common beginning of the topics' names.</param>
/// <param name="patience">How long an answer may take.</param>
public sealed class KafkaAtRest(string brokers, string prefix, TimeSpan patience) : ILogAtRest
{
    private readonly TopicNames _names = new(prefix);

    /// <summary>How the connections are protected. Default: they are not.</summary>
    public KafkaSecurity Security { get; init; } = KafkaSecurity.None;

    public async Task<TopicState?> DescribeAsync(Role? inbox, CancellationToken cancellation)
    {
        var topic = _names.TopicOf(inbox);
        try
        {
            var configuration = Reconnection.Set(brokers, Security, new AdminClientConfig());
            using var admin = Reconnection.Build(() => new AdminClientBuilder(configuration)
                .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build());

            // Within the patience, also where no broker can be reached: the client's own requests wait for a connection
            // beyond their time-out.
            await Task.Run(() => admin.GetMetadata(topic, patience), cancellation);
            if (await FindPartitionsAsync(admin, topic, cancellation) is not { } partitions)
            {
                return null;
            }

            var offsets = new TopicOffsets(admin, patience, cancellation);
            var first = offsets.ListAsync(partitions, OffsetSpec.Earliest());
            var end = offsets.ListAsync(partitions, OffsetSpec.Latest());
            var done = inbox is null ? null : new GroupOffsets(brokers, Security, patience)
                .ListAsync(topic, partitions, cancellation);
            var hasNoReader = inbox is null ? Task.FromResult(false) : HasNoMemberAsync(admin, topic, cancellation);
            await Task.WhenAll([first, end, hasNoReader, .. done is null ? Array.Empty<Task>() : [done]]);
            return new TopicState(
                [
                    .. partitions.Select(place => place.Partition.Value).Order().Select(number => new PartitionState(
                        number,
                        first.Result[number],
                        end.Result[number],
                        done?.Result.GetValueOrDefault(number, first.Result[number]))),
                ],
                hasNoReader.Result);
        }
        catch (KafkaException failure)
        {
            throw Silence(failure.Error.Reason, failure);
        }
    }

    public IEnumerable<LogRecord> ReadRecords(IReadOnlyList<LogRange> ranges, CancellationToken cancellation)
    {
        var left = ranges
            .Where(range => range.Until is null || range.From < range.Until)
            .ToDictionary(range => new TopicPartition(_names.TopicOf(range.Inbox), range.Partition));
        if (left.Count == 0)
        {
            yield break;
        }

        using var consumer = BuildConsumer();
        consumer.Assign(left.Select(range => new TopicPartitionOffset(range.Key, range.Value.From)));
        while (left.Count > 0)
        {
            var waits = left.Values.All(range => range.Until is null);
            var result = Consume(consumer, waits, cancellation);
            if (!left.TryGetValue(result.TopicPartition, out var range))
            {
                continue;
            }

            // At the end of a partition no record follows: those before it may have been deleted meanwhile.
            var next = result.IsPartitionEOF ? long.MaxValue : result.Offset.Value + 1;
            if (range.Until is { } until && next >= until)
            {
                left.Remove(result.TopicPartition);
                consumer.Pause([result.TopicPartition]);
            }

            if (!result.IsPartitionEOF && (range.Until is null || result.Offset.Value < range.Until))
            {
                yield return new LogRecord(
                    range.Inbox,
                    range.Partition,
                    result.Offset.Value,
                    result.Message.Timestamp.UnixTimestampMs,
                    result.Message.Value ?? []);
            }
        }
    }

    private IConsumer<Ignore, byte[]> BuildConsumer()
    {
        var configuration = Reconnection.Set(brokers, Security, new ConsumerConfig
        {
            // The client wants a name. Partitions that are assigned by hand join no group, and nothing is committed.
            GroupId = $"{prefix}.reader",
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            EnablePartitionEof = true,
            AutoOffsetReset = AutoOffsetReset.Earliest,
        });
        return Reconnection.Build(() => new ConsumerBuilder<Ignore, byte[]>(configuration)
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build());
    }

    private ConsumeResult<Ignore, byte[]> Consume(
        IConsumer<Ignore, byte[]> consumer, bool waits, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (!waits)
        {
            waiting.CancelAfter(patience);
        }

        try
        {
            return consumer.Consume(waiting.Token);
        }
        catch (KafkaException failure)
        {
            throw Silence(failure.Error.Reason, failure);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw Silence("no record came in time", late);
        }
    }

    private async Task<List<TopicPartition>?> FindPartitionsAsync(
        IAdminClient admin, string topic, CancellationToken cancellation)
    {
        try
        {
            var found = await admin
                .DescribeTopicsAsync(
                    TopicCollection.OfTopicNames([topic]), new DescribeTopicsOptions { RequestTimeout = patience })
                .BoundAsync(cancellation);
            return
            [
                .. found.TopicDescriptions[0].Partitions.Select(
                    partition => new TopicPartition(topic, partition.Partition)),
            ];
        }
        catch (DescribeTopicsException missing)
            when (missing.Results.TopicDescriptions[0].Error.Code is ErrorCode.UnknownTopicOrPart)
        {
            return null;
        }
    }

    // A group that the brokers do not know may be on its way: then nothing is known about its members.
    private async Task<bool> HasNoMemberAsync(IAdminClient admin, string group, CancellationToken cancellation)
    {
        var found = await admin
            .ListConsumerGroupsAsync(new ListConsumerGroupsOptions
            {
                RequestTimeout = patience,
                MatchStates = [ConsumerGroupState.Empty],
            })
            .BoundAsync(cancellation);
        return found.Valid.Exists(known => known.GroupId == group);
    }

    private static TransientFault Silence(string reason, Exception failure) =>
        new($"The brokers do not answer: {reason}", failure);
}
