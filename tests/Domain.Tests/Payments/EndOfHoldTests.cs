using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.Payments;

/// <summary>
/// Capture, void and refund, in every state of the attempt, and the order in which waiting attempts are served after a
/// hold has ended.
/// </summary>
public sealed class EndOfHoldTests
{
    private static readonly Attempt A = Sample.Attempt;
    private static readonly Attempt B = Sample.Other(200, 60);
    private static readonly Attempt C = Sample.Other(300, 30);
    private static readonly Attempt D = Sample.Other(400, 20);
    private static readonly Key AccountKey = Account.KeyOf(Sample.User);
    private static readonly Key PaymentKey = Payment.KeyOf(Sample.Id);
    private static readonly CaptureCredit Capture = new(A);
    private static readonly VoidCredit Void = new(A);
    private static readonly VoidCredit Repair = new(A, ReturnsStock: true);
    private static readonly RefundCredit Refund = new(A);
    private static readonly Account Held = Sample.Holding(10, A) with { Generation = 2 };
    private static readonly Account Waits = Sample.Holding(10, B) with { Waiting = [Sample.HoldOf(A)] };
    private static readonly Account Ended = Held with { Held = 0, Holds = [], Due = null };
    private static readonly Account Spent = Ended with { Captured = 50 };

    private static readonly CaseTable Table = new(
        ShopServices.Payment,
        Case.That("capture of a hold").Given(AccountKey, Held).When(Capture)
            .Then(AccountKey, Spent).Then(PaymentKey, Row(PaymentStatus.Captured, generation: 2)),
        Case.That("capture of one of two holds keeps the time of the next look")
            .Given(AccountKey, Sample.Holding(10, B, A) with { Looks = 2 }).When(Capture)
            .Then(AccountKey, Sample.Holding(10, B) with { Funded = 120, Captured = 50 })
            .Then(PaymentKey, Row(PaymentStatus.Captured)),
        Case.That("a capture that leaves no room declines who waited for the hold to be given back")
            .Given(AccountKey, Full(Sample.Holding(60, A) with { Waiting = [Sample.HoldOf(C)] })).When(Capture)
            .Then(AccountKey, Full(Sample.Funded(60) with { Funded = 110 }) with { Captured = Limits.CounterMax - 20 })
            .Then(Payment.KeyOf(C.Id), Sample.Payment(PaymentStatus.Declined, C) with { Reason = Reason.OverMaximum })
            .Then(PaymentKey, Row(PaymentStatus.Captured))
            .Sends(new CreditDeclined(C, Reason.OverMaximum)),
        Case.That("a void serves who waited for the room of the hold")
            .Given(AccountKey, Full(Sample.Holding(60, A) with { Waiting = [Sample.HoldOf(C)] })).When(Void)
            .Then(AccountKey, Full(Sample.Holding(80, C)))
            .Then(PaymentKey, Row(PaymentStatus.Voided))
            .Sends(new CreditHeld(C)).Sends(new CreditVoided(A)),
        Case.That("capture repeated").Given(AccountKey, Spent).Given(PaymentKey, Row(PaymentStatus.Captured))
            .When(Capture),
        Case.That("capture after the refund").Given(AccountKey, Ended).Given(PaymentKey, Row(PaymentStatus.Refunded))
            .When(Capture),
        Case.That("capture finds a void").Given(AccountKey, Held).Given(PaymentKey, Row(PaymentStatus.Voided))
            .When(Capture).IsImpossible(),
        Case.That("capture finds a decline").Given(AccountKey, Held).Given(PaymentKey, Row(PaymentStatus.Declined))
            .When(Capture).IsImpossible(),
        Case.That("capture finds nothing").Given(AccountKey, Sample.Funded(90)).When(Capture).IsImpossible(),
        Case.That("capture finds no user").When(Capture).IsImpossible(),
        Case.That("capture finds the attempt waiting").Given(AccountKey, Waits).When(Capture).IsImpossible(),
        Case.That("void of a hold").Given(AccountKey, Held).When(Void)
            .Then(AccountKey, Ended with { Credit = 60 })
            .Then(PaymentKey, Row(PaymentStatus.Voided, generation: 2)).Sends(new CreditVoided(A)),
        Case.That("void of who waits").Given(AccountKey, Waits).When(Void)
            .Then(AccountKey, Waits with { Waiting = [] })
            .Then(PaymentKey, Row(PaymentStatus.Voided)).Sends(new CreditVoided(A)),
        Case.That("void of the first who waits serves the next")
            .Given(AccountKey, Sample.Holding(40, B) with { Waiting = [Sample.HoldOf(A), Sample.HoldOf(C)] })
            .When(Void)
            .Then(AccountKey, Sample.Holding(10, B, C)).Then(PaymentKey, Row(PaymentStatus.Voided))
            .Sends(new CreditHeld(C)).Sends(new CreditVoided(A)),
        Case.That("void repeated").Given(AccountKey, Ended).Given(PaymentKey, Row(PaymentStatus.Voided))
            .When(Void).Sends(new CreditVoided(A)),
        Case.That("void of a decline").Given(AccountKey, Ended)
            .Given(PaymentKey, Row(PaymentStatus.Declined) with { Reason = Reason.InsufficientCredit })
            .When(Void).Sends(new CreditVoided(A)),
        Case.That("void that overtakes its hold leaves a mark").Given(AccountKey, Sample.Funded(90)).When(Void)
            .Then(PaymentKey, Row(PaymentStatus.Voided)).Sends(new CreditVoided(A)),
        Case.That("void that overtakes its hold, of an unknown user").When(Void)
            .Then(PaymentKey, Row(PaymentStatus.Voided)).Sends(new CreditVoided(A)),
        Case.That("void finds a captured payment").Given(AccountKey, Spent)
            .Given(PaymentKey, Row(PaymentStatus.Captured)).When(Void).IsImpossible(),
        Case.That("void finds a refunded payment").Given(AccountKey, Ended)
            .Given(PaymentKey, Row(PaymentStatus.Refunded)).When(Void).IsImpossible(),
        Case.That("repair of a hold").Given(AccountKey, Held).When(Repair)
            .Then(AccountKey, Ended with { Credit = 60 })
            .Then(PaymentKey, Row(PaymentStatus.Voided, generation: 2))
            .Sends(new CreditVoided(A)).Sends(new ReturnStock(A, [])),
        Case.That("repair of a captured payment refunds it")
            .Given(AccountKey, Spent).Given(PaymentKey, Row(PaymentStatus.Captured, generation: 2)).When(Repair)
            .Then(AccountKey, Spent with { Credit = 60, Refunded = 50 })
            .Then(PaymentKey, Row(PaymentStatus.Refunded, generation: 2))
            .Sends(new CreditVoided(A)).Sends(new ReturnStock(A, [])),
        Case.That("repair repeated after its refund")
            .Given(AccountKey, Ended).Given(PaymentKey, Row(PaymentStatus.Refunded)).When(Repair)
            .Sends(new CreditVoided(A)).Sends(new ReturnStock(A, [])),
        Case.That("repair repeated after its void")
            .Given(AccountKey, Ended).Given(PaymentKey, Row(PaymentStatus.Voided)).When(Repair)
            .Sends(new CreditVoided(A)).Sends(new ReturnStock(A, [])),
        Case.That("repair where nothing was ever held leaves a mark").Given(AccountKey, Sample.Funded(90)).When(Repair)
            .Then(PaymentKey, Row(PaymentStatus.Voided)).Sends(new CreditVoided(A)).Sends(new ReturnStock(A, [])),
        Case.That("refund of a captured payment")
            .Given(AccountKey, Spent).Given(PaymentKey, Row(PaymentStatus.Captured, generation: 2)).When(Refund)
            .Then(AccountKey, Spent with { Credit = 60, Refunded = 50 })
            .Then(PaymentKey, Row(PaymentStatus.Refunded, generation: 2)).Sends(new CreditRefunded(A)),
        Case.That("refund of an older generation changes no balance")
            .Given(AccountKey, Spent).Given(PaymentKey, Row(PaymentStatus.Captured, generation: 1)).When(Refund)
            .Then(AccountKey, Spent)
            .Then(PaymentKey, Row(PaymentStatus.Refunded, generation: 1)).Sends(new CreditRefunded(A)),
        Case.That("refund passes the maximum")
            .Given(AccountKey, Spent with { Credit = Limits.CreditMax, Funded = Limits.CreditMax + 50 })
            .Given(PaymentKey, Row(PaymentStatus.Captured, generation: 2)).When(Refund)
            .Then(AccountKey, Spent with
            {
                Credit = Limits.CreditMax + 50, Funded = Limits.CreditMax + 50, Refunded = 50,
            })
            .Then(PaymentKey, Row(PaymentStatus.Refunded, generation: 2)).Sends(new CreditRefunded(A)),
        Case.That("refund repeated").Given(AccountKey, Ended).Given(PaymentKey, Row(PaymentStatus.Refunded))
            .When(Refund).Sends(new CreditRefunded(A)),
        Case.That("refund that finds the hold turns it into the refunded payment")
            .Given(AccountKey, Held).When(Refund)
            .Then(AccountKey, Spent with { Credit = 60, Refunded = 50 })
            .Then(PaymentKey, Row(PaymentStatus.Refunded, generation: 2)).Sends(new CreditRefunded(A)),
        Case.That("refund serves who waits")
            .Given(AccountKey, Sample.Holding(10, B) with
            {
                Funded = 120, Captured = 50, Waiting = [Sample.HoldOf(C)],
            })
            .Given(PaymentKey, Row(PaymentStatus.Captured)).When(Refund)
            .Then(AccountKey, Sample.Holding(30, B, C) with { Funded = 120, Captured = 50, Refunded = 50 })
            .Then(PaymentKey, Row(PaymentStatus.Refunded))
            .Sends(new CreditHeld(C)).Sends(new CreditRefunded(A)),
        Case.That("refund finds a void").Given(AccountKey, Held).Given(PaymentKey, Row(PaymentStatus.Voided))
            .When(Refund).IsImpossible(),
        Case.That("refund finds a decline").Given(AccountKey, Held).Given(PaymentKey, Row(PaymentStatus.Declined))
            .When(Refund).IsImpossible(),
        Case.That("refund finds nothing").Given(AccountKey, Sample.Funded(90)).When(Refund).IsImpossible(),
        Case.That("refund finds no user").When(Refund).IsImpossible(),
        Case.That("refund finds the attempt waiting").Given(AccountKey, Waits).When(Refund).IsImpossible(),
        Case.That("an ended hold serves everybody who can be, in order of arrival")
            .Given(AccountKey, Sample.Holding(0, A) with { Waiting = [Sample.HoldOf(C), Sample.HoldOf(D)] })
            .When(Void)
            .Then(AccountKey, Sample.Holding(0, C, D)).Then(PaymentKey, Row(PaymentStatus.Voided))
            .Sends(new CreditHeld(C)).Sends(new CreditHeld(D)).Sends(new CreditVoided(A)),
        Case.That("who cannot be held and not be declined stops the row")
            .Given(AccountKey, Sample.Holding(5, A, D) with { Waiting = [Sample.HoldOf(B), Sample.HoldOf(C)] })
            .When(Void)
            .Then(AccountKey, Sample.Holding(55, D) with { Waiting = [Sample.HoldOf(B), Sample.HoldOf(C)] })
            .Then(PaymentKey, Row(PaymentStatus.Voided)).Sends(new CreditVoided(A)),
        Case.That("a capture makes declines true, and the row moves on")
            .Given(AccountKey, Sample.Holding(20, A) with { Waiting = [Sample.HoldOf(B), Sample.HoldOf(D)] })
            .When(Capture)
            .Then(AccountKey, Sample.Holding(0, D) with { Funded = 70, Captured = 50 })
            .Then(PaymentKey, Row(PaymentStatus.Captured))
            .Then(Payment.KeyOf(B.Id), Declined(B))
            .Sends(new CreditDeclined(B, Reason.InsufficientCredit)).Sends(new CreditHeld(D)));

