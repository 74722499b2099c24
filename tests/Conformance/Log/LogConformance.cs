using System.Text;
using System.Text.Json;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Log;

/// <summary>
/// The engine's requirements of every log. An adapter's tests derive from this class and provide a log; the log must be
/// without faults and have at least two partitions for each service.
/// </summary>
public abstract class LogConformance
{
    // More offers than an adapter makes before it stops reading the partition.
    private const int OffersWithoutRoom = 25;

    private long _lastId;

    protected abstract ILogBench Open();

    [Fact]
    public async Task A_node_alone_reads_every_partition()
    {
        await using var bench = Open();
        var log = bench.Connect();
        var node = await JoinAsync(bench, log);

        Assert.Equal(Enumerable.Range(0, log.PartitionsOf(Role.Stock)), node.Owned);
        Assert.Empty(node.Faults);
    }

    [Fact]
    public async Task A_record_is_delivered_as_it_was_sent_at_its_partition()
    {
        await using var bench = Open();
        var log = bench.Connect();
        var node = await JoinAsync(bench, log);
        var last = log.PartitionsOf(Role.Stock) - 1;

        await SendAsync(bench, log, last, "grüße");
        await bench.UntilAsync(() => node.Deliveries.Count > 0);

        Assert.Equal((last, "grüße"), (node.Deliveries[0].Partition, node.Deliveries[0].Text));
        Assert.Empty(node.Faults);
    }

    [Fact]
    public async Task A_service_does_not_read_what_is_for_another()
    {
        await using var bench = Open();
        var log = bench.Connect();
        var stock = await JoinAsync(bench, log);
        var payment = new Recorder();
        log.Subscribe(Role.Payment, payment);
        await bench.UntilAsync(() => payment.Owned.Count == log.PartitionsOf(Role.Payment));

        await SendAsync(bench, log, 0, "for stock");
        await bench.UntilAsync(() => stock.Deliveries.Count > 0);

        Assert.Empty(payment.Deliveries);
    }

    // No node reads yet: a confirmed envelope is delivered to the first node that subscribes.
    [Fact]
    public async Task What_is_confirmed_is_delivered_to_whoever_comes_later()
    {
        await using var bench = Open();
        await SendAsync(bench, bench.Connect(), 1, "kept");

        var node = await JoinAsync(bench, bench.Connect());
        await bench.UntilAsync(() => node.Deliveries.Any(delivery => delivery.Text == "kept"));

        Assert.Empty(node.Faults);
    }

    [Fact]
    public async Task A_confirmation_names_its_envelope()
    {
        await using var bench = Open();
        var log = bench.Connect();
        List<long> confirmed = [];
        Envelope[] envelopes = [.. Enumerable.Range(0, 10).Select(number => EnvelopeOf(number % 2, $"{number}"))];
        foreach (var envelope in envelopes)
        {
            log.Send(envelope, Confirm);
        }

        await bench.UntilAsync(() => Count() >= envelopes.Length);

        Assert.Equal(envelopes.Select(envelope => envelope.Id), confirmed.Order());

        void Confirm(long id)
        {
            lock (confirmed)
            {
                confirmed.Add(id);
            }
        }

        int Count()
        {
            lock (confirmed)
            {
                return confirmed.Count;
            }
        }
    }

    [Fact]
    public async Task A_partition_is_delivered_in_order_and_without_gaps()
    {
        await using var bench = Open();
        var log = bench.Connect();
        var node = await JoinAsync(bench, log);
        await SendAllAsync(bench, log, 0, 20);
        await bench.UntilAsync(() => node.Deliveries.Count >= 20);

        AssertInOrder(node, from: 0, count: 20);
    }

