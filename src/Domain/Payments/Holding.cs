using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Domain.Payments;

/// <summary>
/// The stages of an attempt's credit: hold, capture, void, refund. Each is idempotent by the attempt. An attempt that
/// could be paid but for other holds waits, strictly in order of arrival; it is never declined because of a hold that
/// may be given back.
/// </summary>
internal static class Holding
{
    /// <summary>Rejects a message of another generation: its order, user or amount do not match the record.</summary>
    public static void RequireSameAttempt(Account? account, Payment? payment, Attempt attempt)
    {
        if (attempt.Amount < 0)
        {
            throw new ImpossibleMeetingException($"Attempt {attempt.Id} is about {attempt.Amount}.");
        }

        var hold = account?.HoldOf(attempt.Id) ?? account?.WaitOf(attempt.Id);
        var holdDiffers = hold is { } known && (known.Order != attempt.Order || known.Amount != attempt.Amount);
        var paymentDiffers = payment is not null
            && (payment.Order != attempt.Order || payment.User != attempt.User || payment.Amount != attempt.Amount);
        if (holdDiffers || paymentDiffers)
        {
            throw new ImpossibleMeetingException($"Attempt {attempt.Id} is known with another order, user or amount.");
        }
    }

    /// <summary>Holds the attempt's amount, or lets the attempt wait, or declines it.</summary>
    /// <param name="account">The user's account.</param>
    /// <param name="payment">The attempt's record.</param>
    /// <param name="command">The command.</param>
    /// <param name="next">The message that follows once the amount is held.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    public static Decision BeginHold(Account? account, Payment? payment, HoldCredit command, Message next, long now)
    {
        var attempt = command.Attempt;
        if (payment is not null)
        {
            return Decision.Nothing.Send(AnswerOf(payment, attempt));
        }

        if (account is null)
        {
            return DeclineHold(Decision.Nothing, attempt, Reason.UnknownUser);
        }

        if (account.HoldOf(attempt.Id) is not null)
        {
            return Decision.Nothing.Send(next);
        }

        if (account.WaitOf(attempt.Id) is not null)
        {
            return Decision.Nothing;
        }

        if (WhyNot(account, attempt.Amount) is { } reason)
        {
            return DeclineHold(Decision.Nothing, attempt, reason);
        }

        // A full waiting room gives no answer, never a decline: the order's sweep asks again.
        return account.Waiting.Length >= Limits.WaitingMax
            ? Decision.Nothing
            : AdmitWaiting(
                account with { Waiting = account.Waiting.Add(HoldOf(attempt, now)) },
                attempt.User,
                now,
                (attempt.Id, next));
    }

    public static Decision CaptureHold(Account? account, Payment? payment, Attempt attempt, long now)
    {
        if (payment?.Status is PaymentStatus.Captured or PaymentStatus.Refunded)
        {
            return Decision.Nothing;
        }

        if (payment is not null || account?.HoldOf(attempt.Id) is not { } hold)
        {
            throw new ImpossibleMeetingException($"Attempt {attempt.Id} is captured but nothing is held for it.");
        }

        var captured = checked(account.EndHold(hold) with { Captured = account.Captured + hold.Amount });
        return EndHold(captured, PaymentStatus.Captured, attempt, now);
    }

    public static Decision VoidHold(Account? account, Payment? payment, Attempt attempt, long now)
    {
        if (payment?.Status is PaymentStatus.Voided or PaymentStatus.Declined)
        {
            return Decision.Nothing.Send(new CreditVoided(attempt));
        }

        if (payment is not null)
        {
            throw new ImpossibleMeetingException($"Attempt {attempt.Id} is voided but was captured.");
        }

        if (account?.HoldOf(attempt.Id) is { } hold)
        {
            var given = checked(account.EndHold(hold) with { Credit = account.Credit + hold.Amount });
            return EndHold(given, PaymentStatus.Voided, attempt, now).Send(new CreditVoided(attempt));
        }

        if (account?.WaitOf(attempt.Id) is { } wait)
        {
            var left = account with { Waiting = account.Waiting.Remove(wait) };
            return EndHold(left, PaymentStatus.Voided, attempt, now).Send(new CreditVoided(attempt));
        }

        // The void has overtaken its hold: the mark refuses the hold when it comes.
        return Decision.Nothing
            .Change(Payment.KeyOf(attempt.Id), Payment.FromAttempt(attempt, PaymentStatus.Voided))
            .Send(new CreditVoided(attempt));
    }

    public static Decision RefundCapture(Account? account, Payment? payment, Attempt attempt, long now) =>
        GiveBack(account, payment, attempt, now).Send(new CreditRefunded(attempt));

    /// <summary>
    /// The credit of a failed attempt that has taken stock: given back wherever it is. The answer is that of a void,
    /// because the order knows of no payment.
    /// </summary>
    public static Decision RepairCapture(Account? account, Payment? payment, Attempt attempt, long now)
    {
        var decision = payment?.Status is PaymentStatus.Captured or PaymentStatus.Refunded
            ? GiveBack(account, payment, attempt, now).Send(new CreditVoided(attempt))
            : VoidHold(account, payment, attempt, now);
        return decision.Send(new ReturnStock(attempt, []));
    }

