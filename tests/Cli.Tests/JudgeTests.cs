using Cartwright.Lab.Check;

namespace Cartwright.Cli.Tests;

/// <summary>The name of each kind of mistake, on rounds of one unit and two users with one credit each.</summary>
public sealed class JudgeTests
{
    private static readonly CheckedOrder _sold = new(User: 0, CheckoutAnswer.Paid, "paid");
    private static readonly CheckedOrder _soldOut = new(User: 1, CheckoutAnswer.OutOfStock, "failed");

    [Fact]
    public void A_round_that_sells_its_unit_once_has_no_findings()
    {
        var found = Judge.JudgeRound(1, 1, stock: 0, credits: [0, 1], [_sold, _soldOut]);
        Assert.True(found.AreNone);
        Assert.Equal((1, 1), (found.Paid, found.Failed));
    }

    [Fact]
    public void Selling_a_unit_twice_is_overselling()
    {
        var found = Judge.JudgeRound(1, 1, stock: -1, credits: [0, 0], [_sold, new(1, CheckoutAnswer.Paid, "paid")]);
        Assert.Equal(1, found.Oversold);
        Assert.Equal(0, found.StockWrong);
    }

    /// <summary>A lost update hides the oversell in the stock, but not in the orders.</summary>
    [Fact]
    public void Selling_a_unit_twice_and_losing_one_taking_is_seen_too()
    {
        var found = Judge.JudgeRound(1, 1, stock: 0, credits: [0, 0], [_sold, new(1, CheckoutAnswer.Paid, "paid")]);
        Assert.Equal((1, 1), (found.Oversold, found.StockWrong));
    }

    [Fact]
    public void Stock_that_vanished_is_wrong()
    {
        var found = Judge.JudgeRound(2, 1, stock: 0, credits: [0], [_sold]);
        Assert.Equal(1, found.StockWrong);
    }

    [Fact]
    public void Credits_that_are_wrong_do_not_cancel_each_other_out()
    {
        var found = Judge.JudgeRound(1, 1, stock: 0, credits: [1, 0], [_sold, _soldOut]);
        Assert.Equal(2, found.CreditWrong);
    }

    [Theory]
    [InlineData(nameof(CheckoutAnswer.Paid), "failed", 1)]
    [InlineData(nameof(CheckoutAnswer.OutOfStock), "paid", 1)]
    [InlineData(nameof(CheckoutAnswer.FailedOtherwise), "paid", 1)]
    [InlineData(nameof(CheckoutAnswer.Processing), "paid", 0)]
    [InlineData(nameof(CheckoutAnswer.Nothing), "paid", 0)]
    public void An_answer_that_is_not_how_it_ended_is_untrue(string told, string status, int untrue)
    {
        var order = new CheckedOrder(0, Enum.Parse<CheckoutAnswer>(told), status);
        // The other user buys the unit, so that no sale is missing when this order fails.
        CheckedOrder[] orders = status == "paid" ? [order] : [order, new(1, CheckoutAnswer.Paid, "paid")];
        long[] credits = status == "paid" ? [0, 1] : [1, 0];
        Assert.Equal(untrue, Judge.JudgeRound(1, 1, stock: 0, credits, orders).Untrue);
    }

    [Fact]
    public void Out_of_stock_while_units_are_left_is_untrue_and_a_missed_sale()
    {
        var found = Judge.JudgeRound(2, 1, stock: 1, credits: [0, 1], [_sold, _soldOut]);
        Assert.Equal(2, found.Untrue);
    }

    [Fact]
    public void Insufficient_credit_is_true_only_for_a_user_who_really_bought_something()
    {
        var buyer = new CheckedOrder(0, CheckoutAnswer.InsufficientCredit, "failed");
        Assert.True(Judge.JudgeRound(1, 1, stock: 0, credits: [0], [_sold, buyer]).AreNone);
        var other = new CheckedOrder(1, CheckoutAnswer.InsufficientCredit, "failed");
        Assert.Equal(1, Judge.JudgeRound(1, 1, stock: 0, credits: [0, 1], [_sold, other]).Untrue);
    }

    [Fact]
    public void Selling_nothing_is_missing_a_sale()
    {
        CheckedOrder[] orders =
            [new(0, CheckoutAnswer.Processing, "failed"), new(1, CheckoutAnswer.Processing, "failed")];
        Assert.Equal(1, Judge.JudgeRound(1, 1, stock: 1, credits: [1, 1], orders).Untrue);
    }

    [Fact]
    public void An_order_without_an_outcome_is_unsettled_and_not_also_a_missed_sale()
    {
        var found = Judge.JudgeRound(1, 1, stock: 1, credits: [1], [new(0, CheckoutAnswer.Processing, "processing")]);
        Assert.Equal((1, 0), (found.Unsettled, found.Untrue));
    }
}