    [Fact]
    public async Task Without_room_a_record_is_offered_again_and_nothing_overtakes_it()
    {
        await using var bench = Open();
        var log = bench.Connect();
        var node = await JoinAsync(bench, log);
        node.HasRoom = false;
        await SendAllAsync(bench, log, 0, 5);
        await bench.UntilAsync(() => node.Offers > OffersWithoutRoom);
        Assert.Empty(node.Deliveries);

        node.HasRoom = true;
        await bench.UntilAsync(() => node.Deliveries.Count >= 5);

        AssertInOrder(node, from: 0, count: 5);
    }

    [Fact]
    public async Task The_next_owner_begins_where_the_last_one_has_advanced_to()
    {
        await using var bench = Open();
        var log = bench.Connect();
        var first = await JoinAsync(bench, log);
        await SendAllAsync(bench, log, 0, 5);
        await bench.UntilAsync(() => first.Deliveries.Count >= 5);
        log.Advance(Role.Stock, 0, first.Deliveries[2].Offset + 1);
        await bench.LeaveAsync(log);

        var second = await JoinAsync(bench, bench.Connect());
        await bench.UntilAsync(() => second.Deliveries.Count >= 2);

        AssertInOrder(second, from: 3, count: 2);
    }

    [Fact]
    public async Task What_was_never_advanced_is_delivered_again()
    {
        await using var bench = Open();
        var log = bench.Connect();
        var first = await JoinAsync(bench, log);
        await SendAllAsync(bench, log, 0, 5);
        await bench.UntilAsync(() => first.Deliveries.Count >= 5);
        await bench.LeaveAsync(log);

        var second = await JoinAsync(bench, bench.Connect());
        await bench.UntilAsync(() => second.Deliveries.Count >= 5);

        AssertInOrder(second, from: 0, count: 5);
    }

    // The engine reports a repeated record as done once more, long after the records behind it.
    [Fact]
    public async Task An_older_offset_takes_nothing_back()
    {
        await using var bench = Open();
        var log = bench.Connect();
        var first = await JoinAsync(bench, log);
        await SendAllAsync(bench, log, 0, 5);
        await bench.UntilAsync(() => first.Deliveries.Count >= 5);
        log.Advance(Role.Stock, 0, first.Deliveries[3].Offset + 1);
        log.Advance(Role.Stock, 0, first.Deliveries[0].Offset + 1);
        await bench.LeaveAsync(log);

        var second = await JoinAsync(bench, bench.Connect());
        await bench.UntilAsync(() => second.Deliveries.Count >= 1);

        AssertInOrder(second, from: 4, count: 1);
    }

    [Fact]
    public async Task Two_nodes_share_the_partitions()
    {
        await using var bench = Open();
        var log = bench.Connect();
        var first = await JoinAsync(bench, log);
        var second = new Recorder();
        bench.Connect().Subscribe(Role.Stock, second);
        await bench.UntilAsync(() => second.Owned.Count > 0 && AreShared());

        await SendAllAsync(bench, log, 0, 3);
        await SendAllAsync(bench, log, 1, 3);
        await bench.UntilAsync(() => first.Deliveries.Count + second.Deliveries.Count >= 6);

        Assert.True(AreShared());
        Assert.Empty(first.Faults);
        Assert.Empty(second.Faults);

        bool AreShared() => first.Owned.Concat(second.Owned).Order()
            .SequenceEqual(Enumerable.Range(0, log.PartitionsOf(Role.Stock)));
    }

    [Fact]
    public async Task A_node_gains_what_another_one_leaves()
    {
        await using var bench = Open();
        var leaving = bench.Connect();
        await JoinAsync(bench, leaving);
        var staying = new Recorder();
        bench.Connect().Subscribe(Role.Stock, staying);
        await bench.UntilAsync(() => staying.Owned.Count > 0);

        await bench.LeaveAsync(leaving);
        await bench.UntilAsync(() => staying.Owned.Count == leaving.PartitionsOf(Role.Stock));

        Assert.Empty(staying.Faults);
    }

