using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Delivery;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>
/// The records that the log delivers: when their offset moves on, and what follows if the partition goes to another
/// node.
/// </summary>
public sealed class InboxTests
{
    private readonly MemoryLog _log = new(partitions: 4);

    [Fact]
    public void A_partition_moves_on_only_over_what_is_done_without_a_gap()
    {
        var partition = new InboxPartition(_log, Role.Payment, 0);
        foreach (var offset in (long[])[5, 6, 7, 9])
        {
            partition.Began(offset);
        }

        partition.Ended(7);
        partition.Ended(6);
        Assert.Empty(_log.Advanced);
        partition.Ended(5);
        partition.Ended(9);
        Assert.Equal([(Role.Payment, 0, 8L), (Role.Payment, 0, 10L)], _log.Advanced);
    }

    [Fact]
    public void A_record_is_done_when_all_of_its_messages_are_committed()
    {
        using var node = PaymentNode(TestNode.Apart with { BatchMax = 2 });
        node.Store.Gate = new TaskCompletionSource();
        Deliver(node, 0, Hold(1), Hold(2), Hold(3));
        CommitOne(node);
        Assert.Single(node.Store.Commits);
        Assert.Empty(_log.Advanced);
        CommitOne(node);
        Assert.Equal([(Role.Payment, 0, 1L)], _log.Advanced);
    }

    [Fact]
    public void An_envelope_without_messages_is_done_at_once()
    {
        using var node = PaymentNode();
        node.Pump.Run(() => Assert.True(_log.Deliver(Role.Payment, 0, 3, MessageCodec.Wrap([]))));
        Assert.Equal([(Role.Payment, 0, 4L)], _log.Advanced);
    }

    [Fact]
    public void What_waits_when_its_partition_is_lost_is_dropped()
    {
        using var node = PaymentNode();
        node.Store.Gate = new TaskCompletionSource();
        Deliver(node, 0, Hold(1));
        Deliver(node, 1, Hold(2));
        node.Pump.Run(() => _log.Lose(Role.Payment, 0));
        CommitOne(node);
        CommitOne(node);

        // The first message was on its way to the database already; that is harmless, and the other node decides it
        // again.
        Assert.Equal([new CreditHeld(Sample.Attempt(1))], _log.SentMessages);
        Assert.Single(Sample.AccountIn(node.Store).Holds);
        Assert.Empty(_log.Advanced);
    }

    [Fact]
    public void A_batch_that_is_made_anew_leaves_out_what_was_lost_meanwhile()
    {
        using var node = PaymentNode();
        node.Store.Next.Enqueue(NextCommit.Transient);
        node.Pump.Run(() =>
        {
            _log.Deliver(0, 0, Hold(1));
            _log.Deliver(1, 0, Hold(2));
        });
        node.Pump.Run(() => _log.Lose(Role.Payment, 0));
        node.Pass(100);
        Assert.Equal([new CreditHeld(Sample.Attempt(2))], _log.SentMessages);
        Assert.Equal([(Role.Payment, 1, 1L)], _log.Advanced);
    }

    [Fact]
    public void A_partition_that_comes_back_is_read_again()
    {
        using var node = PaymentNode();
        node.Pump.Run(() =>
        {
            _log.Lose(Role.Payment, 0);
            _log.Deliver(0, 0, Hold(1));
            _log.Gain(Role.Payment, 0);
            _log.Deliver(0, 0, Hold(2));
        });
        Assert.Equal([new CreditHeld(Sample.Attempt(2))], _log.SentMessages);
        Assert.Equal([(Role.Payment, 0, 1L)], _log.Advanced);
    }

    [Fact]
    public void A_record_that_comes_twice_is_answered_twice_and_has_one_effect()
    {
        using var node = PaymentNode();
        Deliver(node, 0, Hold(1));
        Deliver(node, 0, Hold(1));
        Assert.Equal([new CreditHeld(Sample.Attempt(1)), new CreditHeld(Sample.Attempt(1))], _log.SentMessages);
        Assert.Single(Sample.AccountIn(node.Store).Holds);
    }

    [Fact]
    public void A_record_for_which_there_is_no_room_is_refused_and_taken_when_it_is_offered_again()
    {
        using var node = PaymentNode(TestNode.Apart with { MessagesMax = 2 });
        node.Store.Gate = new TaskCompletionSource();
        Deliver(node, 0, Hold(1));
        Deliver(node, 1, Hold(2), Hold(3));
        node.Pump.Run(() => Assert.False(_log.Deliver(0, 2, Hold(4))));
        CommitOne(node);
        Deliver(node, 2, Hold(4));
        CommitOne(node);
        CommitOne(node);
        Assert.Equal(4, Sample.AccountIn(node.Store).Holds.Length);
        Assert.Equal((Role.Payment, 0, 3L), _log.Advanced[^1]);
    }

    [Fact]
    public void A_record_larger_than_all_room_passes_alone()
    {
        using var node = PaymentNode(TestNode.Apart with { MessagesMax = 2 });
        Deliver(node, 0, Hold(1), Hold(2), Hold(3), Hold(4), Hold(5));
        Assert.Equal(5, _log.SentMessages.Count());
    }

    [Fact]
    public void Answers_are_expected_at_the_partitions_of_this_node_in_turn()
    {
        using var node = new TestNode(ShopServices.Order, _log);
        Assert.Equal(0, node.ShopNode.ReplyPartition());
        node.Pump.Run(() => _log.Gain(Role.Order, 1, 3));
        var first = node.ShopNode.ReplyPartition();
        Assert.Equal(first, node.ShopNode.ReplyPartition());
        node.Jump(400);
        Assert.Equal([1, 3], new[] { first, node.ShopNode.ReplyPartition() }.Order());
    }

    private TestNode PaymentNode(NodeOptions? options = null)
    {
        var node = new TestNode(ShopServices.Payment, _log, options);
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 1_000);
        _log.Gain(Role.Payment, 0, 1);
        return node;
    }

    private static HoldCredit Hold(long order) => new(Sample.Attempt(order));

    private void Deliver(TestNode node, long offset, params Message[] messages) =>
        node.Pump.Run(() => Assert.True(_log.Deliver(0, offset, messages)));

    // Lets the waiting commit happen, and makes the next one wait.
    private static void CommitOne(TestNode node)
    {
        var gate = node.Store.Gate!;
        node.Store.Gate = new TaskCompletionSource();
        node.Pump.Run(gate.SetResult);
    }
}
