using Cartwright.Domain.Payments;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.Payments;

/// <summary>The users' commands on their accounts, the reset, and the sweep.</summary>
public sealed class AccountTests
{
    private static readonly Attempt A = Sample.Attempt;
    private static readonly Attempt B = Sample.Other(200, 60);
    private static readonly Attempt C = Sample.Other(300, 500);
    private static readonly Key AccountKey = Account.KeyOf(Sample.User);
    private static readonly AddFunds Add = new(Sample.User, 40);
    private static readonly Pay Pay = new(Sample.User, 40);
    private static readonly InitUsers Init = new(First: 7, Count: 1, Credit: 100);

    private static readonly CaseTable Table = new(
        ShopServices.Payment,
        Case.That("create again").Given(Account.KeyOf(Sample.User), new Account())
            .When(new CreateUser(Sample.User)).IsImpossible(),
        Case.That("create").When(new CreateUser(Sample.User))
            .Then(AccountKey, new Account()).Replies(new UserCreated(Sample.User)),
        Case.That("add funds").Given(AccountKey, Sample.Funded(5)).When(Add)
            .Then(AccountKey, Sample.Funded(45)).Replies(new CreditUpdated(Sample.User, 45)),
        Case.That("add nothing is out of range, before the user is looked for")
            .When(Add with { Amount = 0 }).Rejects(Reason.OutOfRange),
        Case.That("add less than nothing")
            .Given(AccountKey, Sample.Funded(5)).When(Add with { Amount = long.MinValue }).Rejects(Reason.OutOfRange),
        Case.That("add funds to an unknown user").When(Add).Rejects(Reason.UnknownUser),
        Case.That("add funds up to the maximum, holds counted in")
            .Given(AccountKey, Sample.Holding(5, A)).When(Add with { Amount = Limits.CreditMax - 55 })
            .Then(AccountKey, Sample.Holding(Limits.CreditMax - 50, A))
            .Replies(new CreditUpdated(Sample.User, Limits.CreditMax - 50)),
        Case.That("add funds above the maximum, holds counted in")
            .Given(AccountKey, Sample.Holding(5, A)).When(Add with { Amount = Limits.CreditMax - 54 })
            .Rejects(Reason.OverMaximum),
        Case.That("add more than 64 bits hold")
            .Given(AccountKey, Sample.Funded(5)).When(Add with { Amount = long.MaxValue }).Rejects(Reason.OverMaximum),
        Case.That("add funds where the counter is full")
            .Given(AccountKey, Sample.Funded(5) with { Funded = Limits.CounterMax + 1 }).When(Add)
            .Rejects(Reason.OverMaximum),
        Case.That("added funds serve who waits, and the rest is told")
            .Given(AccountKey, Sample.Holding(30, A) with { Waiting = [Sample.HoldOf(B, since: 3)] }).When(Add)
            .Then(AccountKey, Sample.Holding(10, A, B))
            .Sends(new CreditHeld(B)).Replies(new CreditUpdated(Sample.User, 10)),
        Case.That("pay").Given(AccountKey, Sample.Funded(40)).When(Pay)
            .Then(AccountKey, Sample.Funded(40) with { Credit = 0, Paid = 40 })
            .Replies(new CreditUpdated(Sample.User, 0)),
        Case.That("pay beside a hold").Given(AccountKey, Sample.Holding(45, A)).When(Pay)
            .Then(AccountKey, Sample.Holding(45, A) with { Credit = 5, Paid = 40 })
            .Replies(new CreditUpdated(Sample.User, 5)),
        Case.That("pay nothing is out of range, before the user is looked for")
            .When(Pay with { Amount = 0 }).Rejects(Reason.OutOfRange),
        Case.That("pay less than nothing")
            .Given(AccountKey, Sample.Funded(40)).When(Pay with { Amount = -1 }).Rejects(Reason.OutOfRange),
        Case.That("an unknown user pays").When(Pay).Rejects(Reason.UnknownUser),
        Case.That("pay more than there is")
            .Given(AccountKey, Sample.Funded(39)).When(Pay)
            .RejectsTooLittle(Reason.InsufficientCredit, wanted: 40, available: 39),
        Case.That("pay more than there is, holds counted in")
            .Given(AccountKey, Sample.Holding(39, A)).When(Pay with { Amount = 90 })
            .RejectsTooLittle(Reason.InsufficientCredit, wanted: 90, available: 39),
        Case.That("pay what is partly held is postponed")
            .Given(AccountKey, Sample.Holding(39, A)).When(Pay).Replies(new Postponed(AccountKey)),
        Case.That("pay overtakes nobody who waits")
            .Given(AccountKey, Sample.Holding(45, A) with { Waiting = [Sample.HoldOf(B)] }).When(Pay)
            .Replies(new Postponed(AccountKey)),
        Case.That("make a new user").When(Init)
            .Then(AccountKey, Sample.Funded(100)).Replies(new InitDone(1)),
        Case.That("a reset keeps the holds beside the starting money")
            .Given(AccountKey, Sample.Holding(5, A) with
            {
                Funded = 200, Paid = 95, Captured = 60, Refunded = 10, Generation = 2, Looks = 4,
            })
            .When(Init)
            .Then(AccountKey, Sample.Holding(100, A) with { Generation = 3, Looks = 4 }).Replies(new InitDone(1)),
        Case.That("a reset serves who waits, and declines who cannot be served any more")
            .Given(AccountKey, Sample.Holding(480, A) with { Waiting = [Sample.HoldOf(C), Sample.HoldOf(B)] })
            .When(Init)
            .Then(AccountKey, Sample.Holding(40, A, B) with { Generation = 1 })
            .Then(Payment.KeyOf(C.Id), Declined(C))
            .Sends(new CreditDeclined(C, Reason.InsufficientCredit)).Sends(new CreditHeld(B)).Replies(new InitDone(1)),
        Case.That("make a user of the most credit").When(Init with { Credit = Limits.CreditMax })
            .Then(AccountKey, Sample.Funded(Limits.CreditMax)).Replies(new InitDone(1)),
        Case.That("make users of less than no credit").When(Init with { Credit = -1 }).Rejects(Reason.OutOfRange),
        Case.That("make users above the most credit")
            .When(Init with { Credit = Limits.CreditMax + 1 }).Rejects(Reason.OverMaximum),
        Case.That("make no users").When(Init with { Count = 0 }).IsImpossible());

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Accounts_follow_their_table(string name) => Table.Check(name);

    [Fact]
    public void A_row_that_falls_due_is_swept_by_its_own_number() =>
        Assert.Equal(new SweepAccount(Sample.User), ShopServices.Payment.SweepMessage(AccountKey));

    private static Payment Declined(Attempt attempt) =>
        Sample.Payment(PaymentStatus.Declined, attempt) with { Reason = Reason.InsufficientCredit };
}