    [Fact]
    public async Task Each_public_event_is_a_record_of_its_own_under_its_key()
    {
        await using var bench = Open();
        var log = bench.Connect();
        await SendAsync(bench, log, PublicOf("a1", "b1", "a2"));
        await SendAsync(bench, log, PublicOf("c1"));

        var events = await bench.EventsAsync(4);

        Assert.Equal(["a1", "a2", "b1", "c1"], events.Select(e => Text(e.Event)).Order());
        Assert.All(events, e => Assert.Equal(Text(e.Event)[..1], e.Event.Key));
    }

    [Fact]
    public async Task Public_events_with_one_key_stay_in_order()
    {
        const int Envelopes = 20;
        await using var bench = Open();
        var log = bench.Connect();
        for (var number = 10; number < 10 + Envelopes; number++)
        {
            await SendAsync(bench, log, PublicOf($"a{number}.1", $"b{number}.1", $"a{number}.2", $"b{number}.2"));
        }

        var events = await bench.EventsAsync(4 * Envelopes);

        foreach (var ofKey in events.GroupBy(e => e.Event.Key))
        {
            Assert.Single(ofKey.Select(e => e.Partition).Distinct());
            Assert.Equal(2 * Envelopes, ofKey.Count());
            Assert.Equal(ofKey.Select(e => Text(e.Event)).Order(), ofKey.Select(e => Text(e.Event)));
        }
    }

    [Fact]
    public async Task No_service_reads_public_events()
    {
        await using var bench = Open();
        var log = bench.Connect();
        var node = await JoinAsync(bench, log);

        await SendAsync(bench, log, PublicOf("a1"));
        await SendAsync(bench, log, 0, "for stock");
        await bench.UntilAsync(() => node.Deliveries.Count > 0);

        Assert.Equal("for stock", node.Deliveries[0].Text);
        Assert.Single(node.Deliveries);
    }

    private static async Task<Recorder> JoinAsync(ILogBench bench, ILog log)
    {
        var node = new Recorder();
        log.Subscribe(Role.Stock, node);
        await bench.UntilAsync(() => node.Owned.Count == log.PartitionsOf(Role.Stock));
        return node;
    }

    // Offsets may skip numbers; records must not be skipped.
    private static void AssertInOrder(Recorder node, int from, int count)
    {
        Assert.Equal(Enumerable.Range(from, count).Select(n => $"{n}"), node.Deliveries.Select(d => d.Text));
        Assert.Equal(node.Deliveries.Select(d => d.Offset).Order(), node.Deliveries.Select(d => d.Offset));
        Assert.Empty(node.Faults);
    }

    // One after the other, so that their order is known.
    private async Task SendAllAsync(ILogBench bench, ILog log, int partition, int count)
    {
        for (var number = 0; number < count; number++)
        {
            await SendAsync(bench, log, partition, $"{number}");
        }
    }

    private Task SendAsync(ILogBench bench, ILog log, int partition, string text) =>
        SendAsync(bench, log, EnvelopeOf(partition, text));

    private static async Task SendAsync(ILogBench bench, ILog log, Envelope envelope)
    {
        var isConfirmed = 0;
        log.Send(envelope, _ => Volatile.Write(ref isConfirmed, 1));
        await bench.UntilAsync(() => Volatile.Read(ref isConfirmed) == 1);
    }

    private Envelope EnvelopeOf(int partition, string text) =>
        new(++_lastId, Role.Stock, partition, At: 0, Encoding.UTF8.GetBytes(text));

    // Public events, each keyed by its first letter.
    private Envelope PublicOf(params string[] texts) => new(
        ++_lastId,
        Role.Stock,
        Envelope.Public,
        At: 0,
        JsonSerializer.SerializeToUtf8Bytes(texts.Select(text =>
            new { id = text, subject = text[..1], data = new { subject = "other" } })));

    private static string Text(PublicRecord record) =>
        JsonDocument.Parse(record.Value).RootElement.GetProperty("id").GetString()!;
}
