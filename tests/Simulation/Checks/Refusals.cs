using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Simulation.Stores;

namespace Cartwright.Simulation.Checks;

/// <summary>
/// Whether a rejection is true at the moment at which it is committed. If the same commit changes the item or the
/// account, the order within the batch decides, and <see cref="Witness"/> has checked it.
/// </summary>
internal static class Refusals
{
    // The largest difference between the clocks of a service's nodes: half of a quick round trip for each.
    private const long ClockErrorMs = 100;

    /// <summary>A rejection by time-out is true when the checkout has had its time, whatever any clock shows.</summary>
    public static void CheckTimeout(
        AttemptId attempt, long askedAt, long now, long timeoutMs, Violations violations) => violations.Unless(
            now - askedAt >= timeoutMs - ClockErrorMs,
            "no spurious rejection",
            () => $"Attempt {attempt} was refused with a timeout of {timeoutMs} ms after {now - askedAt} ms.");

    public static void Check(
        Facts facts, AttemptId attempt, Reservation refused, IReadOnlyList<CommittedRow> rows, Violations violations)
    {
        if (refused is not { Reason: Reason.OutOfStock, ReasonItem: { } item }
            || facts.OrderOf(refused.Order) is not { } order
            || order.Attempt != attempt
            || rows.Any(row => row.Key == Item.KeyOf(item)))
        {
            return;
        }

        var stock = facts.Items.Peek<Item>(Item.KeyOf(item))!.Stock;
        var needed = order.Lines.Where(line => line.Item == item).Sum(line => line.Quantity);
        violations.Unless(
            stock < needed,
            "no spurious rejection",
            () => $"Attempt {attempt} was refused {needed} of item {item} while there were {stock}.");
    }

    public static void Check(
        Facts facts, AttemptId attempt, Payment declined, IReadOnlyList<CommittedRow> rows, Violations violations)
    {
        if (declined.Reason is not Reason.InsufficientCredit
            || rows.Any(row => row.Key == Account.KeyOf(declined.User)))
        {
            return;
        }

        var account = facts.AccountOf(declined.User)!;
        var all = account.Credit + account.Held;
        violations.Unless(
            all < declined.Amount,
            "no spurious rejection",
            () => $"Attempt {attempt} was declined {declined.Amount} while there were {all}.");
    }
}
