namespace Cartwright.Lab.Check;

/// <summary>Holds the end of a round against its beginning. Every order is one unit that costs one.</summary>
internal static class Judge
{
    public static RoundFindings JudgeRound(
        int startingStock, int startingCredit, long stock, IReadOnlyList<long> credits,
        IReadOnlyList<CheckedOrder> orders)
    {
        var paid = orders.Count(order => order.IsPaid);
        return new RoundFindings
        {
            Paid = paid,
            Failed = orders.Count(order => order.Status == "failed"),
            Oversold = Math.Max(Math.Max(paid - startingStock, -stock), 0),
            StockWrong = Math.Abs(startingStock - paid - stock),
            CreditWrong = CreditWrong(startingCredit, credits, orders),
            Untrue = UntrueAnswers(startingStock, orders) + MissedSales(startingStock, startingCredit, orders),
            Unsettled = orders.Count(order => !order.IsSettled),
        };
    }

    private static long CreditWrong(
        int startingCredit, IReadOnlyList<long> credits, IReadOnlyList<CheckedOrder> orders)
    {
        var expected = Enumerable.Repeat((long)startingCredit, credits.Count).ToArray();
        foreach (var order in orders.Where(order => order.IsPaid))
        {
            expected[order.User]--;
        }

        return expected.Zip(credits, (should, does) => Math.Abs(should - does)).Sum();
    }

    private static int UntrueAnswers(int startingStock, IReadOnlyList<CheckedOrder> orders)
    {
        var buyers = orders.Where(order => order.IsPaid).Select(order => order.User).ToHashSet();
        var soldOut = orders.Count(order => order.IsPaid) >= startingStock;
        return orders.Count(order => order.IsSettled && !IsTrue(order));

        bool IsTrue(CheckedOrder order) => order.Answer switch
        {
            CheckoutAnswer.Paid => order.IsPaid,
            // Nothing but another order that was really paid can have used up the one credit of a user.
            CheckoutAnswer.InsufficientCredit => !order.IsPaid && buyers.Contains(order.User),
            CheckoutAnswer.OutOfStock => !order.IsPaid && soldOut,
            CheckoutAnswer.FailedOtherwise => !order.IsPaid,
            _ => true,
        };
    }

    /// <summary>
    /// A checkout that rejects every order contradicts nothing. But no order may be rejected because of another that
    /// fails itself, so as many units are sold as there are, or as there are orders that their users can pay.
    /// </summary>
    private static int MissedSales(int startingStock, int startingCredit, IReadOnlyList<CheckedOrder> orders)
    {
        var payable = orders.GroupBy(order => order.User).Sum(ofUser => Math.Min(ofUser.Count(), startingCredit));
        var open = orders.Count(order => !order.IsSettled);
        var paid = orders.Count(order => order.IsPaid);
        // An order that is not settled counts as such; it may yet become the sale that seems to be missing.
        return Math.Max(Math.Min(startingStock, payable) - paid - open, 0);
    }
}
