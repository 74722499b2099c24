using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>
/// An order node has a maximum of attempts in flight. A checkout that would exceed it is shed before anything has
/// happened, and every attempt that ends, on any node, makes room.
/// </summary>
public sealed class UnfinishedTests : IDisposable
{
    private const int Most = 2;
    private static readonly NodeOptions _few = TestNode.Apart with { UnfinishedMax = Most };

    private readonly MemoryLog _log = new(partitions: 2);
    private readonly TestNode _node;

    public UnfinishedTests()
    {
        _node = new TestNode(ShopServices.Order, _log, _few);
        Sample.Fill(_node.Store, orders: 9, stock: 0, credit: 0);
        _log.Gain(Role.Order, 0);
    }

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_checkout_for_which_there_is_no_room_is_refused_and_changes_nothing()
    {
        FillUp();
        Outcomes.Refused(NotServed.Overloaded, _node.Send(Sample.CheckOut(3))[0]);
        Assert.Equal(OrderStatus.Open, Sample.StatusOf(_node.Store, 3));
        Assert.DoesNotContain(new HoldOf(3), HoldsSent());
        Assert.Equal(Most, _node.ShopNode.UnfinishedAttempts);
    }

    [Fact]
    public void Checkouts_of_one_batch_share_the_room()
    {
        var answers = _node.Send(Sample.CheckOut(1), Sample.CheckOut(2), Sample.CheckOut(3), Sample.CheckOut(4));
        Assert.All(answers[..Most], answer => Assert.IsType<AttemptAccepted>(Outcomes.ReplyOf(answer)));
        Assert.All(answers[Most..], answer => Outcomes.Refused(NotServed.Overloaded, answer));
        Assert.Single(_node.Store.Commits);
    }

    [Fact]
    public void Whoever_joins_a_checkout_in_flight_needs_no_room()
    {
        FillUp();
        Assert.Equal(
            new AttemptAccepted(new OrderId(1), Sample.Attempt(1).Id), _node.Ask(Sample.CheckOut(1, attempt: 999)));
        Assert.Equal(Most, _node.ShopNode.UnfinishedAttempts);
    }

    [Fact]
    public void A_checkout_of_a_paid_order_and_every_other_command_need_no_room()
    {
        FillUp();
        _node.Store.Put(
            Order.KeyOf(new(3)),
            Sample.Find(_node.Store, 3) with { Status = OrderStatus.Paid, Attempt = Sample.Attempt(3).Id });
        Assert.IsType<AttemptAccepted>(_node.Ask(Sample.CheckOut(3, attempt: 999)));
        Assert.IsType<OrderCreated>(_node.Ask(new CreateOrder(new OrderId(50), Sample.User)));
    }

    /// <summary>
    /// A shed request is not an answer: the checkout is accepted under the same key once there is room.
    /// </summary>
    [Fact]
    public void A_repeat_under_its_key_is_accepted_or_repeated()
    {
        _node.Send(Sample.CheckOut(1), "first");
        _node.Send(Sample.CheckOut(2), "second");
        var refused = _node.Send(Sample.CheckOut(3), "third");
        Outcomes.Refused(NotServed.Overloaded, refused);
        Assert.IsType<AttemptAccepted>(Outcomes.ReplyOf(_node.Send(Sample.CheckOut(1), "first")));
        Deliver(new StockTaken(Sample.Attempt(1)));
        Assert.IsType<AttemptAccepted>(Outcomes.ReplyOf(_node.Send(Sample.CheckOut(3), "third")));
    }

    [Fact]
    public void Attempts_that_end_here_make_room()
    {
        FillUp();
        Deliver(new StockTaken(Sample.Attempt(1)), new CreditDeclined(Sample.Attempt(2), Reason.InsufficientCredit));
        Assert.Equal(0, _node.ShopNode.UnfinishedAttempts);
        FillUp(first: 3);
    }

    [Fact]
    public void A_refused_attempt_is_in_flight_until_its_hold_is_given_back()
    {
        FillUp();
        Deliver(new StockRefused(Sample.Attempt(1), Reason.OutOfStock));
        Assert.Equal(Most, _node.ShopNode.UnfinishedAttempts);
        Deliver(new CreditVoided(Sample.Attempt(1)));
        Assert.Equal(Most - 1, _node.ShopNode.UnfinishedAttempts);
    }

    /// <summary>
    /// The partition has moved, or another node's sweep was first: this node does not receive the end.
    /// </summary>
    [Fact]
    public void An_end_that_another_node_decided_is_found_in_the_database()
    {
        FillUp();
        End(1, OrderStatus.Paid);
        End(2, OrderStatus.Failed);
        Assert.Equal(Most, _node.ShopNode.UnfinishedAttempts);
        _node.Pass(2 * _few.ReconcileEveryMs);
        Assert.Equal(0, _node.ShopNode.UnfinishedAttempts);
        FillUp(first: 3);
    }

    [Fact]
    public void An_attempt_that_another_one_has_followed_elsewhere_is_not_counted_twice()
    {
        FillUp();
        _node.Store.Put(
            Order.KeyOf(new(1)), Sample.Find(_node.Store, 1) with { Attempt = new AttemptId(999), ReplyTo = 1 });
        _node.Pass(2 * _few.ReconcileEveryMs);
        Assert.Equal(Most - 1, _node.ShopNode.UnfinishedAttempts);
    }

