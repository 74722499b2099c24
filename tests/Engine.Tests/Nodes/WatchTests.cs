using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Tests.Support;
using Cartwright.Shop.Waiting;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>A client that waits for an order is notified by a batch of this node, or by a poll.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly TestNode _node = new(TestNode.Local with { WatchesMax = 2 });

    public WatchTests() => Sample.Fill(_node.Store, orders: 2, stock: 5, credit: 100);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_batch_of_this_node_tells_at_once()
    {
        using var watch = _node.ShopNode.Watch(new OrderId(1));
        var told = Until(watch, OrderStatus.Paid);
        _node.Send(Sample.CheckOut(1));
        Assert.Equal(OrderStatus.Paid, Told(told)?.Status);
        Assert.Empty(_node.Store.Reads);
    }

    [Fact]
    public void What_came_between_the_watch_and_the_wait_is_not_missed()
    {
        using var watch = _node.ShopNode.Watch(new OrderId(1));
        _node.Send(Sample.CheckOut(1));
        Assert.Equal(OrderStatus.Paid, Told(Until(watch, OrderStatus.Paid))?.Status);
    }

    [Fact]
    public void What_another_node_decided_is_found_by_a_poll()
    {
        using var watch = _node.ShopNode.Watch(new OrderId(1));
        var told = Until(watch, OrderStatus.Paid);
        _node.Store.Put(Order.KeyOf(new(1)), Sample.Find(_node.Store, 1) with { Status = OrderStatus.Paid });
        Assert.False(told.IsCompleted);
        _node.Pass(2 * _node.Node.Options.PollEveryMs);
        Assert.Equal(OrderStatus.Paid, Told(told)?.Status);
    }

    [Fact]
    public void A_poll_reads_each_awaited_order_once_and_no_other()
    {
        using var one = _node.ShopNode.Watch(new OrderId(1));
        using var another = _node.ShopNode.Watch(new OrderId(1));
        _node.Pass(2 * _node.Node.Options.PollEveryMs);
        Assert.All(_node.Store.Reads, keys => Assert.Equal([Order.KeyOf(new OrderId(1))], keys));
        Assert.NotEmpty(_node.Store.Reads);
    }

    [Fact]
    public void Nobody_is_asked_for_once_nobody_waits()
    {
        _node.ShopNode.Watch(new OrderId(1)).Dispose();
        _node.Pass(500);
        Assert.Empty(_node.Store.Reads);
    }

    [Fact]
    public void A_poll_that_fails_is_made_again()
    {
        using var watch = _node.ShopNode.Watch(new OrderId(1));
        var told = Until(watch, OrderStatus.Paid);
        _node.Store.IsDown = true;
        _node.Pass(500);
        _node.Store.Put(Order.KeyOf(new(1)), Sample.Find(_node.Store, 1) with { Status = OrderStatus.Paid });
        Assert.False(told.IsCompleted);
        _node.Store.IsDown = false;
        _node.Pass(200);
        Assert.Equal(OrderStatus.Paid, Told(told)?.Status);
    }

    // The poll has read the order as open, and a batch of this node decides it before the poll returns.
    [Fact]
    public void A_look_that_was_overtaken_takes_nothing_back()
    {
        using var watch = _node.ShopNode.Watch(new OrderId(1));
        var gate = _node.Store.ReadGate = new TaskCompletionSource();
        var look = _node.Pump.Run(() => _node.ShopNode.LookAsync(watch, default).AsTask());
        _node.Ask(Sample.CheckOut(1));
        Assert.False(look.IsCompleted);
        _node.Pump.Run(gate.SetResult);
        Assert.True(look.IsCompletedSuccessfully);
        Assert.Equal(OrderStatus.Paid, watch.Latest?.Status);
    }

    [Fact]
    public void Patience_that_ends_gives_nothing()
    {
        using var watch = _node.ShopNode.Watch(new OrderId(1));
        var told = Until(watch, OrderStatus.Paid, patienceMs: 1_000);
        _node.Pass(900);
        Assert.False(told.IsCompleted);
        _node.Pass(200);
        Assert.Null(Told(told));
    }

    // A timer counts its own milliseconds, and a wall clock can be set back: only the timer ends the wait.
    [Fact]
    public void Patience_ends_by_the_timer_even_where_the_wall_clock_lags()
    {
        using var watch = _node.ShopNode.Watch(new OrderId(1));
        _node.Store.IsDown = true;
        var lagging = new LaggingClock(_node.Clock);
        var told = _node.Pump.Run(() => watch.UntilAsync(_ => false, TimeSpan.FromSeconds(1), lagging, default));
        _node.Pass(2_000);
        Assert.Null(Told(told));
    }

    [Fact]
    public void Whoever_gives_up_waits_no_longer()
    {
        using var watch = _node.ShopNode.Watch(new OrderId(1));
        using var end = new CancellationTokenSource();
        var told = _node.Pump.Run(() => watch.UntilAsync(_ => true, TimeSpan.FromDays(1), _node.Clock, end.Token));
        _node.Pump.Run(end.Cancel);
        Assert.True(told.IsCanceled);
    }

    [Fact]
    public void No_more_watch_than_there_is_room_for()
    {
        var one = _node.ShopNode.Watch(new OrderId(1));
        using var another = _node.ShopNode.Watch(new OrderId(2));
        Outcomes.Refused(NotServed.Overloaded, () => _node.ShopNode.Watch(new OrderId(2)));
        one.Dispose();
        one.Dispose();
        using var third = _node.ShopNode.Watch(new OrderId(1));
        Outcomes.Refused(NotServed.Overloaded, () => _node.ShopNode.Watch(new OrderId(1)));
    }

    private static Order? Told(Task<Order?> told)
    {
        Assert.True(told.IsCompleted, "It still waits.");
        return told.GetAwaiter().GetResult();
    }

    private Task<Order?> Until(Watch watch, OrderStatus status, long patienceMs = 60_000) =>
        _node.Pump.Run(() => watch.UntilAsync(
            order => order.Status == status, TimeSpan.FromMilliseconds(patienceMs), _node.Clock, default));

    private sealed class LaggingClock(TimeProvider clock) : TimeProvider
    {
        private readonly DateTimeOffset _start = clock.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => _start;

        public override ITimer CreateTimer(
            TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period);
    }
}
