using System.Text;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>An operator returns the stock that a failed order has taken, by a parked message.</summary>
public sealed class RepairTests
{
    private const string Id = "stock-taken.v1/101";
    private static readonly Attempt A = Sample.Attempt(1);

    [Theory]
    [InlineData(PaymentStatus.Voided)]
    [InlineData(PaymentStatus.Captured)]
    public void Stock_and_credit_come_back_and_the_row_stays_as_the_record(PaymentStatus paid)
    {
        using var node = Broken(TestNode.Local, paid);
        Return(node.Store);
        node.Pass(5_000);
        RequireRepaired(node);
        var line = Assert.Single(node.Log.Collector.GetSnapshot(), line => line.Id.Id == 24);
        Assert.Contains(Id, line.Message, StringComparison.Ordinal);
        Assert.Contains("restored (ann)", line.Message, StringComparison.Ordinal);

        // A repeated request returns nothing again.
        Return(node.Store);
        node.Pass(5_000);
        RequireRepaired(node);
    }

    [Fact]
    public void The_message_that_comes_once_more_does_not_overwrite_the_record()
    {
        var log = new MemoryLog(partitions: 1);
        using var node = new TestNode(ShopServices.Order, log);
        Fill(node.Store, PaymentStatus.Voided);
        log.Gain(Role.Order, 0);
        Return(node.Store);
        node.Pass(1_000);
        Assert.Equal([new VoidCredit(A, ReturnsStock: true)], log.SentMessages);
        var record = Parked(node.Store);
        Assert.True(node.Pump.Run(() => log.Deliver(0, 0, new StockTaken(A))));
        Assert.Equal(record, Parked(node.Store));
        Assert.NotNull(record.ReturnedAt);
        Assert.Null(record.Due);
    }

    [Fact]
    public void Stock_asks_itself_for_the_lines_of_the_reservation()
    {
        var log = new MemoryLog(partitions: 1);
        using var node = new TestNode(ShopServices.Stock, log);
        Fill(node.Store, PaymentStatus.Voided);
        log.Gain(Role.Stock, 0);
        Assert.True(node.Pump.Run(() => log.Deliver(0, 0, new ReturnStock(A, []))));
        var asked = Assert.IsType<ReturnStock>(Assert.Single(log.SentMessages));
        Assert.Equal([new Units(Sample.Item, 1)], asked.Lines);
        Assert.True(node.Pump.Run(() => log.Deliver(0, 1, asked)));
        Assert.Equal(5, Sample.ItemIn(node.Store).Stock);
    }

    [Theory]
    [InlineData(OrderStatus.Paid, "has not failed")]
    [InlineData(OrderStatus.Open, "does not name attempt 101")]
    public void What_may_have_been_paid_is_refused_with_a_sentence(OrderStatus status, string why)
    {
        using var node = Broken(TestNode.Local, PaymentStatus.Captured);
        var reset = status is OrderStatus.Open;
        node.Store.Put(
            Order.KeyOf(A.Order),
            Sample.OrderOf(Sample.Item) with { Status = status, Attempt = reset ? null : A.Id });
        Return(node.Store);
        node.Pass(5_000);
        var parked = Assert.Single(node.Store.Parked);
        Assert.Contains(why, parked.Error, StringComparison.Ordinal);
        Assert.Equal((null, null, null), (parked.Due, parked.ReturnReason, parked.ReturnedAt));
        Assert.Equal(4, Sample.ItemIn(node.Store).Stock);
        Assert.Contains(node.Log.Collector.GetSnapshot(), line => line.Id.Id == 5);
    }

    [Fact]
    public void A_repair_stays_on_record_when_the_order_is_reset_and_it_is_asked_for_again()
    {
        using var node = Broken(TestNode.Local, PaymentStatus.Voided);
        Return(node.Store);
        node.Pass(5_000);
        var at = Parked(node.Store).ReturnedAt;
        node.Store.Put(Order.KeyOf(A.Order), Sample.OrderOf(Sample.Item));
        Return(node.Store);
        node.Pass(5_000);
        Assert.Equal((null, at), (Parked(node.Store).Due, Parked(node.Store).ReturnedAt));
        Assert.NotNull(Parked(node.Store).ReturnReason);
        Assert.Single(node.Log.Collector.GetSnapshot(), line => line.Id.Id == 24);
    }

