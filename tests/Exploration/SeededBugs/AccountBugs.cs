using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Kernel;

namespace Cartwright.Exploration.SeededBugs;

/// <summary>Mistakes of the payment service with funding, spending and the reset.</summary>
internal static class AccountBugs
{
    public static IReadOnlyList<SeededBug> All { get; } =
    [
        In("forgets the holds at a reset", "A hold in flight is gone when it is captured.", ForgetHolds),
        In("pays out of what is held", "A checkout that was told it holds its credit finds none.", PayHeld),
        In("refuses to pay because of a hold", "The hold may be given back a moment later.", RefusePay),
        In("pays before those who wait", "Who waits for much credit is passed by small payments.", PayFirst),
        In("adds negative funds", "Credit vanishes without being paid.", AddNegative),
        In("serves nobody who waits", "A hold has ended, and the next in line is not served.", ServeNobody),
    ];

    private static SeededBug In(string name, string description, Alteration alteration) =>
        SeededBug.In(Role.Payment, name, description, alteration);

    private static Decision ForgetHolds(IService real, IRows rows, Message message, long now) =>
        real.Decide(
            message is InitUsers
                ? rows.Seeing<Account>(account => new Account { Generation = account.Generation })
                : rows,
            message,
            now);

    private static Decision PayHeld(IService real, IRows rows, Message message, long now)
    {
        if (message is not Pay)
        {
            return real.Decide(rows, message, now);
        }

        var richer = rows.Seeing<Account>(account => account with { Credit = account.Credit + account.Held });
        return real.Decide(richer, message, now).Altered(rows: row =>
            row is Account account ? account with { Credit = account.Credit - account.Held } : row);
    }

    private static Decision RefusePay(IService real, IRows rows, Message message, long now)
    {
        var decision = real.Decide(rows, message, now);
        return decision.Reply is Postponed ? Decision.Reject(Reason.InsufficientCredit) : decision;
    }

    private static Decision PayFirst(IService real, IRows rows, Message message, long now)
    {
        if (message is not Pay pay || rows.Find<Account>(Account.KeyOf(pay.User)) is not { } before)
        {
            return real.Decide(rows, message, now);
        }

        return real.Decide(rows.Seeing<Account>(account => account with { Waiting = [] }), message, now)
            .Altered(rows: row => row is Account account ? account with { Waiting = before.Waiting } : row);
    }

    private static Decision AddNegative(IService real, IRows rows, Message message, long now)
    {
        if (message is not AddFunds { Amount: < 0 } add
            || rows.Find<Account>(Account.KeyOf(add.User)) is not { } account)
        {
            return real.Decide(rows, message, now);
        }

        var less = account with { Credit = account.Credit + add.Amount, Funded = account.Funded + add.Amount };
        return Decision.Nothing.Change(Account.KeyOf(add.User), less).With(new CreditUpdated(add.User, less.Credit));
    }

    private static Decision ServeNobody(IService real, IRows rows, Message message, long now)
    {
        if (Served(rows, message) is not { Waiting.IsEmpty: false } before)
        {
            return real.Decide(rows, message, now);
        }

        return real.Decide(rows.Seeing<Account>(account => account with { Waiting = [] }), message, now)
            .Altered(rows: row => row is Account account ? account with { Waiting = before.Waiting } : row);
    }

    private static Account? Served(IRows rows, Message message) => message switch
    {
        CaptureCredit capture => rows.Find<Account>(Account.KeyOf(capture.Attempt.User)),
        VoidCredit giveBack => rows.Find<Account>(Account.KeyOf(giveBack.Attempt.User)),
        _ => null,
    };
}
