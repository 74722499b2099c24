using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Exploration.SeededBugs;

/// <summary>Mistakes of the payment service with holds, captures, voids and refunds.</summary>
internal static class HoldBugs
{
    private const int SmallRoom = 1;

    public static IReadOnlyList<SeededBug> All { get; } =
    [
        In("declines instead of waiting", "The credit may come back when another attempt fails.", DeclineAtOnce),
        In("declines when the room is full", "Who finds no room to wait could still pay later.", DeclineFullRoom),
        In("goes on without a hold", "Stock goes to somebody who waits, or cannot pay.", TakeAnyway),
        In("lets later ones overtake", "Who waits for much credit is passed by small amounts for ever.", Overtake),
        In("leaves no mark for a void", "The hold that comes later stays for a failed attempt.", NoVoidMark),
        In("records no decline", "A repeated hold succeeds for a failed attempt.", NoDeclineRecord),
        In("voids and leaves it waiting", "A failed attempt gets its hold later.", VoidWithoutLeaving),
        In("never sweeps accounts", "A hold whose capture was lost stays for ever.", SweepNothing),
        In("captures before the stock is taken", "Credit is spent for stock that may be refused.", CaptureEarly),
        In("captures twice", "A message that comes twice costs twice.", CaptureTwice),
        In("captures without counting", "The books of the account no longer balance.", CaptureUncounted),
        In("writes the account twice", "The second write of one decision hides the first.", WriteTwice),
        In("records no capture", "A refund finds no payment.", NoCaptureRecord),
        In("acknowledges a refund of a hold", "It did nothing, and the order is cancelled.", RefundNothing),
        In("refunds twice", "A message that comes twice makes credit out of nothing.", RefundTwice),
        In("refunds into a reset account", "The new credit grows by a payment of the old.", RefundToReset),
    ];

    private static SeededBug In(string name, string description, Alteration alteration) =>
        SeededBug.In(Role.Payment, name, description, alteration);

    private static Decision DeclineAtOnce(IService real, IRows rows, Message message, long now) =>
        IsNew(rows, message) is { } account && !account.CanSpendNow(((HoldCredit)message).Attempt.Amount)
            ? Decline(((HoldCredit)message).Attempt)
            : real.Decide(rows, message, now);

    private static Decision DeclineFullRoom(IService real, IRows rows, Message message, long now) =>
        IsNew(rows, message) is { } account && account.Waiting.Length >= SmallRoom
            ? Decline(((HoldCredit)message).Attempt)
            : real.Decide(rows, message, now);

    private static Decision Overtake(IService real, IRows rows, Message message, long now) =>
        IsNew(rows, message) is { } before
            ? real.Decide(rows.Seeing<Account>(account => account with { Waiting = [] }), message, now)
                .Altered(rows: row => row is Account account
                    ? account with { Waiting = before.Waiting.AddRange(account.Waiting) }
                    : row)
            : real.Decide(rows, message, now);

    private static Decision TakeAnyway(IService real, IRows rows, Message message, long now)
    {
        var decision = real.Decide(rows, message, now);
        return message is HoldCredit { Lines: not null } hold && !decision.Messages.Any(sent => sent is TakeStock)
            ? decision.AndSend(new TakeStock(hold.Attempt, hold.Lines.Value))
            : decision;
    }

    private static Decision NoVoidMark(IService real, IRows rows, Message message, long now) =>
        message is VoidCredit giveBack && IsUnknown(rows, giveBack.Attempt)
            ? Decision.Nothing.Send(new CreditVoided(giveBack.Attempt))
            : real.Decide(rows, message, now);

    private static Decision NoDeclineRecord(IService real, IRows rows, Message message, long now) =>
        real.Decide(rows, message, now).Altered(rows: row =>
            row is Payment { Status: PaymentStatus.Declined } ? null : row);

    private static Decision VoidWithoutLeaving(IService real, IRows rows, Message message, long now)
    {
        if (message is not VoidCredit giveBack
            || rows.Find<Account>(Account.KeyOf(giveBack.Attempt.User)) is not { } before
            || before.WaitOf(giveBack.Attempt.Id) is null)
        {
            return real.Decide(rows, message, now);
        }

        return Decision.Nothing
            .Change(Payment.KeyOf(giveBack.Attempt.Id), Payment.FromAttempt(giveBack.Attempt, PaymentStatus.Voided))
            .Send(new CreditVoided(giveBack.Attempt));
    }

