using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests;

/// <summary>Which service decides which message, and which rows each message names.</summary>
public sealed class ServiceContractTests
{
    private const string Account = "accounts:7";
    private const string Payment = "payments:100";
    private const string Reservation = "reservations:100";

    private static readonly Attempt A = Sample.Attempt;
    private static readonly IReadOnlyList<IService> Services = ShopServices.All;

    private static readonly Dictionary<string, (Message Message, string[] Keys)> Messages = new[]
    {
        Of(new CreateOrder(Sample.Order, Sample.User), "orders:1"),
        Of(new AddLine(Sample.Order, Sample.Apple, 1, 1), "orders:1"),
        Of(new RemoveLine(Sample.Order, Sample.Apple), "orders:1"),
        Of(new AskPrice(Sample.Apple, Request: 5, ReplyTo: 0)),
        Of(new PriceQuoted(Sample.Apple, Request: 5, ReplyTo: 0, Price: 12)),
        Of(new CheckOutOrder(Sample.Order, Sample.Id, Sample.Deadline, ReplyTo: 0), "orders:1"),
        Of(new CancelOrder(Sample.Order, ReplyTo: 0), "orders:1"),
        Of(new InspectOrders(First: 8, Count: 2), "orders:8", "orders:9"),
        Of(new InitOrders(First: 8, Count: 2, Items: 1, Users: 1, Price: 1, Seed: 1), "orders:8", "orders:9"),
        Of(new PushOrder(Sample.Order), "orders:1"),
        Of(new SweepOrder(Sample.Order), "orders:1"),
        Of(new ReturnTaken(A), "orders:1"),
        Of(new AskOutcome(A), "orders:1"),
        Of(new CreditHeld(A), "orders:1"),
        Of(new CreditDeclined(A, Reason.UnknownUser), "orders:1"),
        Of(new CreditVoided(A), "orders:1"),
        Of(new CreditRefunded(A), "orders:1"),
        Of(new StockTaken(A), "orders:1"),
        Of(new StockRefused(A, Reason.OutOfStock), "orders:1"),
        Of(new StockReturned(A), "orders:1"),
        Of(new CreateItem(Sample.Apple, 1), "items:10"),
        Of(new AddStock(Sample.Apple, 1), "items:10"),
        Of(new SubtractStock(Sample.Apple, 1), "items:10"),
        Of(new QuotePrice(Sample.Apple, Request: 5, ReplyTo: 0), "items:10"),
        Of(new InitItems(First: 8, Count: 2, Stock: 1, Price: 1), "items:8", "items:9"),
        Of(Sample.Take, Reservation, "items:10", "items:11"),
        Of(Sample.Return, Reservation, "items:10", "items:11"),
        Of(new CancelAttempt(A), Reservation),
        Of(new CreateUser(Sample.User), Account),
        Of(new AddFunds(Sample.User, 1), Account),
        Of(new Pay(Sample.User, 1), Account),
        Of(new InitUsers(First: 8, Count: 2, Credit: 1), "accounts:8", "accounts:9"),
        Of(new SweepAccount(Sample.User), Account),
        Of(new HoldCredit(A), Account, Payment),
        Of(new CaptureCredit(A), Account, Payment),
        Of(new VoidCredit(A), Account, Payment),
        Of(new RefundCredit(A), Account, Payment),
    }.ToDictionary(one => one.Message.GetType().Name);

    public static TheoryData<string> Names => [.. Messages.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_names_the_rows_that_it_touches(string name)
    {
        var (message, expected) = Messages[name];
        var keys = new List<Key>();
        Services.Single(service => service.Role == message.To).AddKeys(message, keys);
        Assert.Equal(expected, keys.Select(key => key.ToString()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_for_another_service_is_impossible(string name)
    {
        var message = Messages[name].Message;
        Assert.All(
            Services.Where(service => service.Role != message.To),
            service =>
            {
                Assert.Throws<ImpossibleMeetingException>(() => service.AddKeys(message, []));
                Assert.Throws<ImpossibleMeetingException>(() => service.Decide(new NoRows(), message, Sample.Now));
            });
    }

    // An answer goes to the partition that the attempt or the question names; any other message may go to any
    // partition.
    [Theory]
    [MemberData(nameof(Names))]
    public void An_answer_is_expected_where_its_question_said(string name)
    {
        if (Messages[name].Message is OrderMessage message)
        {
            int? expected = message is IAttemptMessage ? Sample.Partition : message is PriceQuoted ? 0 : null;
            Assert.Equal(expected, message.ExpectedAt);
        }
    }

    [Fact]
    public void Every_message_of_the_domain_is_listed_here() =>
        Assert.Equal(
            typeof(OrderMessage).Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(Message)) && !type.IsAbstract)
                .Select(type => type.Name).Order(StringComparer.Ordinal),
            Messages.Keys.Order(StringComparer.Ordinal));

    private static (Message Message, string[] Keys) Of(Message message, params string[] keys) => (message, keys);

    private sealed class NoRows : IRows
    {
        public T? Find<T>(Key key)
            where T : class => null;
    }
}
