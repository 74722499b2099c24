using System.Collections.Immutable;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.Payments;

/// <summary>
/// The hold of 50 of an attempt: held, waiting or declined, once and for ever. A decline is sent only if it is true
/// without regard to other holds.
/// </summary>
public sealed class HoldTests
{
    private static readonly Attempt A = Sample.Attempt;
    private static readonly Attempt B = Sample.Other(200, 60);
    private static readonly Attempt C = Sample.Other(300, 5);
    private static readonly Key AccountKey = Account.KeyOf(Sample.User);
    private static readonly Key PaymentKey = Payment.KeyOf(Sample.Id);
    private static readonly HoldCredit Hold = new(A);

    private static readonly Account ManyHolds =
        Sample.Holding(500, [.. Enumerable.Range(1_000, Limits.HoldsMax).Select(id => Sample.Other(id, 1))]);

    private static readonly ImmutableArray<Hold> Crowd =
        [.. Enumerable.Range(1_000, Limits.WaitingMax).Select(id => Sample.HoldOf(Sample.Other(id, 20)))];

    private static readonly CaseTable Table = new(
        ShopServices.Payment,
        Case.That("the credit suffices").Given(AccountKey, Sample.Funded(60)).When(Hold)
            .Then(AccountKey, Sample.Holding(10, A)).Sends(new CreditHeld(A)),
        Case.That("the credit suffices, and the lines are known: they are taken next")
            .Given(AccountKey, Sample.Funded(60)).When(Sample.Hold)
            .Then(AccountKey, Sample.Holding(10, A)).Sends(Sample.Take),
        Case.That("it is held already, and the lines are known: they are taken, again perhaps")
            .Given(AccountKey, Sample.Holding(10, A)).When(Sample.Hold).Sends(Sample.Take),
        Case.That("the credit is too small for lines that are known").Given(AccountKey, Sample.Funded(49))
            .When(Sample.Hold).Then(PaymentKey, Declined(Reason.InsufficientCredit))
            .Sends(new CreditDeclined(A, Reason.InsufficientCredit)),
        Case.That("lines that are known do not overtake who waits")
            .Given(AccountKey, Sample.Holding(55, C) with { Waiting = [Sample.HoldOf(B)] }).When(Sample.Hold)
            .Then(AccountKey, Sample.Holding(55, C) with { Waiting = [Sample.HoldOf(B), Sample.HoldOf(A)] }),
        Case.That("it has ended, though the lines are known")
            .Given(PaymentKey, Sample.Payment(PaymentStatus.Voided)).When(Sample.Hold).Sends(new CreditVoided(A)),
        Case.That("it is captured, though the lines are known")
            .Given(PaymentKey, Sample.Payment(PaymentStatus.Captured)).When(Sample.Hold).Sends(new CreditHeld(A)),
        Case.That("the credit just suffices").Given(AccountKey, Sample.Funded(50)).When(Hold)
            .Then(AccountKey, Sample.Holding(0, A)).Sends(new CreditHeld(A)),
        Case.That("captures would add up beyond their maximum").Given(AccountKey, Captured(Limits.CounterMax - 49))
            .When(Hold).Then(PaymentKey, Declined(Reason.OverMaximum))
            .Sends(new CreditDeclined(A, Reason.OverMaximum)),
        Case.That("captures would just add up to their maximum").Given(AccountKey, Captured(Limits.CounterMax - 50))
            .When(Hold).Then(AccountKey, Captured(Limits.CounterMax - 50, A)).Sends(new CreditHeld(A)),
        Case.That("beyond the maximum of captures is named before a credit that is too small")
            .Given(AccountKey, Captured(Limits.CounterMax) with { Credit = 0, Paid = 60 })
            .When(Hold).Then(PaymentKey, Declined(Reason.OverMaximum))
            .Sends(new CreditDeclined(A, Reason.OverMaximum)),
        Case.That("a hold that may be given back has the room that is left: the next one waits for it")
            .Given(AccountKey, Captured(Limits.CounterMax - 54, C)).When(Hold)
            .Then(AccountKey, Captured(Limits.CounterMax - 54, C) with { Waiting = [Sample.HoldOf(A)] }),
        Case.That("an order for nothing is held without credit")
            .Given(AccountKey, new Account()).When(new HoldCredit(A with { Amount = 0 }))
            .Then(AccountKey, Sample.Holding(0, A with { Amount = 0 }))
            .Sends(new CreditHeld(A with { Amount = 0 })),
        Case.That("a second hold keeps the time of the next look").At(Sample.Now + 7)
            .Given(AccountKey, Sample.Holding(50, B) with { Looks = 3 }).When(Hold)
            .Then(AccountKey, Sample.Holding(0, B, A) with
            {
                Holds = [Sample.HoldOf(B), Sample.HoldOf(A, Sample.Now + 7)], Looks = 0,
            })
            .Sends(new CreditHeld(A)),
        Case.That("the credit is too small").Given(AccountKey, Sample.Funded(49)).When(Hold)
            .Then(PaymentKey, Declined(Reason.InsufficientCredit))
            .Sends(new CreditDeclined(A, Reason.InsufficientCredit)),
        Case.That("there is no such user").When(Hold)
            .Then(PaymentKey, Declined(Reason.UnknownUser)).Sends(new CreditDeclined(A, Reason.UnknownUser)),
        Case.That("the credit is too small even with every hold given back")
            .Given(AccountKey, Sample.Holding(40, C)).When(Hold)
            .Then(PaymentKey, Declined(Reason.InsufficientCredit))
            .Sends(new CreditDeclined(A, Reason.InsufficientCredit)),
        Case.That("the credit would just suffice with every hold given back: the attempt waits")
            .Given(AccountKey, Sample.Holding(45, C)).When(Hold)
            .Then(AccountKey, Sample.Holding(45, C) with { Waiting = [Sample.HoldOf(A)] }),
        Case.That("nobody who waits is overtaken, though the credit suffices")
            .Given(AccountKey, Sample.Holding(55, C) with { Waiting = [Sample.HoldOf(B)] }).When(Hold)
            .Then(AccountKey, Sample.Holding(55, C) with { Waiting = [Sample.HoldOf(B), Sample.HoldOf(A)] }),
        Case.That("with the most holds in flight the next one waits, though the credit suffices")
            .Given(AccountKey, ManyHolds).When(Hold)
            .Then(AccountKey, ManyHolds with { Waiting = [Sample.HoldOf(A)] }),
        Case.That("a full waiting room gives no answer")
            .Given(AccountKey, Sample.Holding(19, B) with { Waiting = Crowd }).When(Hold),
        Case.That("a full waiting room still declines what is truly too much")
            .Given(AccountKey, Sample.Holding(19, C) with { Waiting = Crowd }).When(Hold)
            .Then(PaymentKey, Declined(Reason.InsufficientCredit))
            .Sends(new CreditDeclined(A, Reason.InsufficientCredit)),
        Case.That("the last place of the waiting room is taken")
            .Given(AccountKey, Sample.Holding(19, B) with { Waiting = Crowd.RemoveAt(0) }).When(Hold)
            .Then(AccountKey, Sample.Holding(19, B) with { Waiting = Crowd.RemoveAt(0).Add(Sample.HoldOf(A)) }),
        Case.That("a repeat while it is held").Given(AccountKey, Sample.Holding(5, A)).When(Hold)
            .Sends(new CreditHeld(A)),
        Case.That("a repeat while it waits keeps its place and says nothing").At(Sample.Now + 9)
            .Given(AccountKey, Sample.Holding(5, B) with { Waiting = [Sample.HoldOf(A)] }).When(Hold),
        Case.That("a repeat after the capture is held").Given(AccountKey, Sample.Funded(90))
            .Given(PaymentKey, Sample.Payment(PaymentStatus.Captured)).When(Hold).Sends(new CreditHeld(A)),
        Case.That("a repeat after the refund is held").Given(AccountKey, Sample.Funded(90))
            .Given(PaymentKey, Sample.Payment(PaymentStatus.Refunded)).When(Hold).Sends(new CreditHeld(A)),
        Case.That("a repeat after the decline is declined, though credit has come since")
            .Given(AccountKey, Sample.Funded(90)).Given(PaymentKey, Declined(Reason.InsufficientCredit)).When(Hold)
            .Sends(new CreditDeclined(A, Reason.InsufficientCredit)),
        Case.That("a repeat after the decline is declined, though the user has come since")
            .Given(AccountKey, Sample.Funded(90)).Given(PaymentKey, Declined(Reason.UnknownUser)).When(Hold)
            .Sends(new CreditDeclined(A, Reason.UnknownUser)),
        Case.That("a hold that comes after its void is told so").Given(AccountKey, Sample.Funded(90))
            .Given(PaymentKey, Sample.Payment(PaymentStatus.Voided)).When(Hold).Sends(new CreditVoided(A)),
        Case.That("an amount below zero")
            .Given(AccountKey, Sample.Funded(90)).When(new HoldCredit(A with { Amount = -1 })).IsImpossible());

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Holds_follow_their_table(string name) => Table.Check(name);

    // 60 funded in total, and this much captured and refunded before.
    private static Account Captured(long captured, params Attempt[] held) =>
        Sample.Holding(60 - held.Sum(attempt => attempt.Amount), held) with
        {
            Captured = captured,
            Refunded = captured,
        };

    private static Payment Declined(Reason reason) =>
        Sample.Payment(PaymentStatus.Declined) with { Reason = reason };
}
