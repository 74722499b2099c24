using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>Due rows are given to their service, whichever messages the log has lost.</summary>
public sealed class SweepTests
{
    private readonly MemoryLog _log = new(partitions: 1);

    [Fact]
    public void An_order_whose_answer_is_missing_is_pushed_when_it_is_due_and_not_before()
    {
        using var node = OrderNode(1);
        node.Ask(Sample.CheckOut(1));
        _log.ConfirmAll();
        node.Pass(Sample.Find(node.Store, 1).Due!.Value - node.Now - 1);
        Assert.Empty(_log.Sent);
        node.Pass(node.Node.Options.SweepEveryMs);
        Assert.Equal([Sample.Attempt(1)], _log.SentHolds);
    }

    [Fact]
    public void Looks_without_effect_become_rarer()
    {
        using var node = OrderNode(1);
        node.Ask(Sample.CheckOut(1));
        node.Pass(20_000);
        Assert.Equal(3, Sample.Find(node.Store, 1).Looks);
    }

    [Fact]
    public void An_account_whose_hold_has_been_in_flight_for_long_asks_after_it()
    {
        using var node = new TestNode(ShopServices.Payment, _log);
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        _log.Gain(Role.Payment, 0);
        node.Pump.Run(() => _log.Deliver(0, 0, new HoldCredit(Sample.Attempt(1))));
        _log.ConfirmAll();
        node.Pass(3_000);
        Assert.Equal([new AskOutcome(Sample.Attempt(1))], _log.SentMessages);
    }

    [Fact]
    public void One_look_takes_no_more_rows_than_its_maximum_the_longest_overdue_first()
    {
        using var node = OrderNode(9, TestNode.Apart with { SweepRowsMax = 4 });
        for (var order = 1; order <= 9; order++)
        {
            node.Store.Put(Order.KeyOf(new(order)), Processing(order, due: node.Now - order));
        }

        node.Pass(node.Node.Options.SweepEveryMs);
        Assert.Equal([9, 8, 7, 6], _log.SentMessages.Select(message => ((HoldCredit)message).Attempt.Order.Value));
        node.Pass(node.Node.Options.SweepEveryMs);
        Assert.Equal(8, _log.SentMessages.Count());
    }

    [Fact]
    public void While_the_lanes_are_behind_nothing_is_pushed()
    {
        using var node = OrderNode(1, TestNode.Apart with { MessagesMax = 3 });
        node.Store.Put(Order.KeyOf(new(1)), Processing(1, due: 0));
        _log.Gain(Role.Order, 0);
        node.Store.Gate = new TaskCompletionSource();
        node.Send(new CreateOrder(new(50), Sample.User));
        node.Pump.Run(() => _log.Deliver(
            0, 0, new CreditVoided(Sample.Attempt(90)), new CreditVoided(Sample.Attempt(91))));
        node.Pass(2_000);
        node.Store.Gate.SetResult();
        node.Store.Gate = null;
        node.Pass(10);
        Assert.Empty(_log.SentMessages);
        node.Pass(1_000);
        Assert.Equal([Sample.Attempt(1)], _log.SentHolds);
    }

    [Fact]
    public void While_the_log_takes_nothing_half_of_the_outbox_is_left_to_others()
    {
        using var node = OrderNode(9, TestNode.Apart with { SweepRowsMax = 1, OutboxMax = 6 });
        for (var order = 1; order <= 9; order++)
        {
            node.Store.Put(Order.KeyOf(new(order)), Processing(order, due: 0));
        }

        node.Pass(60_000);
        Assert.Equal(4, node.Store.Outbox.Count());
        _log.ConfirmAll();
        node.Pass(60_000);
        Assert.Equal(4, node.Store.Outbox.Count());
    }

    [Fact]
    public void A_look_that_fails_is_made_again()
    {
        using var node = OrderNode(1);
        node.Store.Put(Order.KeyOf(new(1)), Processing(1, due: 0));
        node.Store.IsDown = true;
        node.Pass(5_000);
        node.Store.IsDown = false;
        node.Pass(1_000);
        Assert.Equal([Sample.Attempt(1)], _log.SentHolds);
    }

    private TestNode OrderNode(int orders, NodeOptions? options = null)
    {
        var node = new TestNode(ShopServices.Order, _log, options);
        Sample.Fill(node.Store, orders, stock: 0, credit: 0);
        return node;
    }

    private static Order Processing(long order, long due) => Sample.OrderOf(Sample.Item) with
    {
        Status = OrderStatus.Processing,
        Attempt = Sample.Attempt(order).Id,
        Deadline = long.MaxValue,
        Due = due,
    };
}
