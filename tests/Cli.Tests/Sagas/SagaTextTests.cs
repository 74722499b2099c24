using Cartwright.Cli.Sagas;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Views;
using Cartwright.Kernel;

namespace Cartwright.Cli.Tests.Sagas;

/// <summary>Sagas as text, line by line.</summary>
public sealed class SagaTextTests
{
    private const long Now = 1_000_000;

    private static readonly Order Running = new()
    {
        User = new UserId(7),
        Lines = [new Line(new ItemId(10), 2, 20), new Line(new ItemId(11), 1, 40)],
        Total = 60,
        Status = OrderStatus.Processing,
        Attempt = new AttemptId(100),
        Deadline = Now + 27_900,
        Looks = 1,
        Due = Now + 1_200,
        UpdatedAt = Now - 2_100,
    };

    private static readonly Hold Own = new(new AttemptId(100), new OrderId(5), 60, 0, Now - 2_000);

    [Fact]
    public void A_checkout_whose_stock_is_not_taken_yet() => Equal(
        """
        order 5  processing for 2.1 s, deadline in 27 s, next look in 1.2 s (1 so far)
          1 hold credit     payment  done        60 of user 7 (40 left)
          2 take stock      stock    WAITING     take-stock.v1 is on its way, or its answer
          3 capture credit  payment  not yet
            undo: void credit        not needed so far
        """,
        Running,
        new Account { Credit = 40, Held = 60, Holds = [Own] });

    [Fact]
    public void A_checkout_that_waits_for_credit() => Equal(
        """
        order 5  processing for 2.1 s, deadline in 27 s, next look in 1.2 s (1 so far)
          1 hold credit     payment  WAITING     place 1 in the waiting room for 2.0 s; attempt 90 holds credit
          2 take stock      stock    not yet
          3 capture credit  payment  not yet
            undo: void credit        not needed so far
        """,
        Running,
        new Account { Held = 80, Holds = [new(new AttemptId(90), new OrderId(4), 80, 0, 1)], Waiting = [Own] });

    [Fact]
    public void A_checkout_that_is_undone_past_its_deadline() => Equal(
        """
        order 5  processing for 2 min, reason out-of-stock (item 11), deadline 99 s ago, a look due for 3.0 s (4 so far)
          1 hold credit     payment  UNDOING
          2 take stock      stock    rejected    out-of-stock (item 11)
          3 capture credit  payment  not needed
            undo: void credit        WAITING     void-credit.v1 is on its way
        """,
        Running with
        {
            Reason = Reason.OutOfStock,
            ReasonItem = new ItemId(11),
            UpdatedAt = Now - 130_000,
            Deadline = Now - 99_000,
            Due = Now - 3_000,
            Looks = 4,
        },
        new Account { Credit = 40, Held = 60, Holds = [Own] },
        new Reservation
        {
            Order = new OrderId(5),
            Status = ReservationStatus.Refused,
            Reason = Reason.OutOfStock,
            ReasonItem = new ItemId(11),
        });

    [Fact]
    public void A_checkout_that_is_undone() => Equal(
        """
        order 5  failed for 2.1 s, reason out-of-stock (item 11)
          1 hold credit     payment  undone
          2 take stock      stock    rejected    out-of-stock (item 11)
          3 capture credit  payment  not needed
            undo: void credit        done
        """,
        Running with
        {
            Status = OrderStatus.Failed,
            Reason = Reason.OutOfStock,
            ReasonItem = new ItemId(11),
            Deadline = null,
            Looks = 0,
            Due = null,
        },
        new Payment { Order = new OrderId(5), User = new UserId(7), Amount = 60, Status = PaymentStatus.Voided },
        new Reservation
        {
            Order = new OrderId(5),
            Status = ReservationStatus.Refused,
            Reason = Reason.OutOfStock,
            ReasonItem = new ItemId(11),
        });

