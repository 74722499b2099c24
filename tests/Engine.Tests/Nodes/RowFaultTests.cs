using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>A row that is locked, rejected or unreadable affects only the messages that need it.</summary>
public sealed class RowFaultTests
{
    private static readonly ItemId Other = new(2);
    private readonly MemoryLog _log = new(partitions: 1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void While_a_row_is_locked_the_rest_of_its_batch_is_committed_at_once()
    {
        using var node = StockNode();
        node.Store.Locked.Add(Item.KeyOf(Sample.Item));
        var answers = node.Send(new AddStock(Sample.Item, 1), new AddStock(Other, 1), new CreateItem(new(3), 5));
        Assert.False(answers[0].IsCompleted);
        Assert.Equal(new StockUpdated(Other, 6), Outcomes.ReplyOf(answers[1]));
        Assert.Equal(new ItemCreated(new(3)), Outcomes.ReplyOf(answers[2]));
        Assert.Equal([3, 2], node.Store.Loads.Select(keys => keys.Length));
    }

    [Fact]
    public void A_command_whose_row_is_let_go_is_answered_and_counted_once()
    {
        using var node = StockNode();
        node.Store.Locked.Add(Item.KeyOf(Sample.Item));
        var answers = node.Send(new AddStock(Sample.Item, 1), new AddStock(Sample.Item, 2));
        node.Pass(1_000);
        node.Store.Locked.Clear();
        node.Pass(2_500);
        Assert.All(answers, answer => Assert.IsType<StockUpdated>(Outcomes.ReplyOf(answer)));
        Assert.Equal(8, Sample.ItemIn(node.Store).Stock);
    }

    [Fact]
    public void A_command_waits_for_a_locked_row_only_as_long_as_its_patience()
    {
        using var node = StockNode();
        node.Store.Locked.Add(Item.KeyOf(Sample.Item));
        var answer = node.Send(new AddStock(Sample.Item, 1))[0];
        node.Pass(node.Node.Options.PatienceMs - 1_000);
        Assert.False(answer.IsCompleted);
        node.Pass(2_000);
        Outcomes.Refused(NotServed.Unavailable, answer);
        node.Store.Locked.Clear();
        node.Pass(10_000);
        Assert.Equal(5, Sample.ItemIn(node.Store).Stock);
    }

    // Each read of a locked row can cost the whole wait for its lock.
    [Fact]
    public void A_locked_row_is_looked_at_ever_more_seldom_however_much_needs_it()
    {
        using var node = StockNode();
        node.Store.Locked.Add(Item.KeyOf(Sample.Item));
        for (var second = 0; second < 20; second++)
        {
            node.Send(new AddStock(Sample.Item, 1), new AddStock(Other, 1));
            node.Pass(1_000);
        }

        Assert.InRange(node.Store.Loads.Count(keys => keys.Contains(Item.KeyOf(Sample.Item))), 5, 18);
        Assert.Equal(20, node.Store.Commits.Count);
    }

    [Fact]
    public void A_message_that_waits_for_a_row_keeps_its_offset_and_lets_later_ones_pass()
    {
        using var node = PaymentNode();
        node.Store.Locked.Add(Account.KeyOf(Sample.User));
        node.Pump.Run(() => _log.Deliver(0, 0, new HoldCredit(Sample.Attempt(1))));
        node.Pump.Run(() => _log.Deliver(0, 1, new HoldCredit(OfOther(2))));
        Assert.Equal([new CreditHeld(OfOther(2))], _log.SentMessages);
        Assert.Empty(_log.Advanced);

        node.Pass(5_000);
        node.Store.Locked.Clear();
        node.Pass(3_000);
        Assert.Equal(
            [new CreditHeld(OfOther(2)), new CreditHeld(Sample.Attempt(1))], _log.SentMessages.OfType<CreditHeld>());
        Assert.Equal([(Role.Payment, 0, 2L)], _log.Advanced);
    }

    // Without it, the partition would not move on for as long as the row is locked.
    [Fact]
    public void A_message_that_has_waited_for_long_is_parked_and_tried_again_by_itself()
    {
        using var node = PaymentNode();
        node.Store.Locked.Add(Account.KeyOf(Sample.User));
        node.Pump.Run(() => _log.Deliver(0, 0, new HoldCredit(Sample.Attempt(1))));
        node.Pass(node.Node.Options.BlockedMs + 5_000);
        Assert.NotNull(Assert.Single(node.Store.Parked).Due);
        Assert.Equal([(Role.Payment, 0, 1L)], _log.Advanced);

        node.Pass(60_000);
        node.Store.Locked.Clear();
        node.Pass(20_000);
        Assert.Empty(node.Store.Parked);
        Assert.Equal(new CreditHeld(Sample.Attempt(1)), _log.SentMessages.First());
    }

    [Fact]
    public void More_messages_than_may_wait_are_parked_and_none_is_lost()
    {
        using var node = PaymentNode(TestNode.Apart with { BlockedMax = 3 });
        node.Store.Locked.Add(Account.KeyOf(Sample.User));
        node.Pump.Run(() => _log.Deliver(
            0, 0, [.. Enumerable.Range(1, 8).Select(order => new HoldCredit(Sample.Attempt(order)))]));
        Assert.Equal(5, node.Store.Parked.Count());
        node.Store.Locked.Clear();
        node.Pass(30_000);
        Assert.Empty(node.Store.Parked);
        Assert.Equal(20, Sample.AccountIn(node.Store).Credit);
    }

    [Fact]
    public void A_row_that_the_database_refuses_is_found_and_the_others_are_written()
    {
        using var node = StockNode(items: 40);
        node.Store.RefusesNow = write => write.Key == Item.KeyOf(new(7));
        var answers = node.Send([.. Enumerable.Range(1, 40).Select(item => new AddStock(new(item), 1))]);
        Assert.Equal([6], answers.Index().Where(answer => !answer.Item.IsCompleted).Select(answer => answer.Index));

        var tries = node.Store.Tries;
        Assert.False(node.Send(new AddStock(new(7), 1))[0].IsCompleted);
        Assert.Equal(tries, node.Store.Tries);

        node.Store.RefusesNow = _ => false;
        node.Pass(3_000);
        Assert.Equal(7, node.Store.Find<Item>(Item.KeyOf(new(7)))!.Stock);
    }

    // One of the rejected message's rows was rejected; messages that need its other rows go on.
    [Fact]
    public void A_row_that_was_written_together_with_a_refused_one_is_free_again_soon()
    {
        using var node = new TestNode(ShopServices.Stock, _log);
        FillItems(node.Store, 3);
        _log.Gain(Role.Stock, 0);
        node.Store.RefusesNow = write => write.Key == Item.KeyOf(new(2));
        node.Pump.Run(() => _log.Deliver(0, 0, Take(1, 1, 2), Take(2, 2, 3)));
        node.Pass(400);
        var answers = node.Send(new AddStock(new(1), 1), new AddStock(new(3), 1));
        node.Pass(700);
        Assert.All(answers, answer => Assert.IsType<StockUpdated>(Outcomes.ReplyOf(answer)));
        node.Pass(5_000);
        Assert.IsType<StockUpdated>(node.Ask(new AddStock(new(1), 1)));
        node.Store.RefusesNow = _ => false;
        node.Pass(5_000);
        Assert.Equal((6, 3, 5), (StockOf(node, 1), StockOf(node, 2), StockOf(node, 3)));
    }

    [Fact]
    public async Task A_database_that_refuses_everything_makes_the_node_unready_and_loses_nothing()
    {
        using var node = PaymentNode();
        node.Store.RefusesNow = _ => true;
        node.Pump.Run(() => _log.Deliver(
            0, 0, [.. Enumerable.Range(1, 20).Select(order => new HoldCredit(Sample.Attempt(order, replyTo: 0)))]));
        var command = node.Send(new AddFunds(Sample.User, 1))[0];
        node.Pass(60_000);
        Outcomes.Refused(NotServed.Unavailable, command);
        await Assert.ThrowsAsync<TransientFault>(() => node.Node.ProbeAsync(Stop));
        Assert.Null(node.Node.Ended.Exception);
        Assert.Empty(_log.Advanced);

        // Rejected rows are tried one after the other with pauses, not as fast as possible.
        Assert.InRange(node.Store.Tries, 10, 600);
        node.Store.RefusesNow = _ => false;
        node.Pass(30_000);
        Assert.Equal([(Role.Payment, 0, 1L)], _log.Advanced);
        Assert.Empty(node.Store.Parked);
        Assert.Equal(10, Sample.AccountIn(node.Store).Holds.Length);
        await node.Node.ProbeAsync(Stop);
    }

    [Fact]
    public void An_unreadable_row_parks_its_message_and_refuses_its_command_and_the_node_lives()
    {
        using var node = PaymentNode();
        node.Store.Unreadable.Add(Account.KeyOf(Sample.User));
        node.Pump.Run(() => _log.Deliver(0, 0, new HoldCredit(Sample.Attempt(1)), new HoldCredit(OfOther(2))));
        Assert.Equal([new CreditHeld(OfOther(2))], _log.SentMessages);
        Assert.Null(Assert.Single(node.Store.Parked).Due);
        Assert.Equal([(Role.Payment, 0, 1L)], _log.Advanced);
        Outcomes.Refused(NotServed.Unreadable, node.Send(new AddFunds(Sample.User, 1))[0]);
        Assert.IsType<CreditUpdated>(node.Ask(new AddFunds(new(2), 1)));
        Assert.Null(node.Node.Ended.Exception);
    }

    [Fact]
    public void An_unreadable_row_that_is_due_is_left_out_for_a_while_and_hides_no_other()
    {
        using var node = new TestNode(ShopServices.Order, _log, TestNode.Apart with { SweepRowsMax = 1 });
        foreach (var order in new[] { 1, 2 })
        {
            node.Store.Put(Order.KeyOf(new(order)), Sample.OrderOf(Sample.Item) with
            {
                Status = OrderStatus.Processing, Attempt = new(100 + order), Deadline = long.MaxValue, Due = order,
            });
        }

        node.Store.Unreadable.Add(Order.KeyOf(new(1)));
        node.Pass(30_000);
        Assert.Contains(Sample.Attempt(2), Holds(_log));
        Assert.InRange(node.Store.Loads.Count(keys => keys.Contains(Order.KeyOf(new(1)))), 1, 2);
        node.Store.Unreadable.Clear();
        node.Pass(90_000);
        Assert.Contains(Sample.Attempt(1), Holds(_log));
    }

    [Fact]
    public void A_parked_message_that_meets_an_unreadable_row_stays_parked()
    {
        using var node = PaymentNode();
        node.Store.Unreadable.Add(Account.KeyOf(Sample.User));
        node.Pump.Run(() => _log.Deliver(0, 0, new HoldCredit(Sample.Attempt(1))));
        var (key, parked) = (ParkedMessage.KeyOf("hold-credit.v1/101"), Assert.Single(node.Store.Parked));
        node.Store.Put(key, parked with { Due = node.Now, Error = "" });
        node.Pass(1_000);
        Assert.Null(node.Store.Find<ParkedMessage>(key)!.Due);
        Assert.NotEmpty(node.Store.Find<ParkedMessage>(key)!.Error);
    }

    [Fact]
    public void An_unreadable_order_does_not_keep_the_others_from_those_who_wait()
    {
        using var node = new TestNode(ShopServices.Order, _log);
        Sample.Fill(node.Store, orders: 2, stock: 0, credit: 0);
        using var first = node.ShopNode.Watch(new(1));
        using var second = node.ShopNode.Watch(new(2));
        node.Pass(1_000);
        node.Store.Unreadable.Add(Order.KeyOf(new(1)));
        node.Store.Put(Order.KeyOf(new(2)), Sample.OrderOf(Sample.Item) with { Status = OrderStatus.Cancelled });
        var seen = node.Pump.Run(() => second.UntilAsync(
            order => order.Status is OrderStatus.Cancelled, TimeSpan.FromSeconds(60), node.Clock, default));
        node.Pass(1_000);
        Assert.True(seen.IsCompleted);
        Assert.Null(node.Node.Ended.Exception);
    }

    [Fact]
    public void A_node_that_stops_refuses_the_commands_that_wait_for_a_row()
    {
        var node = StockNode();
        node.Store.Locked.Add(Item.KeyOf(Sample.Item));
        var answer = node.Send(new AddStock(Sample.Item, 1))[0];
        node.Dispose();
        Outcomes.Refused(NotServed.Draining, answer);
    }

    [Fact]
    public void A_checkout_in_one_process_waits_for_the_locked_row_of_a_later_step()
    {
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 2, stock: 5, credit: 100);
        node.Store.Locked.Add(Account.KeyOf(Sample.User));
        var answers = node.Send(Sample.CheckOut(1), new AddStock(Sample.Item, 1));
        Assert.False(answers[0].IsCompleted);
        Assert.Equal(new StockUpdated(Sample.Item, 6), Outcomes.ReplyOf(answers[1]));
        node.Store.Locked.Clear();
        node.Pass(1_000);
        Assert.Equal(OrderStatus.Paid, Outcomes.AnswerOf(answers[0]).Order?.Status);
    }

