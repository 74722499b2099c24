using System.Collections.Concurrent;
using Cartwright.Conformance.Kafka.Mock;
using Cartwright.Conformance.Log;
using Cartwright.Domain;
using Cartwright.Kafka;
using Cartwright.Kernel;
using Confluent.Kafka;

namespace Cartwright.Conformance.Kafka;

/// <summary>
/// A partition of a real broker that delivers nothing more, although its consumer is a member of its group and calls
/// the partition active.
/// </summary>
[Trait("Kind", "Long")]
public sealed class StandingPartitionTests : IAsyncDisposable
{
    private const int Partitions = 3;

    // Shorter than the usual one: the looks themselves are five seconds apart.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    // An offer every five milliseconds or more: longer than a standstill lasts until it is noticed.
    private const int OffersInAStandstill = 3_000;

    private readonly KafkaBench _bench = new(KafkaBroker.SharedAsync());
    private readonly ToldEvents _told = new();
    private readonly ConcurrentQueue<IConsumer<Ignore, byte[]>> _consumers = new();

    /// <summary>The test pauses the partition behind the reader's back, as a faulty client would.</summary>
    [Fact]
    public async Task A_partition_that_stands_still_gets_another_consumer()
    {
        var (log, node) = await JoinAsync();
        var sender = new Sender(log);
        for (var partition = 0; partition < Partitions; partition++)
        {
            await sender.SendUntilConfirmedAsync(partition, $"before {partition}");
            await HearAsync(node, $"before {partition}");
        }

        _consumers.Single().Pause([await PlaceAsync(1)]);
        await sender.SendUntilConfirmedAsync(0, "elsewhere");
        await sender.SendUntilConfirmedAsync(1, "not delivered");
        await HearAsync(node, "elsewhere");
        Assert.DoesNotContain(node.Deliveries, delivery => delivery.Text == "not delivered");

        await HearAsync(node, "not delivered");
        RequireReplaced();
        Assert.Empty(node.Faults);
    }

    [Fact]
    public async Task A_partition_that_was_never_read_here_is_noticed_too()
    {
        var (log, node) = await JoinAsync();
        _consumers.Single().Pause([await PlaceAsync(2)]);
        await new Sender(log).SendUntilConfirmedAsync(2, "not delivered");

        await HearAsync(node, "not delivered");
        RequireReplaced();
    }

    [Fact]
    public async Task A_node_without_room_keeps_its_consumer()
    {
        var (log, node) = await JoinAsync();
        node.HasRoom = false;
        var sender = new Sender(log);
        await sender.SendUntilConfirmedAsync(1, "0");
        await sender.SendUntilConfirmedAsync(1, "1");

        await _bench.UntilAsync(() => node.Offers > OffersInAStandstill);
        node.HasRoom = true;

        await HearAsync(node, "1");
        Assert.Equal((0, 0), (_told.Standstills, _told.RebuiltConsumers));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private async Task<(KafkaLog Log, Recorder Node)> JoinAsync()
    {
        var log = await _bench.ConnectAsync(logger: _told, adapt: options => options with
        {
            StandstillPatience = Patience,
            BuildConsumer = builder =>
            {
                var consumer = builder.Build();
                _consumers.Enqueue(consumer);
                return consumer;
            },
        });
        var node = new Recorder();
        log.Subscribe(Role.Stock, node);
        await _bench.UntilAsync(() => node.Owned.Count == Partitions);
        return (log, node);
    }

    // On a busy machine the next consumer may seem to stand still before it has joined.
    private void RequireReplaced()
    {
        Assert.InRange(_told.Standstills, 1, 2);
        Assert.InRange(_told.RebuiltConsumers, 1, 2);
        Assert.InRange(_consumers.Count, 2, 3);
    }

    private async Task<TopicPartition> PlaceAsync(int partition) =>
        new($"{(await _bench.OptionsAsync()).Prefix}.stock.inbox.v1", partition);

    private Task HearAsync(Recorder node, string text) =>
        _bench.UntilAsync(() => node.Deliveries.Any(delivery => delivery.Text == text));
}
