using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Tests.Support;
using Cartwright.Engine.Tests.Telemetry;
using Cartwright.Kernel;
using Cartwright.Shop;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>
/// A machine's wall clock is set back or forward by an hour while the engine runs: no wait within the process becomes
/// longer or shorter.
/// </summary>
public sealed class WallClockTests
{
    private readonly MemoryLog _log = new(partitions: 2);

    public static TheoryData<int> Steps => [-60, 60];

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_watch_is_polled_for(int minutes)
    {
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 1, stock: 5, credit: 100);
        using var watch = node.ShopNode.Watch(new OrderId(1));
        Step(node, minutes);
        var told = node.Pump.Run(() => watch.UntilAsync(
            order => order.Status is OrderStatus.Paid, TimeSpan.FromSeconds(30), node.Clock, default));
        node.Store.Put(Order.KeyOf(new(1)), Sample.Find(node.Store, 1) with { Status = OrderStatus.Paid });
        Assert.False(told.IsCompleted);
        node.Pass(2 * node.Node.Options.PollEveryMs);
        Assert.True(told.IsCompleted, "It still waits.");
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_command_waits_for_the_database_as_long_as_its_patience(int minutes)
    {
        using var node = new TestNode();
        node.Store.IsDown = true;
        var inBatch = node.Send(new CreateUser(new(1)))[0];
        var queued = node.Send(new CreateUser(new(2)))[0];
        Step(node, minutes);
        node.Pass(node.Node.Options.PatienceMs - 1_000);
        Assert.False(inBatch.IsCompleted);
        Assert.False(queued.IsCompleted);
        node.Pass(2_500);
        Outcomes.Refused(NotServed.Unavailable, inBatch);
        Outcomes.Refused(NotServed.Unavailable, queued);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_payment_waits_for_a_hold_as_long_as_its_patience(int minutes)
    {
        using var node = new TestNode(ShopServices.Payment, _log);
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        Sample.Hold(node.Store, 60);
        var waiting = node.Send(new Pay(Sample.User, 50))[0];
        Step(node, minutes);
        node.Pass(node.Node.Options.PatienceMs - 200);
        Assert.False(waiting.IsCompleted);
        node.Pass(400);
        Outcomes.Refused(NotServed.Overloaded, waiting);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_price_is_waited_for_as_long_as_the_patience(int minutes)
    {
        using var node = OrderNode();
        var price = node.Pump.Run(() => node.ShopNode.AskPriceAsync(Sample.Item, default));
        Step(node, minutes);
        node.Pass(node.Node.Options.PatienceMs - 500);
        Assert.False(price.IsCompleted);
        node.Pass(1_000);
        Assert.Equal(
            NotServed.Unanswered, Assert.IsType<NotServedException>(price.Exception?.InnerException).Why);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void An_attempt_that_ended_elsewhere_makes_room(int minutes)
    {
        using var node = OrderNode();
        node.Ask(Sample.CheckOut(1));
        Step(node, minutes);
        node.Store.Put(
            Order.KeyOf(new(1)),
            Sample.Find(node.Store, 1) with { Status = OrderStatus.Paid, Deadline = null, Due = null });
        node.Pass(2 * node.ShopNode.Options.ReconcileEveryMs);
        Assert.Equal(0, node.ShopNode.UnfinishedAttempts);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Ages_are_those_of_this_process(int minutes)
    {
        using var node = OrderNode();
        using var listener = new Listener(node.Node, node.ShopNode);
        node.Ask(Sample.CheckOut(1));
        node.Pass(1_000);
        Step(node, minutes);
        node.Pass(500);
        Assert.Equal(["1.5 order"], listener.Collected("cartwright.outbox.age"));
        Assert.Equal(["1.5 order"], listener.Collected("cartwright.checkout.unfinished.age"));
    }

    // A leftover is sent again every few seconds; its age counts from its first send.
    [Fact]
    public void An_envelope_that_is_sent_again_does_not_become_younger()
    {
        using var node = OrderNode();
        using var listener = new Listener(node.Node, node.ShopNode);
        node.Ask(Sample.CheckOut(1));
        node.Pass(20_000);
        Assert.True(_log.Sent.Count > 1);
        Assert.Equal("20 order", listener.Collected("cartwright.outbox.age").Single());
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_drain_ends_when_its_patience_does(int minutes)
    {
        using var node = new TestNode();
        node.Store.Gate = new TaskCompletionSource();
        node.Send(new CreateUser(new(1)));
        var drained = node.Pump.Run(() => node.Node.DrainAsync(TimeSpan.FromSeconds(2)));
        Step(node, minutes);
        node.Pass(1_900);
        Assert.False(drained.IsCompleted);
        node.Pass(200);
        Assert.True(drained.IsCompletedSuccessfully);
        node.Pump.Run(node.Store.Gate.SetResult);
    }

    // The turn of a partition is bounded by time: with a clock that was set back, one partition would keep its turn for
    // the hour.
    [Fact]
    public void Partitions_go_on_taking_turns()
    {
        using var node = OrderNode();
        node.Ask(Sample.CheckOut(1));
        Step(node, -60);
        node.Jump(100);
        node.Ask(Sample.CheckOut(2));
        Assert.Equal(2, _log.Sent.Select(envelope => envelope.Partition).Distinct().Count());
    }

    [Fact]
    public void An_order_whose_look_is_due_in_an_hour_is_pushed_now()
    {
        using var node = OrderNode();
        node.Ask(Sample.CheckOut(1));
        _log.ConfirmAll();
        Step(node, -60);
        node.Pass(3_000);
        Assert.Contains(Sample.Attempt(1), _log.SentHolds);
    }

    [Fact]
    public void A_hold_whose_look_is_due_in_an_hour_is_asked_after_now()
    {
        using var node = new TestNode(ShopServices.Payment, _log);
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        _log.Gain(Role.Payment, 0);
        node.Pump.Run(() => _log.Deliver(0, 0, new HoldCredit(Sample.Attempt(1))));
        _log.ConfirmAll();
        Step(node, -60);
        node.Pass(3_000);
        Assert.Contains(new AskOutcome(Sample.Attempt(1)), _log.SentMessages);
    }

    [Fact]
    public void A_parked_message_that_is_due_in_an_hour_is_tried_again_now()
    {
        using var node = new TestNode(ShopServices.Payment, _log);
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        node.Store.Put(
            ParkedMessage.KeyOf("a"),
            new ParkedMessage(Role.Payment, "by hand", "?", "{", false, 0, Due: node.Now + 3_600_000));
        node.Pass(1_000);
        Assert.Null(Assert.Single(node.Store.Parked).Due);
    }

    // The envelope's node is gone, and its clock was an hour ahead.
    [Fact]
    public void An_envelope_of_the_time_to_come_is_sent_by_another_node()
    {
        using var first = OrderNode();
        Step(first, 60);
        first.Ask(Sample.CheckOut(1));
        var log = new MemoryLog(partitions: 2);
        using var second = new TestNode(ShopServices.Order, log, store: first.Store);
        second.Pass(6_000);
        Assert.Equal([Sample.Attempt(1)], log.SentHolds.Distinct());
    }

    [Theory]
    [InlineData(-60 * 24 * 365 * 7)]
    [InlineData(60 * 24 * 365 * 175)]
    public void A_node_whose_clock_is_broken_does_not_start(int minutes)
    {
        var clock = new TestClock();
        clock.Step(TimeSpan.FromMinutes(minutes));
        var store = new MemoryStore();
        var node = new ShopNode(
            TestNode.Services, store, store, log: null, TestNode.Local, clock, NullLogger.Instance);
        var refused = new Pump().Run(() => node.Engine.StartAsync(CancellationToken.None));
        Assert.Equal("broken-clock", Assert.IsType<FatalFault>(refused.Exception?.InnerException).Code);
        Assert.False(node.Engine.IsReady);
    }

    private TestNode OrderNode()
    {
        var node = new TestNode(ShopServices.Order, _log);
        Sample.Fill(node.Store, orders: 2, stock: 0, credit: 0);
        _log.Gain(Role.Order, 0);
        return node;
    }

    private static void Step(TestNode node, int minutes) => node.Clock.Step(TimeSpan.FromMinutes(minutes));
}