    private static IEnumerable<Attempt> Holds(MemoryLog log) =>
        log.SentMessages.OfType<HoldCredit>().Select(hold => hold.Attempt);

    private static Attempt OfOther(long order) => Sample.Attempt(order) with { User = new UserId(2) };

    private static TakeStock Take(long order, params long[] items) =>
        new(Sample.Attempt(order), [.. items.Select(item => new Units(new ItemId(item), 1))]);

    private static long StockOf(TestNode node, long item) => node.Store.Find<Item>(Item.KeyOf(new(item)))!.Stock;

    private static void FillItems(MemoryStore store, int items)
    {
        for (var id = 1; id <= items; id++)
        {
            store.Put(Item.KeyOf(new(id)), new Item { Price = Sample.Price, Stock = 5, Added = 5 });
        }
    }

    private static TestNode StockNode(int items = 2)
    {
        var node = new TestNode(TestNode.Apart, [ShopServices.Stock]);
        FillItems(node.Store, items);
        return node;
    }

    private TestNode PaymentNode(NodeOptions? options = null)
    {
        var node = new TestNode(ShopServices.Payment, _log, options);
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        node.Store.Put(Account.KeyOf(new(2)), new Account { Credit = 100, Funded = 100 });
        _log.Gain(Role.Payment, 0);
        return node;
    }
}
