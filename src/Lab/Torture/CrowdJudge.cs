using Cartwright.Lab.Check;

namespace Cartwright.Lab.Torture;

/// <summary>Compares the answers to the clients of a round with the state of the shop in the end.</summary>
internal static class CrowdJudge
{
    /// <summary>The contradictions, a sentence each.</summary>
    /// <param name="sales">Each sale, and its order's status in the end.</param>
    /// <param name="stockAtStart">Units of each item in the beginning.</param>
    /// <param name="stock">Units of each item in the end.</param>
    public static IEnumerable<string> JudgeSales(
        IReadOnlyCollection<(Sale Sale, string End)> sales,
        IReadOnlyDictionary<string, long> stockAtStart,
        IReadOnlyDictionary<string, long> stock)
    {
        foreach (var (sale, end) in sales)
        {
            if (end is not ("paid" or "failed" or "cancelled"))
            {
                yield return $"Order {sale.Order} is still {end}.";
            }
            else if (!IsTrue(sale, end))
            {
                yield return $"Order {sale.Order} was reported as {sale.Answer}"
                    + (sale.Cancel is CancelAnswer.NotAsked ? "" : " and then as cancelled")
                    + $", and is {end}.";
            }
        }

        foreach (var (item, atStart) in stockAtStart)
        {
            var sold = sales.Where(p => p.Sale.Item == item && p.End == "paid").Sum(p => p.Sale.Quantity);
            if (atStart - sold != stock[item])
            {
                yield return $"Item {item} had {atStart} units, {sold} were sold, and {stock[item]} are left.";
            }

            // A unit that came back would make room again, but scarce ones are rejected only for orders of more than
            // there are: a rejected order wanted at most two.
            var wasRefused = sales.Any(p => p.Sale.Item == item && p.Sale.Answer == CheckoutAnswer.OutOfStock);
            var cameBack = sales.Any(p => p.Sale.Item == item && p.Sale.Cancel is not CancelAnswer.NotAsked);
            if (wasRefused && !cameBack && stock[item] >= 2)
            {
                yield return $"Item {item} was reported as out of stock, and {stock[item]} units are left.";
            }
        }
    }

    /// <summary>The contradiction in one client's credit, in a sentence; null if there is none.</summary>
    public static string? JudgeCredit(
        string user, long atStart, long spent, (long Sure, long Possible) paidOtherwise, long credit)
    {
        var most = atStart - spent - paidOtherwise.Sure;
        return credit <= most && credit >= most - paidOtherwise.Possible
            ? null
            : $"User {user} had {atStart}, spent {spent} on orders and {paidOtherwise.Sure} otherwise"
                + $" (or {paidOtherwise.Possible} more), and has {credit}.";
    }

    private static bool IsTrue(Sale sale, string end) => sale switch
    {
        { Cancel: CancelAnswer.Accepted } => end == "cancelled",
        { Cancel: CancelAnswer.Nothing } => end is "paid" or "cancelled",
        { Answer: CheckoutAnswer.Nothing or CheckoutAnswer.Processing } => end is "paid" or "failed",
        { Answer: CheckoutAnswer.Paid } => end == "paid",

        // All clients have credit enough.
        { Answer: CheckoutAnswer.InsufficientCredit } => false,
        _ => end == "failed",
    };
}