    // The sweep has found the order failed, and another attempt begins before the sweep's read returns.
    [Fact]
    public void A_look_that_was_overtaken_does_not_drop_the_attempt_that_began_meanwhile()
    {
        _node.Ask(Sample.CheckOut(1));
        End(1, OrderStatus.Failed);
        var gate = _node.Store.ReadGate = new TaskCompletionSource();
        _node.Pass(_few.ReconcileEveryMs);
        Assert.Equal([Order.KeyOf(new(1))], Assert.Single(_node.Store.Reads));

        _node.Ask(Sample.CheckOut(1, attempt: 201));
        _node.Store.ReadGate = null;
        _node.Pump.Run(gate.SetResult);
        Assert.Equal(1, _node.ShopNode.UnfinishedAttempts);
        _node.Pass(2 * _few.ReconcileEveryMs);
        Assert.Equal(1, _node.ShopNode.UnfinishedAttempts);
    }

    [Fact]
    public void What_is_still_in_flight_stays_counted_however_often_it_is_looked_for()
    {
        FillUp();
        _node.Pass(5 * _few.ReconcileEveryMs);
        Assert.Equal(Most, _node.ShopNode.UnfinishedAttempts);
        Outcomes.Refused(NotServed.Overloaded, _node.Send(Sample.CheckOut(3))[0]);
    }

    [Fact]
    public void A_look_that_fails_is_made_again()
    {
        FillUp();
        End(1, OrderStatus.Paid);
        _node.Store.IsDown = true;
        _node.Pass(2 * _few.ReconcileEveryMs);
        _node.Store.IsDown = false;
        _node.Pass(2 * _few.ReconcileEveryMs);
        Assert.Equal(Most - 1, _node.ShopNode.UnfinishedAttempts);
    }

    /// <summary>
    /// A node's memory is lost with the node; the sweeps push the attempts in flight of its partitions.
    /// </summary>
    [Fact]
    public void After_a_restart_the_attempts_of_its_partitions_are_counted_as_they_are_pushed()
    {
        FillUp();
        var log = new MemoryLog(partitions: 2);
        using var next = new TestNode(ShopServices.Order, log, _few, _node.Store);
        log.Gain(Role.Order, 0);
        Assert.Equal(0, next.ShopNode.UnfinishedAttempts);
        next.Pass(3_000);
        Assert.Equal(Most, next.ShopNode.UnfinishedAttempts);
        Outcomes.Refused(NotServed.Overloaded, next.Send(Sample.CheckOut(3))[0]);
    }

    [Fact]
    public void Attempts_whose_answers_another_node_hears_are_not_counted_here()
    {
        for (var order = 1; order <= Most; order++)
        {
            _node.Store.Put(
                Order.KeyOf(new(order)),
                Sample.OrderOf(Sample.Item) with
                {
                    Status = OrderStatus.Processing,
                    Attempt = Sample.Attempt(order).Id,
                    ReplyTo = 1,
                    Deadline = long.MaxValue,
                    Due = 0,
                });
        }

        _node.Pass(3_000);
        Assert.Equal(1, Sample.Find(_node.Store, 1).Looks);
        Assert.Equal(0, _node.ShopNode.UnfinishedAttempts);
    }

    // The node receives no answers, and has accepted the checkout all the same.
    [Fact]
    public void A_node_without_a_partition_counts_what_it_accepts()
    {
        using var node = new TestNode(ShopServices.Order, new MemoryLog(partitions: 2), _few);
        Sample.Fill(node.Store, orders: 3, stock: 0, credit: 0);
        Assert.IsType<AttemptAccepted>(node.Ask(Sample.CheckOut(1)));
        Assert.Equal(1, node.ShopNode.UnfinishedAttempts);
        Assert.IsType<AttemptAccepted>(node.Ask(Sample.CheckOut(2)));
        Outcomes.Refused(NotServed.Overloaded, node.Send(Sample.CheckOut(3))[0]);
    }

    [Fact]
    public void A_commit_that_did_not_happen_takes_no_room()
    {
        _node.Store.Next.Enqueue(NextCommit.NotCommitted);
        _node.Store.Next.Enqueue(NextCommit.UnknownAndCommitted);
        Assert.IsType<AttemptAccepted>(_node.Ask(Sample.CheckOut(1)));
        Assert.Equal(1, _node.ShopNode.UnfinishedAttempts);
        Assert.IsType<AttemptAccepted>(_node.Ask(Sample.CheckOut(2)));
    }

    /// <summary>In one process a checkout ends in the batch in which it begins.</summary>
    [Fact]
    public void In_one_process_nothing_stays_in_flight()
    {
        using var node = new TestNode(TestNode.Local with { UnfinishedMax = 1 });
        Sample.Fill(node.Store, orders: 3, stock: 5, credit: 100);
        for (var order = 1; order <= 3; order++)
        {
            node.Ask(Sample.CheckOut(order));
            Assert.Equal(OrderStatus.Paid, Sample.StatusOf(node.Store, order));
        }

        Assert.Equal(0, node.ShopNode.UnfinishedAttempts);
    }

    private IEnumerable<HoldOf> HoldsSent() => _log.SentMessages
        .OfType<Domain.Payments.HoldCredit>()
        .Select(hold => new HoldOf(hold.Attempt.Order.Value));

    private void FillUp(int first = 1)
    {
        for (var order = first; order < first + Most; order++)
        {
            Assert.IsType<AttemptAccepted>(_node.Ask(Sample.CheckOut(order)));
        }

        Assert.Equal(Most, _node.ShopNode.UnfinishedAttempts);
    }

    private void Deliver(params Message[] messages) =>
        _node.Pump.Run(() => _log.Deliver(0, _node.Store.Commits.Count, messages));

    private void End(long order, OrderStatus status) => _node.Store.Put(
        Order.KeyOf(new(order)),
        Sample.Find(_node.Store, order) with { Status = status, Deadline = null, Due = null });

    private sealed record HoldOf(long Order);
}