    [Fact]
    public void Done_again_it_keeps_the_time_of_the_first_and_is_logged_again()
    {
        using var node = Broken(TestNode.Local, PaymentStatus.Voided);
        Return(node.Store);
        node.Pass(5_000);
        var at = Parked(node.Store).ReturnedAt;
        Return(node.Store);
        node.Pass(5_000);
        RequireRepaired(node);
        Assert.Equal(at, Parked(node.Store).ReturnedAt);
        Assert.Equal(2, node.Log.Collector.GetSnapshot().Count(line => line.Id.Id == 24));
    }

    // Another attempt of the same order is paid by now: the repair applies to the failed attempt alone.
    [Fact]
    public void The_attempt_after_it_is_left_alone()
    {
        using var node = Broken(TestNode.Local, PaymentStatus.Voided);
        Assert.IsType<AttemptAccepted>(node.Ask(Sample.CheckOut(1, attempt: 102)));
        Assert.Equal(OrderStatus.Paid, Sample.StatusOf(node.Store, 1));
        Return(node.Store);
        node.Pass(5_000);
        Assert.Equal((OrderStatus.Paid, 4), (Sample.StatusOf(node.Store, 1), Sample.ItemIn(node.Store).Stock));
        Assert.Equal(90, Sample.AccountIn(node.Store).Credit);
        Assert.NotNull(Parked(node.Store).ReturnedAt);
    }

    [Fact]
    public void A_message_about_something_else_is_refused()
    {
        using var node = Broken(TestNode.Local, PaymentStatus.Voided);
        node.Store.Put(ParkedMessage.KeyOf(Id), Row(new StockRefused(A, Reason.OutOfStock)) with
        {
            Due = 0, ReturnReason = "a mistake",
        });
        node.Pass(5_000);
        Assert.Equal((null, null), (Parked(node.Store).Due, Parked(node.Store).ReturnReason));
        Assert.Contains("undoable work", Parked(node.Store).Error, StringComparison.Ordinal);
        Assert.Equal(4, Sample.ItemIn(node.Store).Stock);
    }

    private static TestNode Broken(NodeOptions options, PaymentStatus paid)
    {
        var node = new TestNode(options);
        Fill(node.Store, paid);
        return node;
    }

    // The order failed, and yet one of its five units is taken.
    private static void Fill(MemoryStore store, PaymentStatus paid)
    {
        var isCaptured = paid is PaymentStatus.Captured;
        store.Put(Item.KeyOf(Sample.Item), new Item { Price = Sample.Price, Stock = 4, Added = 5, Taken = 1 });
        store.Put(
            Account.KeyOf(Sample.User),
            new Account { Credit = isCaptured ? 90 : 100, Funded = 100, Captured = isCaptured ? 10 : 0 });
        store.Put(
            Order.KeyOf(A.Order),
            Sample.OrderOf(Sample.Item) with { Status = OrderStatus.Failed, Attempt = A.Id, Reason = Reason.Timeout });
        store.Put(Payment.KeyOf(A.Id), Payment.FromAttempt(A, paid));
        store.Put(
            Reservation.KeyOf(A.Id),
            new Reservation
            {
                Order = A.Order, Status = ReservationStatus.Taken, Lines = [new TakenLine(Sample.Item, 1, 0)],
            });
        store.Put(ParkedMessage.KeyOf(Id), Row(new StockTaken(A)));
    }

    private static ParkedMessage Row(Message message) => new(
        Role.Order, "inbox", "It meets a failed attempt.", Encoding.UTF8.GetString(Wire.Messages.Encode(message)),
        IsBase64: false, At: 1, Due: null);

    private static void Return(MemoryStore store) => store.Put(
        ParkedMessage.KeyOf(Id), Parked(store) with { Due = 0, ReturnReason = "restored (ann)" });

    private static ParkedMessage Parked(MemoryStore store) => store.Find<ParkedMessage>(ParkedMessage.KeyOf(Id))!;

    private static void RequireRepaired(TestNode node)
    {
        var item = Sample.ItemIn(node.Store);
        Assert.Equal((5L, 1L, 1L), (item.Stock, item.Taken, item.Returned));
        Assert.Equal(100, Sample.AccountIn(node.Store).Credit);
        Assert.Equal(
            ReservationStatus.Returned, node.Store.Find<Reservation>(Reservation.KeyOf(A.Id))!.Status);
        Assert.Equal(OrderStatus.Failed, Sample.StatusOf(node.Store, 1));
        var record = Assert.Single(node.Store.Parked);
        Assert.Null(record.Due);
        Assert.Equal("restored (ann)", record.ReturnReason);
        Assert.InRange(record.ReturnedAt ?? 0, 2, node.Now);
    }
}
