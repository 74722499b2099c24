using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests;

/// <summary>
/// A service decides the messages that it names; any other message is impossible and changes nothing.
/// </summary>
public sealed class NamedArmsTests
{
    private static readonly Attempt A = Sample.Attempt;

    public static TheoryData<string> Unknown => [.. Messages.Select(message => message.GetType().Name)];

    private static IEnumerable<Message> Messages =>
        [new UnknownToOrder(A), new UnknownToStock(A), new UnknownToPayment(A)];

    // When the last arm took every other message, the payment service refunded a captured payment for it, and the order
    // service answered it as payment's question.
    [Theory]
    [MemberData(nameof(Unknown))]
    public void A_message_that_its_service_does_not_know_is_impossible(string name)
    {
        var message = Messages.Single(message => message.GetType().Name == name);
        var rows = new Rows();
        rows.Put(Order.KeyOf(Sample.Order), Sample.Paid);
        rows.Put(Account.KeyOf(Sample.User), new Account { Funded = 50, Captured = 50 });
        rows.Put(Payment.KeyOf(Sample.Id), Payment.FromAttempt(A, PaymentStatus.Captured));
        rows.Put(Reservation.KeyOf(Sample.Id), Sample.Reservation(ReservationStatus.Taken));
        var service = ServiceOf(message);
        Assert.Throws<ImpossibleMeetingException>(() => service.AddKeys(message, []));
        Assert.Throws<ImpossibleMeetingException>(() => service.Decide(new AllRows(rows), message, Sample.Now));
    }

    // A status that this version does not have, from a later version or a damaged row.
    [Fact]
    public void An_order_of_a_status_that_nobody_knows_is_decided_by_no_message()
    {
        var rows = new Rows();
        rows.Put(Order.KeyOf(Sample.Order), Sample.Running with { Status = (OrderStatus)99, Due = 0 });
        Message[] deciding =
        [
            new CheckOutOrder(Sample.Order, Sample.Id, Sample.Deadline, ReplyTo: 0),
            new CancelOrder(Sample.Order, ReplyTo: 0), new AddLine(Sample.Order, Sample.Apple, 1, 1),
            new RemoveLine(Sample.Order, Sample.Apple),
            new InspectOrders(Sample.Order.Value, 1), new PushOrder(Sample.Order),
            new SweepOrder(Sample.Order),
        ];
        Assert.All(
            deciding,
            message => Assert.Throws<ImpossibleMeetingException>(
                () => ServiceOf(message).Decide(new AllRows(rows), message, Sample.Now)));
    }

    [Fact]
    public void A_record_of_a_status_that_nobody_knows_answers_nothing()
    {
        var rows = new Rows();
        rows.Put(Payment.KeyOf(Sample.Id), Payment.FromAttempt(A, (PaymentStatus)99));
        rows.Put(Reservation.KeyOf(Sample.Id), Sample.Reservation((ReservationStatus)99));
        Assert.All(
            new Message[] { Sample.Hold, Sample.Take, new CancelAttempt(A) },
            message => Assert.Throws<ImpossibleMeetingException>(
                () => ServiceOf(message).Decide(new AllRows(rows), message, Sample.Now)));
    }

    private static IService ServiceOf(Message message) => ShopServices.Of(message.To);

    private sealed record UnknownToOrder(Attempt Attempt) : OrderMessage, IAttemptMessage;

    private sealed record UnknownToStock(Attempt Attempt) : StockMessage, IAttemptMessage;

    private sealed record UnknownToPayment(Attempt Attempt) : PaymentMessage, IAttemptMessage;

    private sealed class AllRows(Rows rows) : IRows
    {
        public T? Find<T>(Key key)
            where T : class => rows.Find<T>(key);
    }
}
