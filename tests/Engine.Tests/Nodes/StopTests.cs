using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Batches;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Tests.Support;
using Cartwright.Shop;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>
/// How a node drains: it finishes or sheds the requests that it has accepted, and no client is left waiting.
/// </summary>
public sealed class StopTests
{
    [Fact]
    public void Draining_ends_what_was_accepted_and_accepts_no_more()
    {
        using var node = new TestNode();
        node.Store.Gate = new TaskCompletionSource();
        var first = node.Send(new CreateUser(new(1)))[0];
        var second = node.Send(new CreateUser(new(2)))[0];
        var drained = node.Pump.Run(() => node.Node.DrainAsync(TimeSpan.FromSeconds(10)));
        Outcomes.Refused(NotServed.Draining, () => node.Send(new CreateUser(new(3))));
        Assert.False(node.Node.IsReady);
        node.Pass(1_000);
        Assert.False(drained.IsCompleted);

        node.Pump.Run(node.Store.Gate.SetResult);
        node.Pass(100);
        Assert.True(drained.IsCompletedSuccessfully);
        Assert.Equal(new UserCreated(new(1)), Outcomes.ReplyOf(first));
        Assert.Equal(new UserCreated(new(2)), Outcomes.ReplyOf(second));
    }

    [Fact]
    public void Draining_waits_until_the_log_has_confirmed_and_the_outbox_is_empty()
    {
        var log = new MemoryLog(partitions: 1);
        using var node = new TestNode(ShopServices.Order, log);
        node.Ask(new AskPrice(Sample.Item, Request: 1, ReplyTo: 0));
        var drained = node.Pump.Run(() => node.Node.DrainAsync(TimeSpan.FromSeconds(10)));
        node.Pass(1_000);
        Assert.False(drained.IsCompleted);
        log.ConfirmAll();
        node.Pass(2_000);
        Assert.True(drained.IsCompletedSuccessfully);
        Assert.Empty(node.Store.Outbox);
    }

    [Fact]
    public void Draining_has_an_end()
    {
        using var node = new TestNode();
        node.Store.IsDown = true;
        node.Send(new CreateUser(new(1)));
        var drained = node.Pump.Run(() => node.Node.DrainAsync(TimeSpan.FromSeconds(2)));
        node.Pass(2_100);
        Assert.True(drained.IsCompletedSuccessfully);
    }

    // Its client is sent elsewhere; otherwise the node would wait for it until its time-out.
    [Fact]
    public void A_read_that_waits_for_the_database_is_given_up_when_the_node_drains()
    {
        using var node = new TestNode();
        node.Store.IsDown = true;
        var read = node.Pump.Run(() => node.Node.ReadAsync<Account>(Account.KeyOf(Sample.User), default).AsTask());
        node.Pass(1_000);
        Assert.False(read.IsCompleted);
        node.Pump.Run(() => _ = node.Node.DrainAsync(TimeSpan.FromSeconds(2)));
        node.Pass(300);
        Assert.IsType<TransientFault>(read.Exception?.InnerException);
    }

    [Fact]
    public void Stopping_answers_everybody_who_still_waits()
    {
        using var node = new TestNode();
        node.Store.Gate = new TaskCompletionSource();
        var inBatch = node.Send(new CreateUser(new(1)))[0];
        var queued = node.Send(new CreateUser(new(2)))[0];
        var stopped = node.Pump.Run(node.Node.StopAsync);
        Assert.False(stopped.IsCompleted);
        node.Pump.Run(node.Store.Gate.SetResult);
        Assert.True(stopped.IsCompletedSuccessfully);
        Assert.Equal(new UserCreated(new(1)), Outcomes.ReplyOf(inBatch));
        Outcomes.Refused(NotServed.Draining, queued);
        Assert.True(node.Node.Ended.IsCompletedSuccessfully);
    }

    // The halves of a batch that the database rejected are answered like any other batch, wherever the node stops.
    [Fact]
    public void Stopping_while_a_batch_is_halved_answers_everybody()
    {
        using var node = new TestNode();
        node.Store.Refuses = write =>
        {
            node.Store.IsDown = true;
            return write.Key == Account.KeyOf(new UserId(4));
        };
        var answers = node.Send([.. Enumerable.Range(1, 4).Select(user => new CreateUser(new(user)))]);
        Assert.All(answers, answer => Assert.False(answer.IsCompleted));
        node.Pump.Finish(node.Node.StopAsync);
        Assert.All(answers, answer => Outcomes.Refused(NotServed.Draining, answer));
    }

    // The outcome of one half is unknown; the other one was not tried.
    [Fact]
    public void Stopping_while_one_half_is_in_doubt_tells_the_other_that_nothing_was_done()
    {
        using var node = new TestNode();
        node.Store.Refuses = write => write.Key == Account.KeyOf(new UserId(4));
        node.Store.IsSilent = true;
        node.Store.Next.Enqueue(NextCommit.UnknownAndCommitted);
        var answers = node.Send([.. Enumerable.Range(1, 4).Select(user => new CreateUser(new(user)))]);
        Assert.All(answers, answer => Assert.False(answer.IsCompleted));
        node.Pump.Finish(node.Node.StopAsync);
        Assert.All(answers[..2], answer => Outcomes.Refused(NotServed.Unknown, answer));
        Assert.All(answers[2..], answer => Outcomes.Refused(NotServed.Draining, answer));
    }

    [Fact]
    public void A_command_that_comes_while_the_node_stops_is_refused_and_not_forgotten()
    {
        using var intake = new Intake(TestNode.Local, TimeProvider.System);
        Assert.True(intake.TryAddCommand(WorkOf(1)));
        Assert.Single(intake.Close());
        Assert.False(intake.TryAddCommand(WorkOf(2)));
    }

    [Fact]
    public void A_node_can_be_stopped_more_than_once_and_before_it_has_started()
    {
        var node = new TestNode();
        node.Pump.Finish(node.Node.StopAsync);
        node.Pump.Finish(node.Node.StopAsync);
        node.Dispose();
        node.Dispose();
    }

    private static Work WorkOf(long user) => new()
    {
        Message = new CreateUser(new(user)), Origin = "test", Client = new Client(null, "POST /test", GiveUpAt: 0),
    };
}
