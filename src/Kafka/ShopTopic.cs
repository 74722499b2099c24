using System.Text;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Confluent.Kafka;

namespace Cartwright.Kafka;

/// <summary>
/// The owner of the log: the first record of a topic of one partition that is kept for ever. A node that finds the
/// topic empty writes one. The record that the broker has put first counts for all, its own writer included.
/// </summary>
internal sealed class ShopTopic(KafkaOptions options, TopicNames names)
{
    private const int RecordBytesMax = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _topic = names.Shop;

    /// <summary>The shop of the log, which is written where there is none.</summary>
    /// <param name="own">The shop of the node's databases; null where they have none yet.</param>
    /// <exception cref="TransientFault">The brokers do not answer now.</exception>
    /// <exception cref="FatalFault"><c>other-shop</c>: it is another one than the databases'.</exception>
    public async Task<ShopId> ClaimAsync(ShopId? own, CancellationToken cancellation)
    {
        var found = await FindAsync(own, cancellation);
        if (found is null)
        {
            await AskAsync(() => WriteAsync(own ?? ShopId.New(), cancellation));
            found = await FindAsync(own, cancellation)
                ?? throw new TransientFault($"Kafka topic {_topic} does not return the written record yet.");
        }

        return found;
    }

    /// <summary>Only looks: whether the topic, which must be there, names another shop.</summary>
    /// <param name="own">The shop of the node's databases; null where they do not know it yet.</param>
    /// <exception cref="TransientFault">The brokers do not answer now.</exception>
    /// <exception cref="FatalFault"><c>other-shop</c>: it does.</exception>
    public Task CheckAsync(ShopId? own, CancellationToken cancellation) => FindAsync(own, cancellation);

    private async Task<ShopId?> FindAsync(ShopId? own, CancellationToken cancellation)
    {
        ShopId? found = null;
        await AskAsync(async () => found = await Task.Run(() => ReadFirst(cancellation), cancellation));
        return own is null || found is null || own == found
            ? found
            : throw SameShop.Differs($"Kafka topic {_topic}", found, "the database", own);
    }

    private static async Task AskAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (KafkaException failure)
        {
            throw new TransientFault($"The brokers do not answer: {failure.Error.Reason}", failure);
        }
    }

    private ShopId? ReadFirst(CancellationToken cancellation)
    {
        var configuration = Reconnection.Set(options, new ConsumerConfig
        {
            // The client wants a name; partitions that are assigned by hand join no group, and nothing is committed. It
            // looks for the group's coordinator all the same, so that the name is one that this node may use.
            GroupId = names.InboxOf(options.Services[0]),
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            AutoOffsetReset = AutoOffsetReset.Earliest,
        });
        using var consumer = Reconnection.Build(() => new ConsumerBuilder<Ignore, byte[]>(configuration)
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build());
        consumer.Assign(new TopicPartitionOffset(_topic, 0, Offset.Beginning));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            var result = consumer.Consume(patience.Token);
            return result.IsPartitionEOF ? null : ShopOf(result.Message.Value);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new TransientFault($"The brokers do not return the first record of {_topic}.", late);
        }
    }

    private ShopId ShopOf(byte[]? record) =>
        record is { Length: <= RecordBytesMax } && ShopId.TryParse(Encoding.UTF8.GetString(record), out var shop)
            ? shop
            : throw new FatalFault(FaultCodes.OtherShop, $"The first record of Kafka topic {_topic} names no shop.");

    private async Task WriteAsync(ShopId shop, CancellationToken cancellation)
    {
        var configuration = Reconnection.Set(options, new ProducerConfig
        {
            // A second record has the same content, so that the producer needs no identity of its own.
            Acks = Acks.All,
            MessageTimeoutMs = (int)Patience.TotalMilliseconds,
        });
        using var producer = Reconnection.Build(() => new ProducerBuilder<Null, byte[]>(configuration)
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build());
        await producer.ProduceAsync(
            new TopicPartition(_topic, 0),
            new Message<Null, byte[]> { Value = Encoding.UTF8.GetBytes(shop.Text) },
            cancellation);
    }
}
