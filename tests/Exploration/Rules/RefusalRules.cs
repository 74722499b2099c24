using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Exploration.Search;
using Cartwright.Kernel;

namespace Cartwright.Exploration.Rules;

/// <summary>
/// A rejection is true at the moment of the decision. Stock is only ever taken for good, so units that are missing in
/// the item's row are truly gone; held credit may come back, so it counts as available.
/// </summary>
internal static class RefusalRules
{
    public static Violation? Check(Rows before, Message message, Decision decision)
    {
        foreach (var (key, row) in decision.Changes)
        {
            if (row is Payment { Status: PaymentStatus.Declined } declined
                && (!before.Contains(key) || before.Find<Payment>(key) is null)
                && !IsTrue(before, declined, decision))
            {
                return Untrue(message, declined.Reason);
            }
        }

        // Checked on the message, not only on the record.
        var said = decision.Messages.OfType<CreditDeclined>().FirstOrDefault();
        if (message is HoldCredit { Attempt: var attempt } && said is not null
            && before.Find<Payment>(Payment.KeyOf(attempt.Id)) is null
            && !IsTrue(
                before, Payment.FromAttempt(attempt, PaymentStatus.Declined) with { Reason = said.Reason }, decision))
        {
            return Untrue(message, said.Reason);
        }

        return message switch
        {
            TakeStock take => CheckTake(before, take, decision),
            Pay pay => CheckPay(before.Find<Account>(Account.KeyOf(pay.User)), pay, decision),
            _ => null,
        };
    }

    // Serving a waiting attempt moves credit to a hold, which leaves the sum of both as it was when this one was
    // declined.
    private static bool IsTrue(Rows before, Payment declined, Decision decision)
    {
        var key = Account.KeyOf(declined.User);
        var change = decision.Changes.Where(change => change.Key == key).ToList();
        var account = change.Count == 0 ? before.Find<Account>(key) : (Account?)change[0].State;
        return declined.Reason switch
        {
            Reason.UnknownUser => account is null,
            Reason.OverMaximum => account is not null && declined.Amount > Limits.CounterMax - account.Captured,
            Reason.InsufficientCredit => account is not null && account.Credit + account.Held < declined.Amount,
            _ => false,
        };
    }

    private static Violation? CheckTake(Rows before, TakeStock take, Decision decision)
    {
        if (before.Find<Reservation>(Reservation.KeyOf(take.Attempt.Id)) is not null)
        {
            return null;
        }

        var refused = decision.Messages.OfType<StockRefused>().FirstOrDefault();
        var isTrue = refused?.Reason switch
        {
            null => true,
            Reason.UnknownItem => before.Find<Item>(Item.KeyOf(refused.Item!.Value)) is null,
            Reason.OverMaximum => before.Find<Item>(Item.KeyOf(refused.Item!.Value)) is { } full
                && take.Lines.Any(line => line.Item == refused.Item && line.Quantity > Limits.CounterMax - full.Taken),
            Reason.OutOfStock => before.Find<Item>(Item.KeyOf(refused.Item!.Value)) is { } item
                && item.Stock < take.Lines.Where(line => line.Item == refused.Item).Sum(line => line.Quantity),
            _ => false,
        };
        return isTrue ? null : Untrue(take, refused!.Reason);
    }

    private static Violation? CheckPay(Account? account, Pay pay, Decision decision) => decision.Reply switch
    {
        Rejected { Reason: Reason.InsufficientCredit } when account is null
            || account.Credit + account.Held >= pay.Amount => Untrue(pay, Reason.InsufficientCredit),
        Rejected { Reason: Reason.InsufficientCredit } rejected
            when (rejected.Wanted, rejected.Available) != (pay.Amount, account.Credit) =>
                Untrue(pay, Reason.InsufficientCredit),
        Rejected { Reason: Reason.UnknownUser } when account is not null => Untrue(pay, Reason.UnknownUser),
        _ => null,
    };

    private static Violation Untrue(Message message, Reason? reason) =>
        new(Invariant.RefusalIsTrue, $"{Words.Of(message)} is answered '{reason?.ToCode()}', which is not true.");
}
