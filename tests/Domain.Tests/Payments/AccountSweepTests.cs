using Cartwright.Domain.Payments;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.Payments;

/// <summary>The account's sweep, which asks the order service about holds that have been in flight for long.</summary>
public sealed class AccountSweepTests
{
    private const long Due = Sample.Now + Backoff.FirstMs;

    private static readonly Attempt A = Sample.Attempt;
    private static readonly Attempt B = Sample.Other(200, 60);
    private static readonly Key AccountKey = Account.KeyOf(Sample.User);
    private static readonly SweepAccount Sweep = new(Sample.User);
    private static readonly Account Held = Sample.Holding(5, A, B);

    private static readonly CaseTable Table = new(
        ShopServices.Payment,
        Case.That("no such user").When(Sweep),
        Case.That("nothing is held").At(long.MaxValue).Given(AccountKey, Sample.Funded(5)).When(Sweep),
        Case.That("due has not come").At(Due - 1).Given(AccountKey, Held).When(Sweep),
        Case.That("every hold is asked after")
            .At(Due).Given(AccountKey, Held).When(Sweep)
            .Then(AccountKey, Held with { Looks = 1, Due = Due + 4_000 })
            .Sends(new AskOutcome(A)).Sends(new AskOutcome(B)),
        Case.That("due is further ahead than any look, and so are the holds: some clock was wrong")
            .At(Sample.Now - Backoff.AheadMaxMs - 1).Given(AccountKey, Held).When(Sweep)
            .Then(AccountKey, Held with { Looks = 1, Due = Sample.Now - Backoff.AheadMaxMs - 1 + 4_000 })
            .Sends(new AskOutcome(A)).Sends(new AskOutcome(B)),
        Case.That("a young hold is not asked after")
            .At(Due).Given(AccountKey, Held with { Holds = [Sample.HoldOf(A), Sample.HoldOf(B, Sample.Now + 1)] })
            .When(Sweep)
            .Then(AccountKey, Held with
            {
                Holds = [Sample.HoldOf(A), Sample.HoldOf(B, Sample.Now + 1)], Looks = 1, Due = Due + 4_000,
            })
            .Sends(new AskOutcome(A)),
        Case.That("who waits is not asked after: nothing is held for it")
            .At(Due).Given(AccountKey, Sample.Holding(5, A) with { Waiting = [Sample.HoldOf(B)] }).When(Sweep)
            .Then(AccountKey, Sample.Holding(5, A) with
            {
                Waiting = [Sample.HoldOf(B)], Looks = 1, Due = Due + 4_000,
            })
            .Sends(new AskOutcome(A)),
        Case.That("the pause between two looks grows to a minute at most")
            .At(Due).Given(AccountKey, Held with { Looks = long.MaxValue - 1 }).When(Sweep)
            .Then(AccountKey, Held with { Looks = long.MaxValue, Due = Due + 60_000 })
            .Sends(new AskOutcome(A)).Sends(new AskOutcome(B)));

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_sweep_follows_its_table(string name) => Table.Check(name);

    [Fact]
    public void One_sweep_asks_after_the_oldest_holds_up_to_its_bound()
    {
        var attempts = Enumerable.Range(1, Limits.AsksMax + 5).Select(id => Sample.Other(id, 1)).ToArray();
        var rows = new Rows();
        rows.Put(AccountKey, Sample.Holding(5, attempts));

        var asked = rows.Decide(ShopServices.Payment, Sweep, Due).Messages.Cast<AskOutcome>();

        Assert.Equal(attempts.Take(Limits.AsksMax), asked.Select(ask => ask.Attempt));
    }
}
