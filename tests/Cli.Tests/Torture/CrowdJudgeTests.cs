using Cartwright.Lab.Check;
using Cartwright.Lab.Torture;

namespace Cartwright.Cli.Tests.Torture;

/// <summary>Finds every untrue answer that a client received, and everything that is missing in the end.</summary>
public sealed class CrowdJudgeTests
{
    [Theory]
    [InlineData("Paid", "NotAsked", "paid", true)]
    [InlineData("Paid", "NotAsked", "failed", false)]
    [InlineData("Paid", "NotAsked", "cancelled", false)]
    [InlineData("Paid", "NotAsked", "processing", false)]
    [InlineData("Paid", "NotAsked", "contradictory", false)]
    [InlineData("Paid", "Accepted", "cancelled", true)]
    [InlineData("Paid", "Accepted", "paid", false)]
    [InlineData("Paid", "Accepted", "cancelling", false)]
    [InlineData("Paid", "Nothing", "paid", true)]
    [InlineData("Paid", "Nothing", "cancelled", true)]
    [InlineData("Paid", "Nothing", "failed", false)]
    [InlineData("Processing", "NotAsked", "paid", true)]
    [InlineData("Processing", "NotAsked", "failed", true)]
    [InlineData("Processing", "NotAsked", "open", false)]
    [InlineData("Nothing", "NotAsked", "failed", true)]
    [InlineData("FailedOtherwise", "NotAsked", "failed", true)]
    [InlineData("FailedOtherwise", "NotAsked", "paid", false)]
    [InlineData("OutOfStock", "NotAsked", "paid", false)]
    [InlineData("InsufficientCredit", "NotAsked", "failed", false)]
    public void An_answer_is_true_or_it_is_found(string told, string cancel, string end, bool isTrue)
    {
        var sale = Sale(Enum.Parse<CheckoutAnswer>(told), quantity: 1) with
        {
            Cancel = Enum.Parse<CancelAnswer>(cancel),
        };
        var wrongs = Judge([(sale, end)], left: end == "paid" ? 4 : 5).ToList();
        Assert.Equal(isTrue, wrongs.Count == 0);
        Assert.True(isTrue || wrongs.Exists(wrong => wrong.Contains("Order 1", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(2)]
    public void Units_that_appear_or_vanish_are_found(long left) =>
        Assert.Single(Judge([(Sale(CheckoutAnswer.Paid, quantity: 2), "paid")], left));

    [Fact]
    public void Out_of_stock_is_only_true_when_too_little_is_left()
    {
        List<(Sale, string)> refused =
            [
                (Sale(CheckoutAnswer.Paid, quantity: 4), "paid"),
                (Sale(CheckoutAnswer.OutOfStock, quantity: 2), "failed"),
            ];
        Assert.Empty(Judge(refused, left: 1));
        Assert.Single(Judge([(Sale(CheckoutAnswer.OutOfStock, quantity: 2), "failed")], left: 5));
    }

    [Theory]
    [InlineData(90, true)]
    [InlineData(88, true)]
    [InlineData(91, false)]
    [InlineData(87, false)]
    public void Credit_is_what_orders_and_payments_leave(long credit, bool isRight) => Assert.Equal(
        isRight,
        CrowdJudge.JudgeCredit("7", atStart: 100, spent: 7, paidOtherwise: (Sure: 3, Possible: 2), credit) is null);

    private static Sale Sale(CheckoutAnswer told, int quantity) => new("1", Client: 0, "item", quantity)
    {
        Answer = told,
        SentAt = TimeSpan.Zero,
        AnsweredAt = TimeSpan.Zero,
    };

    private static IEnumerable<string> Judge(List<(Sale, string)> sales, long left) => CrowdJudge.JudgeSales(
        sales, new Dictionary<string, long> { ["item"] = 5 }, new Dictionary<string, long> { ["item"] = left });
}
