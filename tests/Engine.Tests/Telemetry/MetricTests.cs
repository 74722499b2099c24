using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Engine.Tests.Telemetry;

/// <summary>An engine's measurements of itself, as a metrics listener receives them.</summary>
public sealed class MetricTests
{
    private const int TimeoutMs = 30_000;

    private readonly MemoryLog _log = new(partitions: 3);

    [Fact]
    public void A_checkout_is_counted_once_by_its_outcome_and_reason()
    {
        using var node = new TestNode();
        using var listener = new Listener(node.Node, node.ShopNode);
        Sample.Fill(node.Store, orders: 3, stock: 2, credit: 1_000);
        node.Send(CheckOut(node, 1), CheckOut(node, 2), CheckOut(node, 3));
        node.Send(CheckOut(node, 1));
        Assert.Equal(
            ["1 failed out-of-stock", "1 paid", "1 paid"], listener.Heard("cartwright.checkouts").Order());
    }

    [Fact]
    public void A_checkout_that_did_not_commit_is_not_counted()
    {
        using var node = new TestNode();
        using var listener = new Listener(node.Node, node.ShopNode);
        Sample.Fill(node.Store, orders: 1, stock: 1, credit: 10);
        node.Store.Next.Enqueue(NextCommit.NotCommitted);
        node.Store.Next.Enqueue(NextCommit.Transient);
        node.Send(CheckOut(node, 1));
        node.Pass(100);
        Assert.Equal(["1 paid"], listener.Heard("cartwright.checkouts"));
        Assert.Equal(["1 shop", "1 shop"], listener.Heard("cartwright.batch.retries"));
    }

    // The attempt was accepted a second and a half before its end, on any node.
    [Fact]
    public void A_checkout_lasts_from_its_acceptance_to_its_end()
    {
        using var node = OrderNode(orders: 1);
        using var listener = new Listener(node.Node, node.ShopNode);
        node.Send(CheckOut(node, 1));
        node.Pass(1_500);
        node.Pump.Run(() => _log.Deliver(0, 0, new CreditHeld(Sample.Attempt(1)), new StockTaken(Sample.Attempt(1))));
        Assert.Equal(["1.5 paid"], listener.Heard("cartwright.checkout.duration"));
    }

    [Fact]
    public void A_batch_tells_its_size_and_how_long_its_commit_took()
    {
        using var node = OrderNode(orders: 3);
        using var listener = new Listener(node.Node, node.ShopNode);
        node.Send([.. Enumerable.Range(1, 3).Select(order => CheckOut(node, order))]);
        Assert.Equal(["3 order"], listener.Heard("cartwright.batch.size"));
        Assert.Equal(["0 order"], listener.Heard("cartwright.commit.duration"));
    }

    // In seconds, as its unit states: the clock has to move for that to be visible.
    [Fact]
    public void A_commit_of_a_quarter_of_a_second_is_told_in_seconds()
    {
        using var node = OrderNode(orders: 1);
        using var listener = new Listener(node.Node, node.ShopNode);
        node.Store.Gate = new TaskCompletionSource();
        node.Send(CheckOut(node, 1));
        node.Pass(250);
        node.Pump.Run(node.Store.Gate.SetResult);
        Assert.Equal(["0.25 order"], listener.Heard("cartwright.commit.duration"));
    }

    [Fact]
    public void What_waits_is_told_with_its_age()
    {
        using var node = OrderNode(orders: 2);
        using var listener = new Listener(node.Node, node.ShopNode);
        Assert.Equal(["0 order"], listener.Collected("cartwright.outbox.age"));
        node.Send(CheckOut(node, 1));
        node.Pass(1_000);
        node.Send(CheckOut(node, 2));
        node.Pass(500);
        Assert.Equal(["2 order"], listener.Collected("cartwright.outbox.size"));
        Assert.Equal(["1.5 order"], listener.Collected("cartwright.outbox.age"));
        Assert.Equal(["2 order"], listener.Collected("cartwright.checkout.unfinished"));
        Assert.Equal(["1.5 order"], listener.Collected("cartwright.checkout.unfinished.age"));
        Assert.Equal(["0 order"], listener.Collected("cartwright.intake.size"));
        _log.ConfirmAll();
        Assert.Equal(["0 order"], listener.Collected("cartwright.outbox.size"));
    }

    [Fact]
    public void What_waits_for_a_lane_is_told()
    {
        using var node = OrderNode(orders: 2);
        using var listener = new Listener(node.Node, node.ShopNode);
        node.Pump.Run(() =>
        {
            _ = node.Node.AskAsync(CheckOut(node, 1), "POST /test");
            Assert.Equal(["1 order"], listener.Collected("cartwright.intake.size"));
        });
    }

    [Fact]
    public void A_parked_message_is_counted()
    {
        using var node = new TestNode(ShopServices.Payment, _log);
        using var listener = new Listener(node.Node, node.ShopNode);
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 10);
        _log.Gain(Role.Payment, 0);
        node.Pump.Run(() => _log.Deliver(Role.Payment, 0, 0, new byte[] { 1 }));
        Assert.Equal(["1 payment"], listener.Heard("cartwright.messages.parked"));
    }

    [Fact]
    public void Other_services_than_the_order_service_have_no_checkouts_in_flight()
    {
        using var node = new TestNode(ShopServices.Stock, _log);
        using var listener = new Listener(node.Node, node.ShopNode);
        Assert.Empty(listener.Collected("cartwright.checkout.unfinished"));
        Assert.NotEmpty(listener.Collected("cartwright.outbox.size"));
    }

    [Fact]
    public void A_node_that_has_stopped_tells_nothing_more()
    {
        var node = OrderNode(orders: 1);
        using var listener = new Listener(node.Node, node.ShopNode);
        node.Dispose();
        Assert.Empty(listener.Collected("cartwright.outbox.size"));
    }

    private TestNode OrderNode(int orders)
    {
        var node = new TestNode(ShopServices.Order, _log, TestNode.Apart with { CheckoutTimeoutMs = TimeoutMs });
        Sample.Fill(node.Store, orders, stock: 0, credit: 0);
        _log.Gain(Role.Order, 0);
        return node;
    }

    private static CheckOutOrder CheckOut(TestNode node, long order) =>
        Sample.CheckOut(order) with { Deadline = node.Now + TimeoutMs };
}
