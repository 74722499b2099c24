using Cartwright.Lab.Check;

namespace Cartwright.Lab.Torture;

/// <summary>Holds what the clients of a round were told against what the shop says in the end.</summary>
internal static class CrowdJudge
{
    /// <summary>What is wrong, a sentence each.</summary>
    /// <param name="sales">Each sale, and its order's status in the end.</param>
    /// <param name="stockAtStart">Units of each item in the beginning.</param>
    /// <param name="stock">Units of each item in the end.</param>
    public static IEnumerable<string> Judge(
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
                yield return $"Order {sale.Order} was told {sale.Told}"
                    + (sale.Cancel is CancelTold.NotAsked ? "" : " and then to be cancelled")
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

            // A unit that came back would make room again, but scarce ones are refused only to those who want more
            // than there are: whoever was refused wanted at most two.
            var wasRefused = sales.Any(p => p.Sale.Item == item && p.Sale.Told == Told.OutOfStock);
            var cameBack = sales.Any(p => p.Sale.Item == item && p.Sale.Cancel is not CancelTold.NotAsked);
            if (wasRefused && !cameBack && stock[item] >= 2)
            {
                yield return $"Item {item} was said to be out of stock, and {stock[item]} units are left.";
            }
        }
    }

    /// <summary>What is wrong with one client's credit, in a sentence; null if nothing is.</summary>
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
        { Cancel: CancelTold.Accepted } => end == "cancelled",
        { Cancel: CancelTold.Nothing } => end is "paid" or "cancelled",
        { Told: Told.Nothing or Told.Processing } => end is "paid" or "failed",
        { Told: Told.Paid } => end == "paid",

        // Everybody has credit enough.
        { Told: Told.InsufficientCredit } => false,
        _ => end == "failed",
    };
}
