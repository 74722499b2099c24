using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>
/// A sweep does not repeat a message that waits in an unconfirmed envelope, unless the log has confirmed a later one,
/// or has been silent for so long that one try elsewhere is justified.
/// </summary>
public sealed class RepeatTests
{
    private readonly MemoryLog _log = new(partitions: 3);

    [Fact]
    public void A_push_makes_no_second_envelope_while_the_first_is_unconfirmed()
    {
        using var node = OrderNode(orders: 3);
        node.Send(Sample.CheckOut(1), Sample.CheckOut(2), Sample.CheckOut(3));
        node.Pass(node.Node.Options.LeftoverAgeMs - 100);
        Assert.Single(node.Store.Outbox);
        Assert.True(Sample.Find(node.Store, 1).Looks > 0);
    }

    [Fact]
    public void A_push_goes_on_once_the_first_envelope_is_confirmed()
    {
        using var node = OrderNode(orders: 1);
        node.Ask(Sample.CheckOut(1));
        node.Pass(3_000);
        _log.ConfirmAll();
        node.Pass(4_000);
        Assert.Equal([Sample.Attempt(1)], _log.SentHolds);
    }

    // Each order's sweep would otherwise repeat its message in an envelope of its own, a dozen times in ten minutes.
    [Fact]
    public void A_log_that_is_away_for_long_is_tried_seldom()
    {
        const int Orders = 50;
        using var node = OrderNode(Orders);
        for (var order = 1; order <= Orders; order++)
        {
            node.Ask(Sample.CheckOut(order));
            node.Pass(1_000);
        }

        node.Pass(600_000);
        Assert.InRange(node.Store.Outbox.Count() - Orders, 5, 20);
        Assert.Equal(OrderStatus.Processing, Sample.StatusOf(node.Store, Orders));
    }

    [Fact]
    public void A_partition_that_is_away_does_not_stall_a_quiet_shop()
    {
        using var node = OrderNode(orders: 1);
        node.Ask(Sample.CheckOut(1));
        var away = Assert.Single(_log.Sent).Partition;
        for (var passed = 0; passed < 7_000; passed += 100)
        {
            node.Pass(100);
            _log.Confirm(envelope => envelope.Partition != away);
        }

        Assert.Contains(node.Store.Commits.SelectMany(commit => commit.Outbox), envelope => envelope.Partition != away);
    }

    [Fact]
    public void In_a_busy_shop_the_first_push_goes_past_a_partition_that_is_away()
    {
        using var node = OrderNode(orders: 2);
        node.Ask(Sample.CheckOut(1));
        var away = Assert.Single(_log.Sent).Partition;
        node.Pass(100);
        node.Ask(Sample.CheckOut(2));
        _log.Confirm(envelope => envelope.Partition != away);
        node.Pass(2_500);
        Assert.Contains(
            _log.Sent, sent => sent.Partition != away && MemoryLog.MessagesOf(sent).Any(IsOf(Sample.Attempt(1).Id)));
    }

    [Fact]
    public void A_push_that_says_something_else_is_not_held_back()
    {
        using var node = OrderNode(orders: 1);
        node.Ask(Sample.CheckOut(1) with { Deadline = node.Now + 1_000 });
        node.Pass(3_000);
        Assert.Equal([typeof(HoldCredit), typeof(CancelAttempt)], _log.SentMessages.Select(sent => sent.GetType()));
    }

    [Fact]
    public void A_client_is_never_held_back()
    {
        using var node = OrderNode(orders: 1);
        var order = Sample.Find(node.Store, 1);
        var paid = order with { Status = OrderStatus.Paid, Attempt = Sample.Attempt(1).Id };
        foreach (var _ in new[] { 1, 2 })
        {
            node.Store.Put(Order.KeyOf(new(1)), paid);
            node.Ask(new CancelOrder(new(1), ReplyTo: 0));
        }

        Assert.Equal([typeof(ReturnStock), typeof(ReturnStock)], _log.SentMessages.Select(sent => sent.GetType()));
    }

    [Fact]
    public void What_is_remembered_is_bounded_and_the_rest_is_repeated()
    {
        using var node = OrderNode(orders: 3, TestNode.Apart with { RepeatsMax = 2 });
        node.Ask(Sample.CheckOut(1));
        node.Ask(Sample.CheckOut(2));
        node.Ask(Sample.CheckOut(3));
        node.Pass(3_000);
        Assert.Equal([Sample.Attempt(3)], _log.SentHolds.Skip(3));
    }

    [Fact]
    public void An_envelope_that_another_node_has_deleted_holds_nothing_back()
    {
        using var node = OrderNode(orders: 2, TestNode.Apart with { RepeatsMax = 1 });
        node.Ask(Sample.CheckOut(1));
        var deleted = new WriteSet();
        deleted.Confirmed.AddRange(node.Store.Outbox.Select(envelope => envelope.Id));
        node.Store.Apply(deleted);
        node.Store.Put(Order.KeyOf(new(1)), Sample.OrderOf(Sample.Item));
        node.Pass(2 * node.Node.Options.LeftoverAgeMs);

        // There is room for new messages again.
        node.Ask(Sample.CheckOut(2));
        node.Pass(4_000);
        Assert.Equal([Sample.Attempt(1), Sample.Attempt(2)], _log.SentHolds);
    }

    private static Func<Message, bool> IsOf(AttemptId attempt) =>
        message => message is IAttemptMessage about && about.Attempt.Id == attempt;

    private TestNode OrderNode(int orders, NodeOptions? options = null)
    {
        var node = new TestNode(ShopServices.Order, _log, options);
        Sample.Fill(node.Store, orders, stock: 0, credit: 0);
        return node;
    }
}
