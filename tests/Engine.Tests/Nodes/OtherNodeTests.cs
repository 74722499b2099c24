using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Tests.Support;
using Cartwright.Shop;
using Cartwright.Shop.Options;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>
/// Attempts that one node counts and that end at another, or that begin before the node has a partition.
/// </summary>
public sealed class OtherNodeTests
{
    private readonly MemoryLog _log = new(partitions: 2);

    [Fact]
    public void Envelopes_that_another_node_has_deleted_make_room()
    {
        using var node = OrderNode(TestNode.Apart with { OutboxMax = 2 });
        node.Ask(new AskPrice(Sample.Item, Request: 1, ReplyTo: 0));
        node.Ask(new AskPrice(Sample.Item, Request: 2, ReplyTo: 0));
        Outcomes.Refused(NotServed.Overloaded, () => node.Send(Sample.CheckOut(1)));

        var writes = new WriteSet();
        writes.Confirmed.AddRange(node.Store.Outbox.Select(envelope => envelope.Id));
        node.Store.Apply(writes);
        node.Pass(3 * node.Node.Options.LeftoverAgeMs);
        Assert.IsType<AttemptAccepted>(node.Ask(Sample.CheckOut(1)));
    }

    [Fact]
    public void An_envelope_that_was_made_a_moment_ago_stays_counted()
    {
        using var node = OrderNode(TestNode.Apart with { OutboxMax = 1 });
        node.Pass(node.Node.Options.LeftoverAgeMs - 100);
        node.Ask(Sample.CheckOut(1));
        node.Pass(200);
        Outcomes.Refused(NotServed.Overloaded, () => node.Send(Sample.CheckOut(2)));
    }

    [Fact]
    public void A_node_without_a_partition_counts_what_it_accepts()
    {
        using var node = OrderNode(TestNode.Apart with { UnfinishedMax = 1 });
        node.Ask(Sample.CheckOut(1));
        Assert.Equal(1, node.ShopNode.UnfinishedAttempts);
        Outcomes.Refused(NotServed.Overloaded, node.Send(Sample.CheckOut(2))[0]);
    }

    [Fact]
    public void What_is_confirmed_is_deleted_though_the_database_refuses_the_batch_that_was_to_do_it()
    {
        using var node = OrderNode(TestNode.Apart);
        node.Ask(Sample.CheckOut(1));
        _log.ConfirmAll();
        node.Store.Refuses = write => write.Key == Order.KeyOf(new OrderId(50));
        Outcomes.Refused(NotServed.Bug, node.Send(new CreateOrder(new OrderId(50), Sample.User))[0]);
        node.Pass(1_500);
        Assert.Empty(node.Store.Outbox);
    }

    private TestNode OrderNode(NodeOptions options)
    {
        var node = new TestNode(ShopServices.Order, _log, options);
        Sample.Fill(node.Store, orders: 9, stock: 0, credit: 0);
        return node;
    }
}
