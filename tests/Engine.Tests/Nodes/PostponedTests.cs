using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>A payment that must wait for a hold waits in memory, for a bounded time, and is never stored.</summary>
public sealed class PostponedTests : IDisposable
{
    private readonly MemoryLog _log = new(partitions: 1);
    private readonly TestNode _node;

    // A hold of 60 in flight leaves 40 to spend.
    public PostponedTests()
    {
        _node = new TestNode(ShopServices.Payment, _log, TestNode.Apart with { PostponedMax = 3 });
        Sample.Fill(_node.Store, orders: 0, stock: 0, credit: 100);
        Sample.Hold(_node.Store, 60);
        _log.Gain(Role.Payment, 0);
    }

    public void Dispose() => _node.Dispose();

    [Fact]
    public void It_is_tried_again_at_once_when_its_account_changes()
    {
        var waiting = _node.Send(new Pay(Sample.User, 50))[0];
        Assert.False(waiting.IsCompleted);
        _node.Pump.Run(() => _log.Deliver(0, 0, new VoidCredit(Sample.Attempt(1) with { Amount = 60 })));
        Assert.Equal(new CreditUpdated(Sample.User, 50), Outcomes.ReplyOf(waiting));
    }

    [Fact]
    public void It_is_told_the_truth_once_the_hold_is_captured()
    {
        var waiting = _node.Send(new Pay(Sample.User, 50))[0];
        _node.Pump.Run(() => _log.Deliver(0, 0, new CaptureCredit(Sample.Attempt(1) with { Amount = 60 })));
        Assert.Equal(
            new Rejected(Reason.InsufficientCredit, Item: null, Wanted: 50, Available: 40), Outcomes.ReplyOf(waiting));
        Assert.Equal(40, Sample.AccountIn(_node.Store).Credit);
    }

    [Fact]
    public void It_is_tried_again_by_the_clock_when_another_node_has_ended_the_hold()
    {
        var waiting = _node.Send(new Pay(Sample.User, 50))[0];
        _node.Store.Put(Account.KeyOf(Sample.User), new Account { Credit = 100, Funded = 100 });
        Assert.False(waiting.IsCompleted);
        _node.Pass(_node.Node.Options.PollEveryMs);
        Assert.Equal(new CreditUpdated(Sample.User, 50), Outcomes.ReplyOf(waiting));
    }

    [Fact]
    public void It_is_refused_when_its_patience_ends_and_nothing_is_done_then_or_later()
    {
        var waiting = _node.Send(new Pay(Sample.User, 50))[0];
        _node.Pass(_node.Node.Options.PatienceMs - 200);
        Assert.False(waiting.IsCompleted);
        _node.Pass(400);
        Outcomes.Refused(NotServed.Overloaded, waiting);
        Assert.Equal(0, _node.Store.Tries);

        _node.Pump.Run(() => _log.Deliver(0, 0, new VoidCredit(Sample.Attempt(1) with { Amount = 60 })));
        _node.Pass(1_000);
        Assert.Equal((100, 0), (Sample.AccountIn(_node.Store).Credit, Sample.AccountIn(_node.Store).Paid));
    }

    [Fact]
    public void No_more_wait_than_there_is_room_for()
    {
        var waiting = _node.Send([.. Enumerable.Repeat(new Pay(Sample.User, 50), 5)]);
        Assert.All(waiting[..3], answer => Assert.False(answer.IsCompleted));
        Assert.All(waiting[3..], answer => Outcomes.Refused(NotServed.Overloaded, answer));
    }

    [Fact]
    public void Those_who_wait_are_served_in_order_of_arrival()
    {
        var waiting = _node.Send(new Pay(Sample.User, 50), new Pay(Sample.User, 45), new Pay(Sample.User, 41));
        _node.Pass(1_000);
        _node.Pump.Run(() => _log.Deliver(0, 0, new VoidCredit(Sample.Attempt(1) with { Amount = 60 })));
        Assert.Equal(new CreditUpdated(Sample.User, 50), Outcomes.ReplyOf(waiting[0]));
        Assert.Equal(new CreditUpdated(Sample.User, 5), Outcomes.ReplyOf(waiting[1]));
        Assert.Equal(
            new Rejected(Reason.InsufficientCredit, Item: null, Wanted: 41, Available: 5),
            Outcomes.ReplyOf(waiting[2]));
    }

    [Fact]
    public void Another_user_does_not_wait()
    {
        _node.Store.Put(Account.KeyOf(new UserId(2)), new Account { Credit = 100, Funded = 100 });
        var answers = _node.Send(new Pay(Sample.User, 50), new Pay(new UserId(2), 50));
        Assert.False(answers[0].IsCompleted);
        Assert.Equal(new CreditUpdated(new(2), 50), Outcomes.ReplyOf(answers[1]));
    }

    [Fact]
    public void Whoever_waits_when_the_node_stops_is_told_that_nothing_was_done()
    {
        var waiting = _node.Send(new Pay(Sample.User, 50))[0];
        _node.Pump.Finish(_node.Node.StopAsync);
        Outcomes.Refused(NotServed.Draining, waiting);
    }
}
