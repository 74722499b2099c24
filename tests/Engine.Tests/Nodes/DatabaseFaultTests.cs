using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>The result of a batch when its database fails.</summary>
public sealed class DatabaseFaultTests
{
    [Fact]
    public void A_commit_that_failed_is_made_anew_and_answered_once()
    {
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 1, stock: 5, credit: 100);
        node.Store.Next.Enqueue(NextCommit.Transient);
        node.Store.Next.Enqueue(NextCommit.Transient);
        var answer = node.Send(Sample.CheckOut(1))[0];
        Assert.False(answer.IsCompleted);

        node.Pass(200);
        Assert.Equal(OrderStatus.Paid, Outcomes.AnswerOf(answer).Order?.Status);
        Assert.Equal(3, node.Store.Tries);
        Assert.Single(node.Store.Commits);
        Assert.Equal(90, Sample.AccountIn(node.Store).Credit);
    }

    // The item is sold out in between: the second try must not answer from the rows of the first.
    [Fact]
    public void A_batch_that_is_made_anew_decides_by_what_it_loads_then()
    {
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 1, stock: 5, credit: 100);
        node.Store.Next.Enqueue(NextCommit.Transient);
        var answer = node.Send(Sample.CheckOut(1))[0];
        node.Store.Put(Domain.Stock.Item.KeyOf(Sample.Item), new Domain.Stock.Item { Price = Sample.Price });
        node.Pass(200);
        Assert.Equal(Reason.OutOfStock, Outcomes.AnswerOf(answer).Order?.Reason);
        Assert.Equal(100, Sample.AccountIn(node.Store).Credit);
    }

    [Fact]
    public void A_row_that_somebody_else_changed_is_read_again()
    {
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        node.Store.Gate = new TaskCompletionSource();
        var answer = node.Send(new AddFunds(Sample.User, 5))[0];
        node.Store.Put(Account.KeyOf(Sample.User), new Account { Credit = 40, Funded = 40 });
        node.Pump.Run(node.Store.Gate.SetResult);
        node.Pass(100);
        Assert.Equal(new CreditUpdated(Sample.User, 45), Outcomes.ReplyOf(answer));
    }

    [Fact]
    public async Task A_read_waits_for_a_database_that_is_away_as_long_as_a_command_does()
    {
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        node.Store.IsDown = true;
        var early = node.Pump.Run(() => node.Node.ReadAsync<Account>(Account.KeyOf(Sample.User), default).AsTask());
        node.Pass(node.Node.Options.PatienceMs / 2);
        Assert.False(early.IsCompleted);
        node.Store.IsDown = false;
        node.Pass(1_000);
        Assert.True(early.IsCompleted);
        Assert.Equal(100, (await early)!.Credit);

        node.Store.IsDown = true;
        var late = node.Pump.Run(() => node.Node.ReadAsync<Account>(Account.KeyOf(Sample.User), default).AsTask());
        node.Pass(node.Node.Options.PatienceMs + 1_000);
        Assert.IsType<TransientFault>(late.Exception!.InnerException);
    }

    // Otherwise the attempt is declined for good and held as well: a missing row cannot be locked.
    [Fact]
    public void An_attempt_of_a_user_who_is_made_meanwhile_is_decided_anew()
    {
        var log = new MemoryLog(partitions: 1);
        using var node = new TestNode(ShopServices.Payment, log);
        log.Gain(Role.Payment, 0);
        node.Store.Gate = new TaskCompletionSource();
        node.Pump.Run(() => log.Deliver(0, 0, new HoldCredit(Sample.Attempt(1))));
        node.Store.Put(Account.KeyOf(Sample.User), new Account { Credit = 100, Funded = 100 });
        node.Pump.Run(node.Store.Gate.SetResult);
        node.Pass(100);
        Assert.Null(node.Store.Find<Payment>(Payment.KeyOf(Sample.Attempt(1).Id)));
        Assert.Equal((90, 10), (Sample.AccountIn(node.Store).Credit, Sample.AccountIn(node.Store).Held));
    }

    [Fact]
    public void A_commit_of_unknown_outcome_that_had_happened_is_answered_and_not_repeated()
    {
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        node.Store.Next.Enqueue(NextCommit.UnknownAndCommitted);
        Assert.Equal(new CreditUpdated(Sample.User, 105), node.Ask(new AddFunds(Sample.User, 5)));
        Assert.Equal((1, 1), (node.Store.Tries, node.Store.Resolves));
        Assert.Equal(105, Sample.AccountIn(node.Store).Credit);
    }

    [Fact]
    public void A_commit_of_unknown_outcome_that_had_not_happened_is_made_anew()
    {
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        node.Store.Next.Enqueue(NextCommit.UnknownAndNot);
        Assert.Equal(new CreditUpdated(Sample.User, 105), node.Ask(new AddFunds(Sample.User, 5)));
        Assert.Equal((2, 1), (node.Store.Tries, node.Store.Resolves));
        Assert.Equal(105, Sample.AccountIn(node.Store).Credit);
    }

    [Fact]
    public void Nobody_is_answered_while_the_outcome_cannot_be_found_out()
    {
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        node.Store.IsSilent = true;
        node.Store.Next.Enqueue(NextCommit.UnknownAndCommitted);
        var answer = node.Send(new AddFunds(Sample.User, 5))[0];
        node.Pass(2 * node.Node.Options.PatienceMs);
        Assert.False(answer.IsCompleted);

        node.Store.IsSilent = false;
        node.Pass(1_000);
        Assert.Equal(new CreditUpdated(Sample.User, 105), Outcomes.ReplyOf(answer));
        Assert.Equal(1, node.Store.Tries);
    }

    [Fact]
    public void A_node_that_stops_before_it_knows_says_that_it_does_not_know()
    {
        var node = new TestNode();
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        node.Store.IsSilent = true;
        node.Store.Next.Enqueue(NextCommit.UnknownAndCommitted);
        var answer = node.Send(new AddFunds(Sample.User, 5))[0];
        node.Dispose();
        Outcomes.Refused(NotServed.Unknown, answer);
    }

    [Fact]
    public void Commands_give_up_while_the_database_is_down_and_are_not_executed_later()
    {
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        node.Store.IsDown = true;
        var first = node.Send(new AddFunds(Sample.User, 5))[0];
        var second = node.Send(new AddFunds(Sample.User, 7))[0];
        node.Pass(node.Node.Options.PatienceMs - 1_000);
        Assert.False(first.IsCompleted);
        Assert.False(second.IsCompleted);
        var last = node.Send(new AddFunds(Sample.User, 11))[0];

        node.Pass(2_500);
        Outcomes.Refused(NotServed.Unavailable, first);
        Outcomes.Refused(NotServed.Unavailable, second);
        Assert.False(last.IsCompleted);

        node.Store.IsDown = false;
        node.Pass(2_000);
        Assert.Equal(new CreditUpdated(Sample.User, 111), Outcomes.ReplyOf(last));
        Assert.Equal(111, Sample.AccountIn(node.Store).Credit);
    }

    [Fact]
    public void Messages_never_give_up()
    {
        var log = new MemoryLog(partitions: 1);
        using var node = new TestNode(ShopServices.Payment, log);
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        log.Gain(Role.Payment, 0);
        node.Store.IsDown = true;
        node.Pump.Run(() => log.Deliver(0, 0, new HoldCredit(Sample.Attempt(1))));
        node.Pass(60_000);
        Assert.Empty(log.Advanced);
        node.Store.IsDown = false;
        node.Pass(1_000);
        Assert.Equal([new CreditHeld(Sample.Attempt(1))], log.SentMessages);
        Assert.Equal([(Role.Payment, 0, 1L)], log.Advanced);
    }

    [Fact]
    public void Commands_are_refused_at_once_when_too_many_wait()
    {
        using var node = new TestNode(TestNode.Local with { CommandsMax = 3 });
        node.Store.Gate = new TaskCompletionSource();
        var under = node.Send(new CreateUser(new(1)))[0];
        var waiting = node.Send([.. Enumerable.Range(2, 3).Select(user => new CreateUser(new(user)))]);
        Outcomes.Refused(NotServed.Overloaded, () => node.Send(new CreateUser(new(5))));
        node.Pump.Run(node.Store.Gate.SetResult);
        Assert.All(waiting.Append(under), answer => Assert.True(answer.IsCompletedSuccessfully));
        Assert.Equal(4, node.Store.Commits.Sum(commit => commit.Rows.Count));
    }

    [Fact]
    public void A_fatal_fault_ends_the_node_and_says_why()
    {
        var node = new TestNode();
        node.Store.Next.Enqueue(NextCommit.Fatal);
        var answer = node.Send(new CreateUser(new(1)))[0];
        Assert.Equal("test", Assert.IsType<FatalFault>(node.Node.Ended.Exception?.InnerException).Code);
        Assert.False(node.Node.IsReady);
        Outcomes.Refused(NotServed.Unknown, answer);
        Outcomes.Refused(NotServed.Draining, () => node.Send(new CreateUser(new(2))));
        node.Dispose();
        Assert.True(node.Node.Ended.IsFaulted);
    }

    [Fact]
    public void A_conflict_that_does_not_end_parks_its_message_and_lets_the_others_pass()
    {
        var log = new MemoryLog(partitions: 1);
        using var node = new TestNode(ShopServices.Payment, log);
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        log.Gain(Role.Payment, 0);
        for (var i = 0; i < 20; i++)
        {
            node.Store.Next.Enqueue(NextCommit.Conflict);
        }

        node.Pump.Run(() => log.Deliver(0, 0, new HoldCredit(Sample.Attempt(1))));
        node.Pass(30_000);
        Assert.Equal("hold-credit.v1/101", Assert.Single(node.Store.Commits[0].Rows).Key.Text);
        Assert.Equal([(Role.Payment, 0, 1L)], log.Advanced);
        Assert.Null(node.Node.Ended.Exception);
    }
}
