using Cartwright.Conformance.Log;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Conformance.Kafka;

/// <summary>Nodes that come and go, with and without a word.</summary>
public sealed class GroupTests : IAsyncDisposable
{
    private const int Partitions = 3;
    private readonly KafkaBench _bench = new(KafkaBroker.SharedAsync());

    [Fact]
    public async Task After_an_abrupt_end_the_next_node_begins_at_what_was_not_done()
    {
        var log = await _bench.ConnectAsync();
        var first = await JoinAsync(log);
        var sender = new Sender(log);
        for (var number = 0; number < 5; number++)
        {
            await sender.SendUntilConfirmedAsync(partition: 0, $"{number}");
        }

        await _bench.UntilAsync(() => first.Deliveries.Count >= 5);
        _bench.Abandon(log);

        var second = await JoinAsync(await _bench.ConnectAsync());
        await _bench.UntilAsync(() => second.Deliveries.Count >= 5);
        Assert.Equal(["0", "1", "2", "3", "4"], second.Deliveries.Select(delivery => delivery.Text));
    }

    [Fact]
    public async Task What_another_node_left_without_a_word_is_taken_over_after_the_session_timeout()
    {
        var dying = await _bench.ConnectAsync();
        await JoinAsync(dying);
        var staying = new Recorder();
        (await _bench.ConnectAsync()).Subscribe(Role.Stock, staying);
        await _bench.UntilAsync(() => staying.Owned.Count is > 0 and < Partitions);

        _bench.Abandon(dying);

        await _bench.UntilAsync(() => staying.Owned.Count == Partitions);
        Assert.Empty(staying.Faults);
    }

    /// <summary>
    /// The older one is fenced, which is fatal to its consumer; it joins again, and fences the newer in turn.
    /// </summary>
    [Fact]
    public async Task A_node_whose_name_was_taken_by_another_joins_again_once_that_is_gone()
    {
        var log = await _bench.ConnectAsync("node-1");
        var older = await JoinAsync(log);
        var taking = await _bench.ConnectAsync("node-1");
        var newer = new Recorder();
        taking.Subscribe(Role.Stock, newer);
        await _bench.UntilAsync(() => newer.Owned.Count == Partitions);

        _bench.Abandon(taking);

        await _bench.UntilAsync(() => older.Owned.Count == Partitions);
        await new Sender(log).SendUntilConfirmedAsync(partition: 1, "heard");
        await _bench.UntilAsync(() => older.Deliveries.Any(delivery => delivery.Text == "heard"));
        Assert.Empty(older.Faults);
    }

    [Fact]
    public async Task Offsets_beyond_what_was_delivered_are_not_believed()
    {
        var log = await _bench.ConnectAsync();
        var first = await JoinAsync(log);
        var sender = new Sender(log);
        await sender.SendUntilConfirmedAsync(partition: 0, "0");
        await _bench.UntilAsync(() => first.Deliveries.Count == 1);
        log.Advance(Role.Stock, 0, 1_000);
        await _bench.LeaveAsync(log);

        var next = await JoinAsync(await _bench.ConnectAsync());
        await _bench.UntilAsync(() => next.Deliveries.Count == 1);
    }

    [Fact]
    public async Task Many_records_come_without_loss_while_there_is_room_now_and_then()
    {
        const int Count = 500;
        var log = await _bench.ConnectAsync();
        var node = await JoinAsync(log);
        var sender = new Sender(log);
        var numbers = Enumerable.Range(0, Count);
        var ids = numbers.Select(number => sender.Send(number % Partitions, $"{number}")).ToList();
        var looks = 0;
        await _bench.UntilAsync(() =>
        {
            node.HasRoom = ++looks % 40 >= 20;
            return node.Deliveries.Count >= Count;
        });

        Assert.Equal(
            numbers, node.Deliveries.Select(delivery => int.Parse(delivery.Text)).Order());
        Assert.Empty(node.Faults);
        await _bench.UntilAsync(() => ids.TrueForAll(sender.IsConfirmed));
    }

    [Fact]
    public async Task A_topic_with_another_number_of_partitions_is_refused()
    {
        await _bench.ConnectAsync();
        var other = await _bench.OptionsAsync() with { Partitions = 4 };
        var fault = await Assert.ThrowsAsync<FatalFault>(
            () => KafkaLog.OpenAsync(other, NullLogger.Instance));
        Assert.Equal("wrong-topic", fault.Code);
    }

    [Theory]
    [InlineData("min.insync.replicas=1", "at least 2 is wanted")]
    [InlineData("retention.ms=60000", "at least 3600000 is wanted")]
    [InlineData("cleanup.policy=compact", "but delete is wanted")]
    [InlineData("max.message.bytes=1000", "at least 1100000 is wanted")]
    [InlineData("unclean.leader.election.enable=true", "but false is wanted")]
    public async Task A_topic_with_a_setting_that_is_not_enough_is_refused_by_name(string setting, string wanted)
    {
        var options = await _bench.OptionsAsync() with { InSyncMin = 2, RetentionMs = 3_600_000 };
        var parts = setting.Split('=');
        await KafkaBench.MakeTopicAsync(options, Role.Stock, new() { [parts[0]] = parts[1] });
        var fault = await Assert.ThrowsAsync<FatalFault>(() => KafkaLog.OpenAsync(options, NullLogger.Instance));
        Assert.Equal("wrong-topic", fault.Code);
        Assert.StartsWith($"{options.Prefix}.stock.inbox.v1 has {setting}, ", fault.Message);
        Assert.EndsWith($"{wanted}.", fault.Message);
    }

    [Fact]
    public async Task A_topic_with_more_than_is_wanted_will_do()
    {
        var options = await _bench.OptionsAsync();
        await KafkaBench.MakeTopicAsync(
            options,
            Role.Stock,
            new() { ["min.insync.replicas"] = "2", ["retention.ms"] = "-1", ["max.message.bytes"] = "2000000" });
        using var log = await KafkaLog.OpenAsync(options, NullLogger.Instance);
        Assert.Equal(Partitions, log.PartitionsOf(Role.Stock));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private async Task<Recorder> JoinAsync(KafkaLog log)
    {
        var node = new Recorder();
        log.Subscribe(Role.Stock, node);
        await _bench.UntilAsync(() => node.Owned.Count == Partitions);
        return node;
    }
}
