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

/// <summary>Envelopes that a node has left behind: one other node sends each of them, in bounded parts.</summary>
public sealed class LeftoverTests
{
    private readonly MemoryStore _store = new();
    private readonly MemoryLog _first = new(partitions: 3);
    private readonly MemoryLog _second = new(partitions: 3);

    [Fact]
    public void Each_leftover_is_sent_by_one_node_until_that_has_had_its_time()
    {
        Leave(count: 100);
        using var one = Node(_first);
        using var other = Node(_second);
        Pass([one, other], 2 * one.Node.Options.LeftoverAgeMs);
        Assert.Equal(Enumerable.Range(1, 100), SentBy(_first, _second));

        // The node with the claim is gone: another node takes over.
        Pass([other], 3 * one.Node.Options.LeftoverAgeMs);
        Assert.Equal(Enumerable.Range(1, 100), SentBy(_second).Distinct());
        Confirmed([other], _second);
        Assert.Empty(_store.Outbox);
    }

    [Fact]
    public void Leftovers_that_are_not_confirmed_are_sent_again_by_one_node_each_time()
    {
        Leave(count: 10);
        using var one = Node(_first);
        using var other = Node(_second);
        Pass([one, other], 12 * one.Node.Options.LeftoverAgeMs);
        Assert.InRange(_first.Sent.Count + _second.Sent.Count, 30, 120);
    }

    [Fact]
    public void A_look_takes_no_more_bytes_than_its_maximum_the_longest_unsent_first()
    {
        Leave(count: 10);
        var size = _store.Outbox.First().Bytes.Length;
        using var node = Node(_first, TestNode.Apart with { LeftoverBytesMax = (3 * size) + 1 });
        node.Pass(node.Node.Options.LeftoverAgeMs);
        Assert.Equal([1, 2, 3], SentBy(_first));
        node.Pass(node.Node.Options.LeftoverAgeMs);
        Assert.Equal([1, 2, 3, 4, 5, 6], SentBy(_first));
        node.Pass(2 * node.Node.Options.LeftoverAgeMs);
        Assert.Equal(Enumerable.Range(1, 10), SentBy(_first).Distinct());
    }

    [Fact]
    public void An_envelope_that_is_larger_than_the_maximum_of_a_look_is_sent_alone()
    {
        Leave(count: 3);
        using var node = Node(_first, TestNode.Apart with { LeftoverBytesMax = 1 });
        node.Pass(node.Node.Options.LeftoverAgeMs);
        Assert.Equal([1], SentBy(_first));
        node.Pass(2 * node.Node.Options.LeftoverAgeMs);
        Assert.Equal([1, 2, 3], SentBy(_first));
    }

    [Fact]
    public void A_look_takes_no_more_envelopes_than_its_maximum()
    {
        Leave(count: 10);
        using var node = Node(_first, TestNode.Apart with { LeftoversMax = 4 });
        node.Pass(node.Node.Options.LeftoverAgeMs);
        Assert.Equal([1, 2, 3, 4], SentBy(_first));
    }

    // Many nodes can have left many envelopes. A node sends its own, and a part of the others.
    [Fact]
    public void Leftovers_of_others_do_not_fill_a_node()
    {
        Leave(count: 40);
        using var node = Node(_first, TestNode.Apart with { LeftoversMax = 4, OutboxMax = 6 });
        Sample.Fill(_store, orders: 3, stock: 0, credit: 0);
        node.Pass(15 * node.Node.Options.LeftoverAgeMs);
        Assert.Equal(Enumerable.Range(1, 40), SentBy(_first).Distinct());
        Assert.IsType<AttemptAccepted>(node.Ask(Sample.CheckOut(1)));
        Assert.IsType<AttemptAccepted>(node.Ask(Sample.CheckOut(2)));
        Outcomes.Refused(NotServed.Overloaded, () => node.Send(Sample.CheckOut(3)));
        Confirmed([node], _first);
        Assert.Empty(_store.Outbox);
    }

    private void Leave(int count)
    {
        using var clock = new TestNode();
        for (var id = 1; id <= count; id++)
        {
            var bytes = MessageCodec.Wrap([Wire.Messages.Encode(new VoidCredit(Sample.Attempt(100 + id)))]);
            _store.Put(new Envelope(id, Role.Payment, 1, clock.Now - 60_000 + id, bytes));
        }
    }

    private TestNode Node(MemoryLog log, NodeOptions? options = null) =>
        new(ShopServices.Order, log, options, _store);

    // All nodes have the same clock.
    private static void Pass(TestNode[] nodes, long milliseconds)
    {
        for (long passed = 0; passed < milliseconds; passed += 10)
        {
            Array.ForEach(nodes, node => node.Jump(10));
        }
    }

    private static void Confirmed(TestNode[] nodes, MemoryLog log)
    {
        log.ConfirmAll();
        Pass(nodes, 1_500);
    }

    private static IEnumerable<int> SentBy(params MemoryLog[] logs) =>
        logs.SelectMany(log => log.Sent).Select(envelope => (int)envelope.Id).Where(id => id < 1_000).Order();
}
