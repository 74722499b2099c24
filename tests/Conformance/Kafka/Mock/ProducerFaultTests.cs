using System.Collections.Concurrent;
using System.Text;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Confluent.Kafka;

namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>Brokers that reject envelopes, and the result for the envelope.</summary>
[Trait("Kind", "Long")]
public sealed class ProducerFaultTests : IAsyncDisposable
{
    private readonly FaultyBench _bench = new(brokers: 2);

    /// <summary>The envelope is sent once, and received once.</summary>
    [Theory]
    [InlineData(ErrorCode.NotLeaderForPartition)]
    [InlineData(ErrorCode.NotEnoughReplicas)]
    [InlineData(ErrorCode.RequestTimedOut)]
    [InlineData(ErrorCode.UnknownProducerId)]
    public async Task A_refusal_that_passes_is_waited_for(ErrorCode refusal)
    {
        var log = await _bench.ConnectAsync();
        var node = await _bench.JoinAsync(log);
        var sender = new Sender(log);
        _bench.Cluster.FailNext(Request.Produce, refusal, refusal);

        var id = sender.Send(partition: 0, "sent once");
        await _bench.UntilAsync(() => sender.IsConfirmed(id));
        await sender.SendUntilConfirmedAsync(partition: 0, "the next");
        await _bench.HearAsync(node, "the next");

        Assert.Equal(["sent once", "the next"], node.Deliveries.Select(delivery => delivery.Text));
        Assert.Equal(0, _bench.Told.RebuiltProducers);
    }

    /// <summary>The envelope must not be taken for confirmed: it stays in the outbox, and is sent again.</summary>
    [Theory]
    [InlineData(ErrorCode.TopicAuthorizationFailed)]
    [InlineData(ErrorCode.MsgSizeTooLarge)]
    [InlineData(ErrorCode.InvalidRequiredAcks)]
    public async Task A_refusal_that_stays_confirms_nothing_and_the_next_time_may_succeed(ErrorCode refusal)
    {
        var log = await _bench.ConnectAsync();
        var sender = new Sender(log);
        _bench.Cluster.FailNext(Request.Produce, refusal);

        var id = sender.Send(partition: 0, "refused");
        await _bench.UntilAsync(() => _bench.Told.Troubles > 0);
        Assert.False(sender.IsConfirmed(id));

        await sender.SendUntilConfirmedAsync(partition: 0, "again");
        Assert.False(sender.IsConfirmed(id));
    }

    /// <summary>
    /// To the brokers the next producer is a different one, with sequence numbers from the beginning.
    /// </summary>
    [Fact]
    public async Task A_producer_that_can_not_go_on_is_replaced()
    {
        var log = await _bench.ConnectAsync();
        var sender = new Sender(log);
        await sender.SendUntilConfirmedAsync(partition: 0, "before");
        _bench.Cluster.FailNext(Request.Produce, ErrorCode.OutOfOrderSequenceNumber);

        var id = sender.Send(partition: 0, "refused");
        await _bench.UntilAsync(() => _bench.Told.RebuiltProducers > 0);
        Assert.False(sender.IsConfirmed(id));
        await sender.SendUntilConfirmedAsync(partition: 0, "after");

        Assert.Equal(1, _bench.Told.RebuiltProducers);
        Assert.Equal(2, _bench.Cluster.Count(Request.InitProducerId));
    }

    [Fact]
    public async Task A_producer_that_gets_no_identity_is_replaced()
    {
        _bench.Cluster.FailNext(Request.InitProducerId, ErrorCode.ClusterAuthorizationFailed);
        var log = await _bench.ConnectAsync();
        var sender = new Sender(log);

        await sender.SendUntilConfirmedAsync(partition: 0, "sent again");

        Assert.Equal(1, _bench.Told.RebuiltProducers);
    }

    /// <summary>An envelope of public events is several records, and is confirmed only with all of them.</summary>
    [Fact]
    public async Task Public_events_are_confirmed_once_the_log_has_all_of_them()
    {
        var log = await _bench.ConnectAsync();
        var confirmed = new ConcurrentQueue<long>();
        _bench.Cluster.FailNext(Request.Produce, ErrorCode.MsgSizeTooLarge);

        log.Send(PublicOf(id: 1, orders: 20), confirmed.Enqueue);
        await _bench.UntilAsync(() => _bench.Told.Troubles > 0);
        log.Send(PublicOf(id: 2, orders: 20), confirmed.Enqueue);
        await _bench.UntilAsync(() => confirmed.Contains(2));

        Assert.Equal([2], confirmed);
    }

    [Fact]
    public async Task What_was_sent_while_no_broker_was_there_is_confirmed_when_one_is_back()
    {
        var log = await _bench.ConnectAsync();
        var node = await _bench.JoinAsync(log);
        var sender = new Sender(log);
        await sender.SendUntilConfirmedAsync(partition: 0, "before");
        _bench.Cluster.TakeDown();

        var id = sender.Send(partition: 0, "while down");
        await _bench.UntilAsync(() => _bench.Told.Troubles > 0);
        Assert.False(sender.IsConfirmed(id));

        _bench.Cluster.BringUp();
        await _bench.UntilAsync(() => sender.IsConfirmed(id));
        await _bench.HearAsync(node, "while down");
        Assert.Empty(node.Faults);
    }

    /// <summary>
    /// Replacing the producer helps if the producer has lost its brokers, although the brokers are there.
    /// </summary>
    [Fact]
    public async Task A_producer_none_of_whose_records_were_taken_in_time_is_replaced()
    {
        var log = await _bench.ConnectAsync();
        var sender = new Sender(log);
        await sender.SendUntilConfirmedAsync(partition: 0, "before");
        _bench.Cluster.TakeDown();

        var id = sender.Send(partition: 0, "never taken");
        await _bench.UntilAsync(() => _bench.Told.RebuiltProducers > 0);
        _bench.Cluster.BringUp();
        await sender.SendUntilConfirmedAsync(partition: 0, "after");

        Assert.False(sender.IsConfirmed(id));
        Assert.Equal(1, _bench.Told.RebuiltProducers);
    }

    [Fact]
    public async Task A_partition_that_another_broker_leads_is_written_and_read_there()
    {
        var log = await _bench.ConnectAsync();
        var node = await _bench.JoinAsync(log);
        var sender = new Sender(log);
        foreach (var broker in (int[])[1, 2, 1])
        {
            _bench.Cluster.Lead(await _bench.InboxAsync(), partition: 0, broker);
            await sender.SendUntilConfirmedAsync(partition: 0, $"by {broker}");
            await _bench.UntilAsync(() => node.Deliveries.Any() && node.Deliveries[^1].Text == $"by {broker}");
        }

        Assert.Equal(["by 1", "by 2", "by 1"], node.Deliveries.Select(delivery => delivery.Text));
        Assert.Empty(node.Faults);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private static Envelope PublicOf(long id, int orders)
    {
        var events = Enumerable.Range(0, orders)
            .Select(order => $$"""{"id":"{{id}}-{{order}}","subject":"{{order}}"}""");
        return new(id, Role.Order, Envelope.Public, At: 0, Encoding.UTF8.GetBytes($"[{string.Join(',', events)}]"));
    }
}
