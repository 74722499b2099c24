using Cartwright.Conformance.Log;
using Cartwright.Domain;
using Cartwright.Kafka;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Kafka;

/// <summary>Nodes that join and leave, in order or by a crash.</summary>
public abstract class GroupConformance : IAsyncDisposable
{
    private protected const int Partitions = 3;

    private protected GroupConformance(Task<IBrokers> brokers) => Bench = new KafkaBench(brokers);

    private protected KafkaBench Bench { get; }

    [Fact]
    public async Task After_an_abrupt_end_the_next_node_begins_at_what_was_not_done()
    {
        var log = await Bench.ConnectAsync();
        var first = await JoinAsync(log);
        var sender = new Sender(log);
        for (var number = 0; number < 5; number++)
        {
            await sender.SendUntilConfirmedAsync(partition: 0, $"{number}");
        }

        await Bench.UntilAsync(() => first.Deliveries.Count >= 5);
        Bench.Abandon(log);

        var second = await JoinAsync(await Bench.ConnectAsync());
        await Bench.UntilAsync(() => second.Deliveries.Count >= 5);
        Assert.Equal(["0", "1", "2", "3", "4"], second.Deliveries.Select(delivery => delivery.Text));
    }

    [Fact]
    public async Task What_another_node_left_without_a_word_is_taken_over_after_the_session_timeout()
    {
        var dying = await Bench.ConnectAsync();
        await JoinAsync(dying);
        var staying = new Recorder();
        (await Bench.ConnectAsync()).Subscribe(Role.Stock, staying);
        await Bench.UntilAsync(() => staying.Owned.Count is > 0 and < Partitions);

        Bench.Abandon(dying);

        await Bench.UntilAsync(() => staying.Owned.Count == Partitions);
        Assert.Empty(staying.Faults);
    }

    [Fact]
    public async Task Offsets_beyond_what_was_delivered_are_not_believed()
    {
        const int Count = 6;
        var log = await Bench.ConnectAsync();
        var first = await JoinAsync(log);
        first.HasRoom = false;
        var sender = new Sender(log);
        for (var number = 0; number < Count; number++)
        {
            await sender.SendUntilConfirmedAsync(partition: 0, $"{number}");
        }

        // Only the first record is offered. The offset exists in the partition, so a client would store it.
        await Bench.UntilAsync(() => first.Offers > 0);
        log.Advance(Role.Stock, 0, Count - 1);
        await Bench.LeaveAsync(log);

        var next = await JoinAsync(await Bench.ConnectAsync());
        await Bench.UntilAsync(() => next.Deliveries.Count == Count);
        var sent = Enumerable.Range(0, Count).Select(number => $"{number}");
        Assert.Equal(sent, next.Deliveries.Select(delivery => delivery.Text));
    }

    [Fact]
    public async Task Many_records_come_without_loss_while_there_is_room_now_and_then()
    {
        const int Count = 500;
        var log = await Bench.ConnectAsync();
        var node = await JoinAsync(log);
        var sender = new Sender(log);
        var numbers = Enumerable.Range(0, Count);
        var ids = numbers.Select(number => sender.Send(number % Partitions, $"{number}")).ToList();
        var looks = 0;
        await Bench.UntilAsync(() =>
        {
            node.HasRoom = ++looks % 40 >= 20;
            return node.Deliveries.Count >= Count;
        });

        Assert.Equal(
            numbers, node.Deliveries.Select(delivery => int.Parse(delivery.Text)).Order());
        Assert.Empty(node.Faults);
        await Bench.UntilAsync(() => ids.TrueForAll(sender.IsConfirmed));
    }

    public async ValueTask DisposeAsync()
    {
        await Bench.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task<Recorder> JoinAsync(KafkaLog log)
    {
        var node = new Recorder();
        log.Subscribe(Role.Stock, node);
        await Bench.UntilAsync(() => node.Owned.Count == Partitions);
        return node;
    }
}