    /// <summary>The sweep: asks the order service after the holds that have been in flight for long.</summary>
    public static Decision AskAfter(Account? account, UserId user, long now)
    {
        if (account is null || account.Holds.IsEmpty
            || (account.Due is { } due && !Backoff.HasCome(due, now)))
        {
            return Decision.Nothing;
        }

        var looks = account.Looks + 1;
        var decision = Decision.Nothing.Change(
            Account.KeyOf(user),
            account with { Looks = looks, Due = Backoff.NextLook(now, (int)Math.Min(looks, int.MaxValue)) });
        var old = account.Holds.Where(hold => Backoff.HasCome(hold.Since, now - Backoff.FirstMs));
        foreach (var hold in old.Take(Limits.AsksMax))
        {
            decision.Send(new AskOutcome(AttemptOf(hold, user)));
        }

        return decision;
    }

    /// <summary>
    /// The account after a change, with the head of the waiting room served: an attempt is held where the credit
    /// suffices, and declined where the credit would not suffice even without any hold, or could not be counted. The
    /// first attempt that can neither be held nor truthfully declined stops the row. The message that follows a hold
    /// stands in its command; for waiting attempts it is no longer known here, and the order service is asked to go on.
    /// </summary>
    public static Decision AdmitWaiting(
        Account account, UserId user, long now, (AttemptId Attempt, Message Next)? arriving = null)
    {
        var answers = Decision.Nothing;
        while (!account.Waiting.IsEmpty)
        {
            var head = account.Waiting[0];
            var attempt = AttemptOf(head, user);
            if (WhyNot(account, head.Amount) is { } reason)
            {
                account = account with { Waiting = account.Waiting.RemoveAt(0) };
                DeclineHold(answers, attempt, reason);
            }
            else if (account.CanHoldNow(head.Amount))
            {
                account = (account with { Waiting = account.Waiting.RemoveAt(0) }).BeginHold(head, now);
                answers.Send(arriving?.Attempt == attempt.Id ? arriving.Value.Next : new CreditHeld(attempt));
            }
            else
            {
                break;
            }
        }

        var decision = Decision.Nothing.Change(Account.KeyOf(user), account);
        answers.AddTo(decision);
        return decision;
    }

    private static Decision GiveBack(Account? account, Payment? payment, Attempt attempt, long now)
    {
        if (payment?.Status is PaymentStatus.Refunded)
        {
            return Decision.Nothing;
        }

        if (account is not null && payment?.Status is PaymentStatus.Captured)
        {
            var given = payment.Generation == account.Generation
                ? checked(account with
                {
                    Credit = account.Credit + payment.Amount,
                    Refunded = account.Refunded + payment.Amount,
                })
                : account;
            return AdmitWaiting(given, attempt.User, now)
                .Change(Payment.KeyOf(attempt.Id), payment with { Status = PaymentStatus.Refunded });
        }

        if (payment is null && account?.HoldOf(attempt.Id) is { } hold)
        {
            // The capture is still on its way: the hold itself becomes the refunded payment.
            var turned = checked(account.EndHold(hold) with
            {
                Credit = account.Credit + hold.Amount,
                Captured = account.Captured + hold.Amount,
                Refunded = account.Refunded + hold.Amount,
            });
            return EndHold(turned, PaymentStatus.Refunded, attempt, now);
        }

        throw new ImpossibleMeetingException($"Attempt {attempt.Id} is refunded but was never paid.");
    }

    // Why the amount could not be held even if no hold were in flight; null where it could.
    private static Reason? WhyNot(Account account, long amount) =>
        !account.CouldCount(amount) ? Reason.OverMaximum
        : !account.CouldAfford(amount) ? Reason.InsufficientCredit
        : null;

    private static Decision EndHold(Account account, PaymentStatus status, Attempt attempt, long now)
    {
        var record = Payment.FromAttempt(attempt, status) with { Generation = account.Generation };
        return AdmitWaiting(account, attempt.User, now).Change(Payment.KeyOf(attempt.Id), record);
    }

    private static Decision DeclineHold(Decision decision, Attempt attempt, Reason reason)
    {
        var record = Payment.FromAttempt(attempt, PaymentStatus.Declined) with { Reason = reason };
        return decision.Change(Payment.KeyOf(attempt.Id), record).Send(AnswerOf(record, attempt));
    }

    // The first answer is a function of the record. A voided attempt answers "voided", whichever answer came first: the
    // order service then learns where the credit is now.
    private static OrderMessage AnswerOf(Payment payment, Attempt attempt) => payment.Status switch
    {
        PaymentStatus.Declined => new CreditDeclined(attempt, payment.Reason!.Value),
        PaymentStatus.Voided => new CreditVoided(attempt),
        PaymentStatus.Captured or PaymentStatus.Refunded => new CreditHeld(attempt),
        _ => throw new ImpossibleMeetingException($"No answer means that a payment is {payment.Status}."),
    };

    private static Hold HoldOf(Attempt attempt, long now) =>
        new(attempt.Id, attempt.Order, attempt.Amount, attempt.ReplyTo, now);

    private static Attempt AttemptOf(Hold hold, UserId user) =>
        new(hold.Attempt, hold.Order, user, hold.Amount, hold.ReplyTo);
}
