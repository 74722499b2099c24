using Cartwright.Domain.Payments;
using Cartwright.Simulation.Stores;

namespace Cartwright.Simulation.Checks;

/// <summary>Attempts that wait for credit are served strictly in the order of arrival.</summary>
internal static class Fairness
{
    public static void Check(CommittedRow row, Violations violations)
    {
        if (row is not { Before: Account before, After: Account after }
            || before.Generation != after.Generation
            || before.Waiting
                .FirstOrDefault(wait => after.WaitOf(wait.Attempt) is not null) is not { Amount: > 0 } first)
        {
            return;
        }

        // An attempt that still waits has waited all the time: none behind it may have been served meanwhile.
        var ahead = before.Waiting.TakeWhile(wait => wait.Attempt != first.Attempt).ToList();
        foreach (var hold in after.Holds.Where(hold => before.HoldOf(hold.Attempt) is null))
        {
            violations.Unless(
                ahead.Exists(wait => wait.Attempt == hold.Attempt),
                "in order of arrival",
                () => $"{row.Key} holds {hold.Amount} for {hold.Attempt}, but {first.Attempt} came before.");
        }

        violations.Unless(
            after.Paid == before.Paid,
            "in order of arrival",
            () => $"{row.Key} paid {after.Paid - before.Paid}, but {first.Attempt} came before.");
    }
}