    private static Decision SweepNothing(IService real, IRows rows, Message message, long now) =>
        message is SweepAccount ? Decision.Nothing : real.Decide(rows, message, now);

    private static Decision CaptureEarly(IService real, IRows rows, Message message, long now)
    {
        var decision = real.Decide(rows, message, now);
        return decision.Messages.OfType<TakeStock>().FirstOrDefault() is { } take
            ? decision.AndSend(new CaptureCredit(take.Attempt))
            : decision;
    }

    private static Decision CaptureTwice(IService real, IRows rows, Message message, long now)
    {
        if (message is not CaptureCredit { Attempt: var attempt }
            || rows.Find<Payment>(Payment.KeyOf(attempt.Id))?.Status is not PaymentStatus.Captured
            || rows.Find<Account>(Account.KeyOf(attempt.User)) is not { } account)
        {
            return real.Decide(rows, message, now);
        }

        return Decision.Nothing.Change(
            Account.KeyOf(attempt.User),
            account with { Credit = account.Credit - attempt.Amount, Captured = account.Captured + attempt.Amount });
    }

    private static Decision CaptureUncounted(IService real, IRows rows, Message message, long now)
    {
        var decision = real.Decide(rows, message, now);
        return message is CaptureCredit { Attempt: var attempt } && decision.Changes.Count > 0
            ? decision.Altered(rows: row =>
                row is Account account ? account with { Captured = account.Captured - attempt.Amount } : row)
            : decision;
    }

    private static Decision WriteTwice(IService real, IRows rows, Message message, long now)
    {
        var decision = real.Decide(rows, message, now);
        var account = decision.Changes.FirstOrDefault(change => change.State is Account);
        return message is CaptureCredit && account.State is not null
            ? decision.Altered().Change(account.Key, account.State)
            : decision;
    }

    private static Decision NoCaptureRecord(IService real, IRows rows, Message message, long now) =>
        real.Decide(rows, message, now).Altered(rows: row =>
            row is Payment { Status: PaymentStatus.Captured } ? null : row);

    private static Decision RefundNothing(IService real, IRows rows, Message message, long now) =>
        message is RefundCredit { Attempt: var attempt }
            && rows.Find<Account>(Account.KeyOf(attempt.User))?.HoldOf(attempt.Id) is not null
            ? Decision.Nothing.Send(new CreditRefunded(attempt))
            : real.Decide(rows, message, now);

    private static Decision RefundTwice(IService real, IRows rows, Message message, long now) =>
        real.Decide(
            message is RefundCredit
                ? rows.Seeing<Payment>(payment => payment.Status is PaymentStatus.Refunded
                    ? payment with { Status = PaymentStatus.Captured }
                    : payment)
                : rows,
            message,
            now);

    private static Decision RefundToReset(IService real, IRows rows, Message message, long now)
    {
        if (message is not RefundCredit { Attempt: var attempt }
            || rows.Find<Payment>(Payment.KeyOf(attempt.Id)) is not { } before
            || rows.Find<Account>(Account.KeyOf(attempt.User)) is not { } account)
        {
            return real.Decide(rows, message, now);
        }

        return real
            .Decide(rows.Seeing<Payment>(paid => paid with { Generation = account.Generation }), message, now)
            .Altered(rows: row => row is Payment paid ? paid with { Generation = before.Generation } : row);
    }

    // The account, if the message is a hold that it can afford and does not have yet.
    private static Account? IsNew(IRows rows, Message message) =>
        message is HoldCredit { Attempt: var attempt }
            && IsUnknown(rows, attempt)
            && rows.Find<Account>(Account.KeyOf(attempt.User)) is { } account
            && account.CouldAfford(attempt.Amount)
            ? account
            : null;

    private static bool IsUnknown(IRows rows, Attempt attempt)
    {
        var account = rows.Find<Account>(Account.KeyOf(attempt.User));
        return rows.Find<Payment>(Payment.KeyOf(attempt.Id)) is null
            && account?.HoldOf(attempt.Id) is null
            && account?.WaitOf(attempt.Id) is null;
    }

    private static Decision Decline(Attempt attempt) =>
        Decision.Nothing
            .Change(
                Payment.KeyOf(attempt.Id),
                Payment.FromAttempt(attempt, PaymentStatus.Declined) with { Reason = Reason.InsufficientCredit })
            .Send(new CreditDeclined(attempt, Reason.InsufficientCredit));
}
