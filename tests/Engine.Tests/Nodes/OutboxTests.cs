using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>Envelopes: committed with their batch, sent after it, deleted once they are confirmed.</summary>
public sealed class OutboxTests
{
    private readonly MemoryLog _log = new(partitions: 3);

    [Fact]
    public void A_batch_sends_one_envelope_to_each_destination_and_commits_it_with_its_rows()
    {
        using var node = OrderNode(orders: 5);
        node.Send([.. Enumerable.Range(1, 5).Select(order => Sample.CheckOut(order))]);
        var envelope = Assert.Single(_log.Sent);
        Assert.Equal((Role.Payment, node.Now), (envelope.To, envelope.At));
        Assert.Equal(Enumerable.Range(1, 5).Select(order => Sample.Attempt(order)), _log.SentHolds);
        Assert.Equal([envelope], Assert.Single(node.Store.Commits).Outbox);
        Assert.Equal(5, node.Store.Commits[0].Rows.Count);
        Assert.Equal([envelope], node.Store.Outbox);
    }

    // Each partition is a request of its own: a later envelope must be able to join the waiting ones.
    [Fact]
    public void Small_batches_go_to_the_same_partition_until_it_has_had_its_share()
    {
        using var node = OrderNode(orders: 600);
        for (var order = 1; order <= 600; order++)
        {
            node.Ask(Sample.CheckOut(order));
        }

        var bytes = new int[3];
        foreach (var envelope in _log.Sent)
        {
            bytes[envelope.Partition] += envelope.Bytes.Length;
        }

        var turns = 1 + _log.Sent.Zip(_log.Sent.Skip(1)).Count(pair => pair.First.Partition != pair.Second.Partition);
        Assert.InRange(turns, 3, _log.Sent.Count / 20);
        Assert.InRange(bytes.Max() - bytes.Min(), 0, 17 * 1024);
    }

    // The partition's reader may be away: a client that repeats its request after 400 ms must use another partition.
    [Fact]
    public void Small_batches_go_to_another_partition_after_a_moment()
    {
        using var node = OrderNode(orders: 4);
        for (var order = 1; order <= 4; order++)
        {
            node.Ask(Sample.CheckOut(order));
            node.Jump(100);
        }

        Assert.Equal([0, 0, 1, 2], _log.Sent.Select(envelope => envelope.Partition).Order());
    }