    // A look at the deadline or after it puts the next look after it.
    [Fact]
    public void A_checkout_that_stock_is_asked_to_cancel() => Equal(
        """
        order 5  processing for 33 s, deadline 3.0 s ago, next look in 1.2 s (5 so far)
          1 hold credit     payment  done        60 of user 7 (40 left)
          2 take stock      stock    WAITING     cancel-attempt.v1 is on its way, or its answer
          3 capture credit  payment  not yet
            undo: void credit        not needed so far
        """,
        Running with { UpdatedAt = Now - 33_000, Deadline = Now - 3_000, Looks = 5 },
        new Account { Credit = 40, Held = 60, Holds = [Own] });

    [Fact]
    public void An_order_that_is_being_cancelled() => Equal(
        """
        order 5  cancelling for 2.1 s, next look in 1.2 s (1 so far)
          1 hold credit     payment  done        60 of user 7 (40 left)
          2 take stock      stock    done        2 of item 10, 1 of item 11
          3 capture credit  payment  done        60 of user 7 (40 left)
            undo: void credit        not needed
          cancellation
          1 return stock    stock    done        2 of item 10, 1 of item 11
          2 refund credit   payment  WAITING     refund-credit.v1 is on its way, or its answer
        """,
        Running with { Status = OrderStatus.Cancelling, Deadline = null },
        new Account { Credit = 40 },
        new Payment
        {
            Order = new OrderId(5), User = new UserId(7), Amount = 60, Status = PaymentStatus.Captured,
        },
        new Reservation { Order = new OrderId(5), Status = ReservationStatus.Returned });

    [Fact]
    public void A_service_that_gives_no_answer()
    {
        var view = SagaView.Of(new OrderId(5), Running, new Rows([]), role => role != Role.Payment, Now);
        Assert.Equal(
            "  1 hold credit     payment  unknown     the database of payment does not answer",
            SagaText.LinesOf(view).ElementAt(1));
        Assert.Equal(
            "5                   processing       2.1 s  hold credit unknown, payment", SagaText.SummaryOf(view));
    }

    // The order's own row proves the steps of a paid order.
    [Theory]
    [InlineData("payment", "60 of user 7", "2 of item 10, 1 of item 11")]
    [InlineData("stock", "60 of user 7 (40 left)", "2 of item 10, 1 of item 11")]
    public void A_step_without_its_database_names_what_it_is_about(string silent, string held, string taken)
    {
        var rows = new Rows(
        [
            new Account { Credit = 40 },
            new Payment { Order = new OrderId(5), User = new UserId(7), Amount = 60, Status = PaymentStatus.Captured },
            new Reservation { Order = new OrderId(5), Status = ReservationStatus.Taken },
        ]);
        var paid = Running with { Status = OrderStatus.Paid, Deadline = null, Looks = 0, Due = null };
        var view = SagaView.Of(new OrderId(5), paid, rows, role => role.Name != silent, Now);
        var lines = SagaText.LinesOf(view).ToList();
        Assert.Equal($"  1 hold credit     payment  done        {held}", lines[1]);
        Assert.Equal($"  2 take stock      stock    done        {taken}", lines[2]);
    }

    [Fact]
    public void A_list_names_the_step_that_an_order_waits_for()
    {
        var view = View(Running, new Account { Credit = 40, Held = 60, Holds = [Own] });
        Assert.Equal("5                   processing       2.1 s  take stock WAITING, stock", SagaText.SummaryOf(view));
        var open = View(Running with { Status = OrderStatus.Open, Attempt = null, UpdatedAt = Now - 7_300_000 });
        Assert.Equal("5                   open               2 h", SagaText.SummaryOf(open));
    }

    private static void Equal(string text, Order order, params object[] rows) => Assert.Equal(
        text.Replace("\r", "", StringComparison.Ordinal).Split('\n'), SagaText.LinesOf(View(order, rows)));

    private static SagaView View(Order order, params object[] rows) =>
        SagaView.Of(new OrderId(5), order, new Rows(rows), _ => true, Now);

    private sealed class Rows(object[] rows) : IRows
    {
        public T? Find<T>(Key key)
            where T : class => rows.OfType<T>().SingleOrDefault();
    }
}
