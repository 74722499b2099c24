using Cartwright.Domain.Sagas;
using Cartwright.Kernel;

namespace Cartwright.Domain.Payments;

/// <summary>The steps of an attempt at the payment service, as its account and its payment record them.</summary>
internal static class PaymentRecords
{
    public static StepRecord OfHold(IRows rows, Attempt attempt)
    {
        var (account, payment) = Find(rows, attempt);
        if (payment is not null)
        {
            return payment.Status switch
            {
                PaymentStatus.Captured or PaymentStatus.Refunded => Done(account, null),
                PaymentStatus.Voided => StepRecord.Undone with { CreditLeft = account?.Credit },
                PaymentStatus.Declined => StepRecord.Rejected(payment.Reason) with { CreditLeft = account?.Credit },
                _ => throw new InvalidOperationException($"{payment.Status} is no record of a hold."),
            };
        }

        if (account?.HoldOf(attempt.Id) is { } hold)
        {
            return Done(account, hold.Since);
        }

        return account?.WaitOf(attempt.Id) is { } wait
            ? new StepRecord(StepRecordState.Queued)
            {
                Since = wait.Since,
                Place = account.Waiting.IndexOf(wait) + 1,
                HeldBy = [.. account.Holds.Select(other => other.Attempt)],
                CreditLeft = account.Credit,
            }
            : StepRecord.None;
    }

    public static StepRecord OfCapture(IRows rows, Attempt attempt)
    {
        var (account, payment) = Find(rows, attempt);
        return payment?.Status is PaymentStatus.Captured or PaymentStatus.Refunded
            ? Done(account, null)
            : StepRecord.None;
    }

    public static StepRecord OfRefund(IRows rows, Attempt attempt)
    {
        var (account, payment) = Find(rows, attempt);
        return payment?.Status is PaymentStatus.Refunded ? Done(account, null) : StepRecord.None;
    }

    private static (Account? Account, Payment? Payment) Find(IRows rows, Attempt attempt) =>
        (rows.Find<Account>(Account.KeyOf(attempt.User)), rows.Find<Payment>(Payment.KeyOf(attempt.Id)));

    private static StepRecord Done(Account? account, long? since) =>
        StepRecord.Done with { Since = since, CreditLeft = account?.Credit };
}