    [Fact]
    public void A_large_batch_has_its_turn_alone()
    {
        using var node = OrderNode(orders: 600);
        node.Send([.. Enumerable.Range(1, 300).Select(order => Sample.CheckOut(order))]);
        node.Send([.. Enumerable.Range(301, 300).Select(order => Sample.CheckOut(order))]);
        Assert.Equal(2, _log.Sent.Select(envelope => envelope.Partition).Distinct().Count());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 2)]
    [InlineData(3, 0)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(-1, 0)]
    [InlineData(int.MinValue, 2)]
    public void An_answer_goes_to_the_partition_that_its_attempt_names_if_there_is_one(int named, int sentTo)
    {
        using var node = PaymentNode();
        node.Pump.Run(() => _log.Deliver(0, 0, new HoldCredit(Sample.Attempt(1, replyTo: named))));
        Assert.Equal(sentTo, Assert.Single(_log.Sent).Partition);
    }

    [Fact]
    public void Answers_to_several_partitions_are_as_many_envelopes()
    {
        using var node = PaymentNode();
        node.Pump.Run(() => _log.Deliver(
            0, 0, [.. Enumerable.Range(0, 9).Select(n => new HoldCredit(Sample.Attempt(n, replyTo: n % 3)))]));
        Assert.Equal([0, 1, 2], _log.Sent.Select(envelope => envelope.Partition).Order());
        Assert.All(_log.Sent, envelope => Assert.All(
            MemoryLog.MessagesOf(envelope), message => Assert.Equal(envelope.Partition, ReplyToOf(message))));
    }

    [Fact]
    public void An_envelope_is_never_larger_than_its_maximum()
    {
        using var node = OrderNode(orders: 40, TestNode.Apart with { EnvelopeBytesMax = 700 });
        node.Send([.. Enumerable.Range(1, 40).Select(order => Sample.CheckOut(order))]);
        Assert.True(_log.Sent.Count > 3);
        Assert.All(_log.Sent, envelope => Assert.InRange(envelope.Bytes.Length, 1, 700));

        // Each envelope is as full as possible: the first message of one did not fit into the one before.
        Assert.All(_log.Sent.Zip(_log.Sent.Skip(1)), pair => Assert.True(
            pair.First.Bytes.Length + Wire.Messages.Encode(MemoryLog.MessagesOf(pair.Second).First()).Length >= 700));
        Assert.Equal(
            Enumerable.Range(1, 40).Select(order => Sample.Attempt(order)), _log.SentHolds);
        Assert.Equal(_log.Sent.Count, _log.Sent.Select(envelope => envelope.Id).Distinct().Count());
        Assert.Single(node.Store.Commits);
    }

    [Fact]
    public void A_message_that_is_larger_than_an_envelope_may_be_goes_alone()
    {
        using var node = OrderNode(orders: 3, TestNode.Apart with { EnvelopeBytesMax = 1 });
        node.Send([.. Enumerable.Range(1, 3).Select(order => Sample.CheckOut(order))]);
        Assert.Equal(3, _log.Sent.Count);
        Assert.Equal(3, _log.SentMessages.Count());
    }

    [Fact]
    public void What_is_confirmed_is_deleted_with_a_later_batch()
    {
        using var node = OrderNode(orders: 2);
        node.Ask(Sample.CheckOut(1));
        _log.ConfirmAll();
        Assert.Single(node.Store.Outbox);
        node.Ask(Sample.CheckOut(2));
        Assert.Equal(node.Store.Commits[0].Outbox.Select(envelope => envelope.Id), node.Store.Commits[1].Confirmed);
        Assert.Equal(_log.Sent, node.Store.Outbox);
    }

    [Fact]
    public void What_is_confirmed_is_deleted_within_a_second_when_nothing_else_comes()
    {
        using var node = OrderNode(orders: 1);
        node.Ask(Sample.CheckOut(1));
        _log.ConfirmAll();
        node.Pass(1_000);
        Assert.Empty(node.Store.Outbox);
        Assert.Empty(node.Store.Commits[^1].Rows);
        Assert.Equal(2, node.Store.Tries);
    }

    [Fact]
    public void What_could_not_be_deleted_is_deleted_later()
    {
        using var node = OrderNode(orders: 1);
        node.Ask(Sample.CheckOut(1));
        _log.ConfirmAll();
        node.Store.Next.Enqueue(NextCommit.Transient);
        node.Store.Next.Enqueue(NextCommit.NotCommitted);
        node.Pass(1_500);
        Assert.Empty(node.Store.Outbox);
    }

    // The batch that was to delete the envelope was rejected because of another row in it, and discarded.
    [Fact]
    public void What_was_to_be_deleted_with_a_refused_batch_is_deleted_later()
    {
        using var node = OrderNode(orders: 2);
        node.Ask(Sample.CheckOut(1));
        _log.ConfirmAll();
        node.Store.Refuses = write => write.Key == Order.KeyOf(new OrderId(2));
        Outcomes.Refused(NotServed.Bug, node.Send(Sample.CheckOut(2))[0]);
        Assert.Single(node.Store.Outbox);
        node.Pass(1_500);
        Assert.Empty(node.Store.Outbox);
    }

    [Fact]
    public void A_batch_that_did_not_commit_has_sent_nothing()
    {
        using var node = OrderNode(orders: 1);
        node.Store.Next.Enqueue(NextCommit.Transient);
        node.Send(Sample.CheckOut(1));
        Assert.Empty(_log.Sent);
        node.Pass(100);
        Assert.Equal(node.Store.Outbox, _log.Sent);
    }

    [Fact]
    public void What_was_never_confirmed_is_sent_again_when_it_is_old_enough()
    {
        using var node = OrderNode(orders: 1);
        node.Ask(new AskPrice(Sample.Item, Request: 1, ReplyTo: 0));
        node.Pass(node.Node.Options.LeftoverAgeMs);
        Assert.Single(_log.Sent);
        node.Pass(node.Node.Options.LeftoverAgeMs);
        Assert.Equal(2, _log.Sent.Count);
        Assert.Equal(_log.Sent[0], _log.Sent[1]);
    }

    [Fact]
    public void What_another_node_left_behind_is_sent_and_deleted()
    {
        using var node = OrderNode(orders: 0);
        var bytes = MessageCodec.Wrap([Wire.Messages.Encode(new HoldCredit(Sample.Attempt(1)))]);
        node.Store.Put(new Envelope(7, Role.Payment, 1, node.Now, bytes));
        node.Pass(2 * node.Node.Options.LeftoverAgeMs);
        Assert.Equal(7, Assert.Single(_log.Sent).Id);
        _log.ConfirmAll();
        node.Pass(1_000);
        Assert.Empty(node.Store.Outbox);
    }

    [Fact]
    public void Commands_are_refused_while_too_much_waits_for_the_log()
    {
        using var node = OrderNode(orders: 3, TestNode.Apart with { OutboxMax = 2 });
        node.Ask(Sample.CheckOut(1));
        node.Ask(Sample.CheckOut(2));
        Outcomes.Refused(NotServed.Overloaded, () => node.Send(Sample.CheckOut(3)));
        _log.ConfirmAll();
        Assert.IsType<AttemptAccepted>(node.Ask(Sample.CheckOut(3)));
    }

    // One look claims a thousand of them. The others exist all the same, and the node continues to count them.
    [Fact]
    public void Commands_are_refused_also_while_more_waits_than_one_look_finds()
    {
        const int Envelopes = 2_500;
        using var node = OrderNode(orders: Envelopes + 1, TestNode.Apart with { OutboxMax = Envelopes });
        for (var order = 1; order <= Envelopes; order++)
        {
            node.Ask(Sample.CheckOut(order));
            node.Jump(1);
        }

        Outcomes.Refused(NotServed.Overloaded, () => node.Send(Sample.CheckOut(Envelopes + 1)));
        node.Pass(2 * node.Node.Options.LeftoverAgeMs);
        Outcomes.Refused(NotServed.Overloaded, () => node.Send(Sample.CheckOut(Envelopes + 1)));
        _log.ConfirmAll();
        Assert.IsType<AttemptAccepted>(node.Ask(Sample.CheckOut(Envelopes + 1)));
    }

    [Fact]
    public void A_message_without_a_way_out_ends_the_node()
    {
        using var node = new TestNode(TestNode.Apart, [ShopServices.Order]);
        Sample.Fill(node.Store, orders: 1, stock: 0, credit: 0);
        var answer = node.Send(Sample.CheckOut(1))[0];
        Assert.IsType<FatalFault>(node.Node.Ended.Exception?.InnerException);
        Outcomes.Refused(NotServed.Draining, answer);
        Assert.Empty(node.Store.Commits);
    }

    private TestNode OrderNode(int orders, NodeOptions? options = null)
    {
        var node = new TestNode(ShopServices.Order, _log, options);
        Sample.Fill(node.Store, orders, stock: 0, credit: 0);
        return node;
    }

    private TestNode PaymentNode()
    {
        var node = new TestNode(ShopServices.Payment, _log);
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 1_000);
        _log.Gain(Role.Payment, 0);
        return node;
    }

    private static int ReplyToOf(Message message) => ((IAttemptMessage)message).Attempt.ReplyTo;
}