    public static TheoryData<string> Names => Table.Names;

    public static TheoryData<string, string, string> Foreign
    {
        get
        {
            string[] differences = ["order", "amount", "user"];
            var rows = new TheoryData<string, string, string>();
            foreach (var message in new Message[] { new HoldCredit(A), Capture, Void, Refund })
            {
                foreach (var difference in differences)
                {
                    rows.Add(message.GetType().Name, "record", difference);
                }

                rows.Add(message.GetType().Name, "hold", "order");
                rows.Add(message.GetType().Name, "hold", "amount");
                rows.Add(message.GetType().Name, "wait", "order");
                rows.Add(message.GetType().Name, "wait", "amount");
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ends_of_holds_follow_their_table(string name) => Table.Check(name);

    [Theory]
    [MemberData(nameof(Foreign))]
    public void A_message_of_another_generation_of_the_database_is_impossible(
        string message, string known, string difference)
    {
        var foreign = difference switch
        {
            "order" => A with { Order = new OrderId(2) },
            "amount" => A with { Amount = 51 },
            _ => A with { User = new UserId(8) },
        };
        Message sent = message switch
        {
            nameof(HoldCredit) => new HoldCredit(foreign),
            nameof(CaptureCredit) => new CaptureCredit(foreign),
            nameof(VoidCredit) => new VoidCredit(foreign),
            _ => new RefundCredit(foreign),
        };
        var given = known switch
        {
            "record" => Case.That(message).Given(PaymentKey, Row(PaymentStatus.Captured)),
            "hold" => Case.That(message).Given(AccountKey, Held),
            _ => Case.That(message).Given(AccountKey, Waits),
        };
        given.When(sent).IsImpossible().Check(ShopServices.Payment);
    }

    // Room for 70 more captures, holds included.
    private static Account Full(Account account) =>
        account with { Captured = Limits.CounterMax - 70, Refunded = Limits.CounterMax - 70 };

    private static Payment Row(PaymentStatus status, long generation = 0) =>
        Sample.Payment(status) with { Generation = generation };

    private static Payment Declined(Attempt attempt) =>
        Sample.Payment(PaymentStatus.Declined, attempt) with { Reason = Reason.InsufficientCredit };
}
