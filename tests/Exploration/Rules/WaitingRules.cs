using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Exploration.Search;
using Cartwright.Kernel;

namespace Cartwright.Exploration.Rules;

/// <summary>Attempts that wait for credit are served in the order of arrival, and before any later attempt.</summary>
internal static class WaitingRules
{
    public static Violation? Check(Rows before, Message message, Decision decision)
    {
        foreach (var (key, row) in decision.Changes)
        {
            if (row is not Account now || before.Find<Account>(key) is not { } was)
            {
                continue;
            }

            if (Overtakes(was, now) || (message is Pay && !was.Waiting.IsEmpty))
            {
                return new Violation(
                    Invariant.NobodyOvertakes, $"{Words.Of(message)} overtakes somebody who waits in {key}.");
            }
        }

        return null;
    }

    // When an attempt is newly held, no earlier attempt may still wait.
    private static bool Overtakes(Account was, Account now)
    {
        var served = now.Holds.Where(hold => was.HoldOf(hold.Attempt) is null).ToList();
        if (served.Count == 0)
        {
            return false;
        }

        var last = served.Max(hold => PlaceOf(was, hold.Attempt));
        return was.Waiting.Take(last).Any(wait => now.WaitOf(wait.Attempt) is not null);
    }

    private static int PlaceOf(Account account, AttemptId attempt)
    {
        var waiting = account.Waiting;
        for (var i = 0; i < waiting.Length; i++)
        {
            if (waiting[i].Attempt == attempt)
            {
                return i;
            }
        }

        return waiting.Length;
    }
}
