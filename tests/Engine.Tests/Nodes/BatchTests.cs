using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>The reads, the writes and the releases of one batch.</summary>
public sealed class BatchTests
{
    [Fact]
    public void A_checkout_of_three_services_in_one_place_is_one_commit_with_each_row_written_once()
    {
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 1, stock: 5, credit: 100);
        var answer = Outcomes.AnswerOf(node.Send(Sample.CheckOut(1))[0]);
        Assert.Equal(new AttemptAccepted(new(1), new(101)), answer.Reply);
        Assert.Equal(OrderStatus.Paid, answer.Order?.Status);

        var commit = Assert.Single(node.Store.Commits);
        Assert.Equal(
            [
                Order.KeyOf(new(1)), Item.KeyOf(Sample.Item), Reservation.KeyOf(new(101)), Account.KeyOf(Sample.User),
                Payment.KeyOf(new(101)),
            ],
            commit.Rows.Select(row => row.Key));
        Assert.Empty(commit.Outbox);
        Assert.Equal((4, 1), (Sample.ItemIn(node.Store).Stock, Sample.ItemIn(node.Store).Taken));
        Assert.Equal((90, 10), (Sample.AccountIn(node.Store).Credit, Sample.AccountIn(node.Store).Captured));
    }

    [Fact]
    public void Ten_checkouts_of_one_hot_item_in_one_batch_are_one_write_of_its_row()
    {
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 10, stock: 7, credit: 1_000);
        var answers = node.Send([.. Enumerable.Range(1, 10).Select(order => Sample.CheckOut(order))]);
        var commit = Assert.Single(node.Store.Commits);
        Assert.Single(commit.Rows, row => row.Key == Item.KeyOf(Sample.Item));
        Assert.Single(commit.Rows, row => row.Key == Account.KeyOf(Sample.User));
        Assert.Equal(
            (7, 3),
            (
                answers.Count(answer => Outcomes.AnswerOf(answer).Order!.Status is OrderStatus.Paid),
                answers.Count(answer => Outcomes.AnswerOf(answer).Order!.Reason is Reason.OutOfStock)));
        Assert.Equal(0, Sample.ItemIn(node.Store).Stock);
        Assert.Equal(930, Sample.AccountIn(node.Store).Credit);
    }

    [Fact]
    public void A_row_that_many_messages_touch_is_loaded_once()
    {
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 10, stock: 7, credit: 1_000);
        node.Send([.. Enumerable.Range(1, 10).Select(order => Sample.CheckOut(order))]);
        var loaded = node.Store.Loads.SelectMany(keys => keys).ToList();
        Assert.Equal(loaded.Distinct(), loaded);
    }

    [Fact]
    public void A_later_command_of_a_batch_sees_what_an_earlier_one_did()
    {
        using var node = new TestNode();
        var answers = node.Send(
            new CreateUser(new(9)), new AddFunds(new(9), 30), new Pay(new(9), 20), new Pay(new(9), 20));
        Assert.Equal(
            [
                new UserCreated(new(9)), new CreditUpdated(new(9), 30), new CreditUpdated(new(9), 10),
                new Rejected(Reason.InsufficientCredit, Item: null, Wanted: 20, Available: 10),
            ],
            answers.Select(Outcomes.ReplyOf));
        Assert.Single(node.Store.Commits);
    }

    [Fact]
    public void What_changes_nothing_is_answered_without_a_commit()
    {
        using var node = new TestNode();
        Assert.Equal(new Rejected(Reason.UnknownOrder), node.Ask(Sample.CheckOut(1)));
        Assert.Equal(0, node.Store.Tries);
    }

    [Fact]
    public void A_batch_takes_no_more_than_its_maximum()
    {
        using var node = new TestNode(TestNode.Local with { BatchMax = 4 });
        node.Send([.. Enumerable.Range(1, 10).Select(user => new CreateUser(new(user)))]);
        Assert.Equal([4, 4, 2], node.Store.Commits.Select(commit => commit.Rows.Count));
    }

    [Fact]
    public void Messages_go_before_commands()
    {
        var log = new MemoryLog(partitions: 1);
        using var node = new TestNode(ShopServices.Payment, log, TestNode.Apart with { BatchMax = 1 });
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        log.Gain(Role.Payment, 0);
        node.Pump.Run(() =>
        {
            _ = node.Node.AskAsync(new AddFunds(Sample.User, 5), "POST /test");
            log.Deliver(0, 0, new HoldCredit(Sample.Attempt(1)));
        });
        Assert.Equal([90L, 95L], node.Store.Commits.Select(commit => ((Account)commit.Rows[0].State!).Credit));
    }

    // Replies, envelopes and watches all wait for the commit, and all follow it.
    [Fact]
    public void Nothing_leaves_before_the_commit()
    {
        var log = new MemoryLog(partitions: 1);
        using var node = new TestNode(ShopServices.Order, log);
        Sample.Fill(node.Store, orders: 1, stock: 5, credit: 100);
        using var watch = node.ShopNode.Watch(new OrderId(1));
        var told = node.Pump.Run(() => watch.UntilAsync(
            order => order.Status is OrderStatus.Processing, TimeSpan.FromMinutes(1), node.Clock, default));

        node.Store.Gate = new TaskCompletionSource();
        var answer = node.Send(Sample.CheckOut(1))[0];
        node.Jump(1_000);
        Assert.Equal(1, node.Store.Tries);
        Assert.False(answer.IsCompleted);
        Assert.False(told.IsCompleted);
        Assert.Empty(log.Sent);
        Assert.Equal(OrderStatus.Open, Sample.StatusOf(node.Store, 1));

        node.Pump.Run(node.Store.Gate.SetResult);
        Assert.Equal(new AttemptAccepted(new(1), new(101)), Outcomes.ReplyOf(answer));
        Assert.True(told.IsCompletedSuccessfully);
        Assert.Equal([Sample.Attempt(1)], log.SentHolds);
    }

    [Fact]
    public void A_lane_goes_on_with_what_came_while_it_committed_as_one_batch()
    {
        using var node = new TestNode();
        node.Store.Gate = new TaskCompletionSource();
        node.Send(new CreateUser(new(1)));
        node.Send(new CreateUser(new(2)));
        node.Send(new CreateUser(new(3)));
        Assert.Equal(1, node.Store.Tries);
        node.Pump.Run(node.Store.Gate.SetResult);
        Assert.Equal([1, 2], node.Store.Commits.Select(commit => commit.Rows.Count));
    }

    [Fact]
    public void A_command_whose_patience_ended_while_it_waited_is_refused_untried()
    {
        using var node = new TestNode(TestNode.Local with { PollEveryMs = 60_000 });
        node.Store.Gate = new TaskCompletionSource();
        node.Send(new CreateUser(new(1)));
        var waiting = node.Send(new CreateUser(new(2)))[0];
        node.Jump(node.Node.Options.PatienceMs);
        node.Pump.Run(node.Store.Gate.SetResult);
        Outcomes.Refused(NotServed.Unavailable, waiting);
        Assert.Single(node.Store.Commits);
    }

    [Fact]
    public void A_price_is_asked_and_told_in_one_batch_where_the_stock_service_is_here()
    {
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 0, stock: 1, credit: 0);
        node.Pump.Finish(async () =>
            Assert.Equal(Sample.Price, await node.ShopNode.AskPriceAsync(Sample.Item, default)));
        node.Pump.Finish(async () => Assert.Null(await node.ShopNode.AskPriceAsync(new ItemId(404), default)));
        Assert.Equal(0, node.Store.Tries);
    }
}
