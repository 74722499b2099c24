using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Engine.Tests.Codec;

/// <summary>
/// The messages that have a golden file, by the file's name: the wire name, and after a plus the variant.
/// </summary>
internal static class GoldenMessages
{
    private const long BigId = 113_246_208_000_000_000;
    private static readonly Attempt Attempt = new(new(BigId), new(7), new(3), 4_550, 5);
    private static readonly Attempt Largest =
        new(new(long.MaxValue), new(long.MaxValue), new(long.MaxValue), Limits.CreditMax, int.MaxValue);

    public static SortedDictionary<string, Message> All { get; } =
        new(Orders().Concat(Stock()).Concat(Payments()).ToDictionary(), StringComparer.Ordinal);

    private static Dictionary<string, Message> Orders() => new()
    {
        ["create-order.v1"] = new CreateOrder(new(BigId), new(3)),
        ["add-line.v1"] = new AddLine(new(7), new(2), 5, 910),
        ["remove-line.v1"] = new RemoveLine(new(7), new(2)),
        ["ask-price.v1"] = new AskPrice(new(2), BigId, 5),
        ["price-quoted.v1"] = new PriceQuoted(new(2), BigId, 5, 910),
        ["price-quoted.v1+no-price"] = new PriceQuoted(new(2), BigId, 5),
        ["check-out-order.v1"] = new CheckOutOrder(new(7), new(BigId), 1_728_000_030_000, 5),
        ["cancel-order.v1"] = new CancelOrder(new(7), 5),
        ["inspect-orders.v1"] = new InspectOrders(2_000, 1_000),
        ["init-orders.v1"] = new InitOrders(2_000, 1_000, 100_000, 50_000, 20, -77),
        ["push-order.v1"] = new PushOrder(new(7)),
        ["sweep-order.v1"] = new SweepOrder(new(7)),
        ["return-taken.v1"] = new ReturnTaken(Attempt),
        ["ask-outcome.v1"] = new AskOutcome(Attempt),
        ["credit-held.v1"] = new CreditHeld(Attempt),
        ["credit-held.v1+largest"] = new CreditHeld(Largest),
        ["credit-declined.v1"] = new CreditDeclined(Attempt, Reason.InsufficientCredit),
        ["credit-voided.v1"] = new CreditVoided(Attempt),
        ["credit-refunded.v1"] = new CreditRefunded(Attempt),
        ["stock-taken.v1"] = new StockTaken(Attempt),
        ["stock-refused.v1"] = new StockRefused(Attempt, Reason.OutOfStock, new ItemId(2)),
        ["stock-refused.v1+no-item"] = new StockRefused(Attempt, Reason.Cancelled),
        ["stock-returned.v1"] = new StockReturned(Attempt),
    };

    private static Dictionary<string, Message> Stock() => new()
    {
        ["create-item.v1"] = new CreateItem(new(2), 910),
        ["add-stock.v1"] = new AddStock(new(2), 40),
        ["subtract-stock.v1"] = new SubtractStock(new(2), 4),
        ["init-items.v1"] = new InitItems(2_000, 1_000, 50, 20),
        ["quote-price.v1"] = new QuotePrice(new(2), BigId, 5),
        ["take-stock.v1"] = new TakeStock(Attempt, [new Units(new(2), 5), new Units(new(BigId), 1)]),
        ["take-stock.v1+no-lines"] = new TakeStock(Attempt, []),
        ["cancel-attempt.v1"] = new CancelAttempt(Attempt),
        ["return-stock.v1"] = new ReturnStock(Attempt, [new Units(new(2), 5)]),
    };

    private static Dictionary<string, Message> Payments() => new()
    {
        ["create-user.v1"] = new CreateUser(new(3)),
        ["add-funds.v1"] = new AddFunds(new(3), 10_000),
        ["pay.v1"] = new Pay(new(3), 250),
        ["init-users.v1"] = new InitUsers(2_000, 1_000, 10_000),
        ["hold-credit.v1"] = new HoldCredit(Attempt),
        ["hold-credit.v1+lines"] = new HoldCredit(Attempt, [new Units(new(2), 5), new Units(new(BigId), 1)]),
        ["hold-credit.v1+largest"] = new HoldCredit(Largest),
        ["capture-credit.v1"] = new CaptureCredit(Attempt),
        ["void-credit.v1"] = new VoidCredit(Attempt),
        ["void-credit.v1+returns-stock"] = new VoidCredit(Attempt, ReturnsStock: true),
        ["refund-credit.v1"] = new RefundCredit(Attempt),
        ["sweep-account.v1"] = new SweepAccount(new(3)),
    };
}
