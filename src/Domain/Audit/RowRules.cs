using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Domain.Audit;

/// <summary>The rules for an item's and an account's row by itself.</summary>
internal static class RowRules
{
    public static IEnumerable<string> CheckItem(ItemId id, Item item)
    {
        if (item.Stock < 0)
        {
            yield return $"item {id} has {item.Stock} units";
        }

        if (item.Price is < 0 or > Limits.PriceMax)
        {
            yield return $"item {id} costs {item.Price}";
        }

        if (Math.Min(Math.Min(item.Added, item.Subtracted), Math.Min(item.Taken, item.Returned)) < 0)
        {
            yield return $"item {id} has a counter below zero";
        }

        if (item.Returned > item.Taken)
        {
            yield return $"item {id} had {item.Returned} units returned, but only {item.Taken} taken";
        }

        var balance = (Int128)item.Added + item.Returned - item.Subtracted - item.Taken;
        if (item.Stock != balance)
        {
            yield return $"item {id} has {item.Stock} units, but its counters make {balance}";
        }

        if (IsOfNoReset(id.Value, item.Generation))
        {
            yield return $"item {id} has generation {item.Generation}, although no reset reaches it";
        }
    }

    public static IEnumerable<string> CheckAccount(UserId id, Account account, AuditTime time) =>
        CheckBalance(id, account).Concat(CheckHolds(id, account, time));

    private static IEnumerable<string> CheckBalance(UserId id, Account account)
    {
        if (account.Credit < 0 || account.Held < 0)
        {
            yield return $"user {id} has a credit of {account.Credit} and holds of {account.Held}";
        }

        if (Math.Min(Math.Min(account.Funded, account.Paid), Math.Min(account.Captured, account.Refunded)) < 0)
        {
            yield return $"user {id} has a counter below zero";
        }

        if (account.Refunded > account.Captured)
        {
            yield return $"user {id} had {account.Refunded} refunded, but only {account.Captured} captured";
        }

        var balance = (Int128)account.Funded + account.Refunded - account.Paid - account.Captured;
        if ((Int128)account.Credit + account.Held != balance)
        {
            yield return $"user {id} has a credit of {account.Credit} and holds of {account.Held}, "
                + $"but the counters make {balance}";
        }

        if (IsOfNoReset(id.Value, account.Generation))
        {
            yield return $"user {id} has generation {account.Generation}, although no reset reaches it";
        }
    }

    private static IEnumerable<string> CheckHolds(UserId id, Account account, AuditTime time)
    {
        var held = account.Holds.Aggregate((Int128)0, (sum, hold) => sum + hold.Amount);
        if (account.Held != held)
        {
            yield return $"user {id} has {account.Held} held, but the holds make {held}";
        }

        if (!account.Holds.IsEmpty && account.Due is null)
        {
            yield return $"user {id} has holds that no sweep will ask after";
        }

        if (account.Due is { } due && time.IsAhead(due))
        {
            yield return $"user {id} has holds that no sweep will ask after before {AuditTime.FormatUtc(due)}";
        }

        if (account.Holds.IsEmpty && account.Due is not null)
        {
            yield return $"user {id} is due, but has no hold to ask after";
        }

        if (!account.Waiting.IsEmpty && account.Holds.IsEmpty)
        {
            yield return $"user {id} has attempts that wait, but no hold that they could wait for";
        }

        foreach (var hold in account.Holds.Concat(account.Waiting))
        {
            if (hold.Amount < 0)
            {
                yield return $"user {id} has a hold of {hold.Amount} for attempt {hold.Attempt}";
            }

            if (time.IsAhead(hold.Since))
            {
                yield return $"user {id} has a hold for attempt {hold.Attempt} that begins in the future: "
                    + AuditTime.FormatUtc(hold.Since);
            }
        }
    }

    // A batch_init recreates the first numbers, and no others.
    private static bool IsOfNoReset(long id, long generation) =>
        generation < 0 || (generation > 0 && id >= Limits.InitMax);
}
