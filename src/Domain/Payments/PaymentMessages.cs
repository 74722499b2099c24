using System.Collections.Immutable;
using Cartwright.Domain.Sagas;
using Cartwright.Kernel;

namespace Cartwright.Domain.Payments;

/// <summary>The messages that the payment service decides.</summary>
public abstract record PaymentMessage : Message
{
    public sealed override Role To => Role.Payment;
}

/// <summary>A new user, with an account without credit.</summary>
public sealed record CreateUser(UserId User) : PaymentMessage;

/// <summary>The user brings money.</summary>
public sealed record AddFunds(UserId User, long Amount) : PaymentMessage;

/// <summary>The user pays something that is no order.</summary>
public sealed record Pay(UserId User, long Amount) : PaymentMessage;

/// <summary>Recreates the users First to First + Count - 1; their holds in flight stay.</summary>
public sealed record InitUsers(long First, int Count, long Credit) : PaymentMessage;

/// <summary>
/// Set the attempt's amount aside. The command carries the lines for the step after it, a routing slip: if the amount
/// is held at once, payment itself sends that step's command. Without lines, or for an attempt that had to wait,
/// payment answers <see cref="CreditHeld"/>, and the order service goes on.
/// </summary>
public sealed record HoldCredit(Attempt Attempt, ImmutableArray<Units>? Lines = null)
    : PaymentMessage, IStepCommand
{
    StepRecord IStepCommand.RecordIn(IRows rows) => PaymentRecords.OfHold(rows, Attempt);
}

/// <summary>Make the hold final: the order is paid.</summary>
public sealed record CaptureCredit(Attempt Attempt) : PaymentMessage, IStepCommand
{
    StepRecord IStepCommand.RecordIn(IRows rows) => PaymentRecords.OfCapture(rows, Attempt);
}

/// <summary>
/// Give the hold back: the attempt fails. In a repair, see <see cref="Orders.ReturnTaken"/>, a captured payment is
/// refunded too, and payment itself has stock return what the attempt has taken.
/// </summary>
public sealed record VoidCredit(Attempt Attempt, bool? ReturnsStock = null) : PaymentMessage, IAttemptMessage;

/// <summary>Give back the cost of a paid order: it is being cancelled.</summary>
public sealed record RefundCredit(Attempt Attempt) : PaymentMessage, IStepCommand
{
    StepRecord IStepCommand.RecordIn(IRows rows) => PaymentRecords.OfRefund(rows, Attempt);
}

/// <summary>The sweep's look at an account with holds that have been in flight for long.</summary>
public sealed record SweepAccount(UserId User) : PaymentMessage;

/// <summary>Payment's question after a hold that has been in flight for long: capture it, or void it?</summary>
public sealed record AskOutcome(Attempt Attempt) : OrderMessage, IAttemptMessage;

/// <summary>
/// Payment: the attempt's amount is set aside, and the next message is not known there: the attempt had to wait.
/// </summary>
public sealed record CreditHeld(Attempt Attempt) : OrderMessage, IAttemptMessage;

/// <summary>Payment: nothing is held for the attempt, and nothing will be.</summary>
public sealed record CreditDeclined(Attempt Attempt, Reason Reason) : OrderMessage, IRejection
{
    ItemId? IRejection.Item => null;
}

/// <summary>Payment: the held amount has been given back, and nothing will be held.</summary>
public sealed record CreditVoided(Attempt Attempt) : OrderMessage, IAttemptMessage;

/// <summary>Payment: the captured amount has been given back.</summary>
public sealed record CreditRefunded(Attempt Attempt) : OrderMessage, IAttemptMessage;
