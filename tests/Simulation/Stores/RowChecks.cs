using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Simulation.Stores;

/// <summary>The CHECKs that the tables of a real database have.</summary>
public static class RowChecks
{
    /// <summary>The constraint that a row violates; null if it is valid.</summary>
    public static string? WhyNot(object? state) => state switch
    {
        Item item => WhyNot(item),
        Account account => WhyNot(account),
        _ => null,
    };

    private static string? WhyNot(Item item)
    {
        if (item.Stock < 0 || item.Price < 0)
        {
            return $"An item has less than nothing: {item}.";
        }

        return item.Stock == item.Added + item.Returned - item.Subtracted - item.Taken
            ? null
            : $"An item's books do not balance: {item}.";
    }

    private static string? WhyNot(Account account)
    {
        if (account.Credit < 0 || account.Held < 0)
        {
            return $"An account has less than nothing: {account}.";
        }

        return account.Credit + account.Held
            == account.Funded + account.Refunded - account.Paid - account.Captured
            ? null
            : $"An account's books do not balance: {account}.";
    }
}
