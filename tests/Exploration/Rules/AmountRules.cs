using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Exploration.Search;
using Cartwright.Kernel;

namespace Cartwright.Exploration.Rules;

/// <summary>The amounts that clients add and subtract are booked exactly as commanded, or rejected.</summary>
internal static class AmountRules
{
    public static Violation? Check(Rows before, Message message, Decision decision) => message switch
    {
        AddFunds add => CheckFunds(before.Find<Account>(Account.KeyOf(add.User)), add, decision),
        Pay pay => CheckPay(before.Find<Account>(Account.KeyOf(pay.User)), pay, decision),
        AddStock add => CheckStock(before.Find<Item>(Item.KeyOf(add.Item)), add, decision),
        _ => null,
    };

    private static Violation? CheckFunds(Account? account, AddFunds add, Decision decision)
    {
        if (decision.Reply is Rejected)
        {
            return decision.Changes.Count == 0 ? null : Wrong(add, "changes something and is refused");
        }

        return add.Amount > 0
            && After<Account>(decision, Account.KeyOf(add.User))?.Funded == account?.Funded + add.Amount
            ? null
            : Wrong(add, "is not booked as it came");
    }

    private static Violation? CheckStock(Item? item, AddStock add, Decision decision)
    {
        if (decision.Reply is Rejected)
        {
            return decision.Changes.Count == 0 ? null : Wrong(add, "changes something and is refused");
        }

        return add.Amount > 0 && After<Item>(decision, Item.KeyOf(add.Item))?.Added == item?.Added + add.Amount
            ? null
            : Wrong(add, "is not booked as it came");
    }

    private static Violation? CheckPay(Account? account, Pay pay, Decision decision)
    {
        var paid = After<Account>(decision, Account.KeyOf(pay.User));
        return decision.Reply switch
        {
            Rejected or Postponed => decision.Changes.Count == 0 ? null : Wrong(pay, "pays and is refused"),
            CreditUpdated when pay.Amount > 0 && paid?.Paid == account?.Paid + pay.Amount => null,
            _ => Wrong(pay, "is not booked as it came"),
        };
    }

    private static T? After<T>(Decision decision, Key key)
        where T : class =>
        decision.Changes.Where(change => change.Key == key).Select(change => change.State).SingleOrDefault() as T;

    private static Violation Wrong(Message message, string what) =>
        new(Invariant.AmountsAreBooked, $"{Words.Of(message)} {what}.");
}
