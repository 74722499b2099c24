using Cartwright.Domain.Sagas;
using Cartwright.Kernel;

namespace Cartwright.Domain.Payments;

/// <summary>
/// The payment service: which rows a message touches, the commands that users give, and the way from the saga's
/// messages to <see cref="Holding"/>.
/// </summary>
/// <param name="checkout">The saga in which credit is held: a hold sends the command of the step after it.</param>
public sealed class PaymentService(Saga checkout) : IService
{
    public Role Role => Role.Payment;

    public IReadOnlyList<Table> Tables { get; } = [Account.Table, Payment.Table];

    public void AddKeys(Message message, ICollection<Key> keys)
    {
        switch (message)
        {
            case CreateUser create:
                keys.Add(Account.KeyOf(create.User));
                break;
            case AddFunds add:
                keys.Add(Account.KeyOf(add.User));
                break;
            case Pay pay:
                keys.Add(Account.KeyOf(pay.User));
                break;
            case SweepAccount sweep:
                keys.Add(Account.KeyOf(sweep.User));
                break;
            case InitUsers init:
                Init.AddKeys(Account.Table, init.First, init.Count, keys);
                break;
            case HoldCredit or CaptureCredit or VoidCredit or RefundCredit:
                var attempt = ((IAttemptMessage)message).Attempt;
                keys.Add(Account.KeyOf(attempt.User));
                keys.Add(Payment.KeyOf(attempt.Id));
                break;
            default:
                throw UnknownMessage(message);
        }
    }

    public Decision Decide(IRows rows, Message message, long now) => message switch
    {
        CreateUser create => NewAccount(rows.Find<Account>(Account.KeyOf(create.User)), create),
        AddFunds add => AddToAccount(rows.Find<Account>(Account.KeyOf(add.User)), add, now),
        Pay pay => PayNow(rows.Find<Account>(Account.KeyOf(pay.User)), pay),
        SweepAccount sweep => Holding.AskAfter(rows.Find<Account>(Account.KeyOf(sweep.User)), sweep.User, now),
        InitUsers init => InitAll(rows, init, now),
        HoldCredit or CaptureCredit or VoidCredit or RefundCredit =>
            DecideAttempt(rows, message, ((IAttemptMessage)message).Attempt, now),
        _ => throw UnknownMessage(message),
    };

    public Message SweepMessage(Key key) => new SweepAccount(new UserId(key.Id));

    private Decision DecideAttempt(IRows rows, Message message, Attempt attempt, long now)
    {
        var account = rows.Find<Account>(Account.KeyOf(attempt.User));
        var payment = rows.Find<Payment>(Payment.KeyOf(attempt.Id));
        Holding.RequireSameAttempt(account, payment, attempt);
        return message switch
        {
            HoldCredit hold => Holding.BeginHold(account, payment, hold, NextOf(hold), now),
            CaptureCredit => Holding.CaptureHold(account, payment, attempt, now),
            VoidCredit { ReturnsStock: true } => Holding.RepairCapture(account, payment, attempt, now),
            VoidCredit => Holding.VoidHold(account, payment, attempt, now),
            RefundCredit => Holding.RefundCapture(account, payment, attempt, now),
            _ => throw UnknownMessage(message),
        };
    }

    private Message NextOf(HoldCredit hold) => hold.Lines is { } lines
        ? checkout.CommandAfter(typeof(HoldCredit), hold.Attempt, lines)
        : new CreditHeld(hold.Attempt);

    private static ImpossibleMeetingException UnknownMessage(Message message) =>
        new($"The payment service has no {message.GetType().Name}.");

    private static Decision NewAccount(Account? existing, CreateUser create) => existing is null
        ? Decision.Nothing.Change(Account.KeyOf(create.User), new Account()).With(new UserCreated(create.User))
        : throw new ImpossibleMeetingException($"User {create.User} exists already.");

    private static Decision AddToAccount(Account? account, AddFunds add, long now)
    {
        if (add.Amount <= 0)
        {
            return Decision.Reject(Reason.OutOfRange);
        }

        if (account is null)
        {
            return Decision.Reject(Reason.UnknownUser);
        }

        if (account.Credit + account.Held > Limits.CreditMax - add.Amount || account.Funded > Limits.CounterMax)
        {
            return Decision.Reject(Reason.OverMaximum);
        }

        var funded = account with { Credit = account.Credit + add.Amount, Funded = account.Funded + add.Amount };
        var decision = Holding.AdmitWaiting(funded, add.User, now);
        var credit = ((Account)decision.Changes[0].State!).Credit;
        return decision.With(new CreditUpdated(add.User, credit));
    }

    private static Decision PayNow(Account? account, Pay pay)
    {
        if (pay.Amount <= 0)
        {
            return Decision.Reject(Reason.OutOfRange);
        }

        if (account is null)
        {
            return Decision.Reject(Reason.UnknownUser);
        }

        if (!account.CouldAfford(pay.Amount))
        {
            return Decision.RejectTooLittle(Reason.InsufficientCredit, pay.Amount, account.Credit);
        }

        if (!account.CanSpendNow(pay.Amount))
        {
            return Decision.Postpone(Account.KeyOf(pay.User));
        }

        var paid = checked(account with { Credit = account.Credit - pay.Amount, Paid = account.Paid + pay.Amount });
        return Decision.Nothing
            .Change(Account.KeyOf(pay.User), paid)
            .With(new CreditUpdated(pay.User, paid.Credit));
    }

    // The spendable credit becomes the starting money, and the holds stay beside it: their attempts are in flight.
    private static Decision InitAll(IRows rows, InitUsers init, long now)
    {
        if (init.Credit is < 0 or > Limits.CreditMax)
        {
            return Decision.Reject(init.Credit < 0 ? Reason.OutOfRange : Reason.OverMaximum);
        }

        var all = Decision.Nothing.With(new InitDone(init.Count));
        for (var id = init.First; id < init.First + init.Count; id++)
        {
            var old = rows.Find<Account>(Account.Table.KeyOf(id));
            var anew = (old ?? new Account()) with
            {
                Credit = init.Credit,
                Funded = checked(init.Credit + (old?.Held ?? 0)),
                Paid = 0,
                Captured = 0,
                Refunded = 0,
                Generation = old is null ? 0 : old.Generation + 1,
            };
            Holding.AdmitWaiting(anew, new UserId(id), now).AddTo(all);
        }

        return all;
    }
}
