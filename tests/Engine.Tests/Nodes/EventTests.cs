using System.Text.Json;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>Public events: committed with their change; sent, confirmed and sent again like messages.</summary>
public sealed class EventTests
{
    private static readonly NodeOptions Publishing = TestNode.Apart with { PublishesEvents = true };

    private readonly MemoryLog _log = new(partitions: 3);

    [Fact]
    public void All_events_of_a_batch_are_one_envelope_that_is_committed_with_the_rows()
    {
        using var node = OrderNode(orders: 3);
        node.Send([.. Enumerable.Range(1, 3).Select(order => Sample.CheckOut(order))]);
        var events = Assert.Single(_log.Sent, envelope => envelope.IsPublic);
        Assert.Equal(["accepted 1", "accepted 2", "accepted 3"], Told());
        var commit = Assert.Single(node.Store.Commits);
        Assert.Equal(_log.Sent, commit.Outbox);
        Assert.Equal(3, commit.Rows.Count);
        Assert.Equal((Role.Order, node.Now), (events.To, events.At));
    }

    /// <summary>
    /// A full batch of the largest orders: no envelope is larger than its bound, and so neither is a row of the outbox.
    /// </summary>
    [Fact]
    public void Events_of_large_orders_are_divided_into_envelopes_in_their_order()
    {
        const int Orders = 100;
        using var node = OrderNode(orders: 0);
        var lines = Enumerable.Range(1, Limits.LinesMax).Select(item => new Line(new ItemId(item), 1, 1));
        var large = new Order { User = Sample.User, Lines = [.. lines], Total = Limits.LinesMax };
        for (var order = 1; order <= Orders; order++)
        {
            node.Store.Put(Order.KeyOf(new OrderId(order)), large);
        }

        node.Send([.. Enumerable.Range(1, Orders).Select(order => Sample.CheckOut(order))]);

        Assert.Equal(Enumerable.Range(1, Orders).Select(order => $"accepted {order}"), Told());
        var commit = Assert.Single(node.Store.Commits);
        var events = commit.Outbox.Where(envelope => envelope.IsPublic).ToList();
        Assert.InRange(events.Count, 2, Orders / 2);
        Assert.All(events, e => Assert.InRange(e.Bytes.Length, 1, node.Node.Options.EnvelopeBytesMax));
    }

    // Messages that follow from the confirmed ones, such as the order's next event, must not be sent first.
    [Fact]
    public void Events_are_sent_before_the_messages_of_their_batch()
    {
        using var node = OrderNode(orders: 1);
        node.Ask(Sample.CheckOut(1));
        Assert.Equal([true, false], _log.Sent.Select(envelope => envelope.IsPublic));
    }

    [Fact]
    public void Every_change_of_the_status_is_told_once_and_its_sequence_grows()
    {
        using var node = OrderNode(orders: 1);
        var attempt = Sample.Attempt(1);
        node.Ask(Sample.CheckOut(1));
        node.Pump.Run(() => _log.Deliver(0, 0, new CreditHeld(attempt)));
        node.Pump.Run(() => _log.Deliver(0, 1, new StockTaken(attempt)));
        node.Pump.Run(() => _log.Deliver(0, 2, new StockTaken(attempt)));
        node.Ask(new CancelOrder(new OrderId(1), ReplyTo: 0));
        node.Ask(new CancelOrder(new OrderId(1), ReplyTo: 0));
        node.Pump.Run(() => _log.Deliver(0, 3, new StockReturned(attempt)));
        node.Pump.Run(() => _log.Deliver(0, 4, new CreditRefunded(attempt)));
        Assert.Equal(["accepted 1", "paid 1", "cancelling 1", "cancelled 1"], Told());
        Assert.Equal(Sequences().Order(StringComparer.Ordinal).Distinct(), Sequences());
    }

    // In one batch, so that the row has one new version for both.
    [Fact]
    public void A_failure_and_the_next_attempt_in_one_batch_are_told_in_their_order()
    {
        using var node = OrderNode(orders: 1);
        node.Ask(Sample.CheckOut(1));
        node.Pump.Run(() =>
        {
            _log.Deliver(0, 0, new CreditDeclined(Sample.Attempt(1), Reason.InsufficientCredit));
            _ = node.Node.AskAsync(Sample.CheckOut(1, attempt: 99), "POST /test");
        });
        Assert.Equal(2, node.Store.Commits.Count);
        Assert.Equal(["accepted 1", "failed 1", "accepted 1"], Told());
        Assert.Equal(Sequences().Order(StringComparer.Ordinal).Distinct(), Sequences());
    }

    [Fact]
    public void What_changes_no_status_tells_nobody()
    {
        using var node = OrderNode(orders: 1);
        node.Ask(new CreateOrder(new OrderId(50), Sample.User));
        node.Ask(new AddLine(new OrderId(1), Sample.Item, Quantity: 1, Sample.Price));
        node.Ask(new InitOrders(First: 1, Count: 1, Items: 1, Users: 1, Price: 1, Seed: 1));
        Assert.Empty(Told());
    }

    [Fact]
    public void Without_the_option_there_are_none()
    {
        using var node = OrderNode(orders: 1, TestNode.Apart);
        node.Ask(Sample.CheckOut(1));
        Assert.DoesNotContain(_log.Sent, envelope => envelope.IsPublic);
    }

    [Fact]
    public void A_batch_that_is_tried_again_tells_once()
    {
        using var node = OrderNode(orders: 1);
        node.Store.Next.Enqueue(NextCommit.Transient);
        node.Send(Sample.CheckOut(1));
        Assert.Empty(Told());
        node.Pass(100);
        Assert.Equal(["accepted 1"], Told());
    }

    [Fact]
    public void What_was_never_confirmed_is_told_again_with_the_same_bytes()
    {
        using var node = OrderNode(orders: 1);
        node.Ask(Sample.CheckOut(1));
        node.Pass(2 * node.Node.Options.LeftoverAgeMs);
        var events = _log.Sent.Where(envelope => envelope.IsPublic).ToList();
        Assert.Equal(2, events.Count);
        Assert.Equal(events[0], events[1]);
        _log.ConfirmAll();
        node.Pass(1_000);
        Assert.Empty(node.Store.Outbox);
    }

    [Fact]
    public void Where_all_is_decided_locally_there_is_nobody_to_tell() => Assert.Throws<ArgumentException>(
        () => (TestNode.Local with { PublishesEvents = true }).Validate());

    private TestNode OrderNode(int orders, NodeOptions? options = null)
    {
        var node = new TestNode(ShopServices.Order, _log, options ?? Publishing);
        Sample.Fill(node.Store, orders, stock: 0, credit: 0);
        _log.Gain(Role.Order, 0);
        return node;
    }

    private IEnumerable<string> Told() =>
        Events().Select(e => $"{Member(e, "type")["cartwright.order.".Length..]} {Member(e, "subject")}");

    private IEnumerable<string> Sequences() => Events().Select(e => Member(e, "sequence"));

    private IEnumerable<JsonElement> Events() => _log.Sent
        .Where(envelope => envelope.IsPublic)
        .SelectMany(PublicRecords.RecordsOf)
        .Select(record => JsonDocument.Parse(record.Value).RootElement);

    private static string Member(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
