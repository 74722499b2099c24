using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.Orders;

/// <summary>The order's sweep, by the status of the order and its delay.</summary>
public sealed class OrderSweepTests
{
    private const long Due = Sample.Now + Backoff.FirstMs;

    private static readonly Key OrderKey = Order.KeyOf(Sample.Order);
    private static readonly SweepOrder Sweep = new(Sample.Order);

    private static readonly CaseTable Table = new(
        ShopServices.Order,
        Case.That("no such order").When(Sweep),
        Case.That("an open order is not due").Given(OrderKey, Sample.Open).When(Sweep),
        Case.That("a paid order is not due").At(long.MaxValue).Given(OrderKey, Sample.Paid).When(Sweep),
        Case.That("a failed order is not due").At(long.MaxValue).Given(OrderKey, Sample.Failed).When(Sweep),
        Case.That("a paid order that is due is no state of the protocol")
            .At(Due).Given(OrderKey, Sample.Paid with { Due = Due }).When(Sweep).IsImpossible(),
        Case.That("due has not come").At(Due - 1).Given(OrderKey, Sample.Running).When(Sweep),
        Case.That("due is as far ahead as it can be")
            .At(Due - Backoff.AheadMaxMs).Given(OrderKey, Sample.Running).When(Sweep),
        Case.That("due is further ahead than any look: some clock was wrong")
            .At(Due - Backoff.AheadMaxMs - 1).Given(OrderKey, Sample.Running).When(Sweep)
            .Then(OrderKey, Sample.Running with { Looks = 1, Due = Due - Backoff.AheadMaxMs - 1 + 4_000 })
            .Sends(Sample.Hold),
        Case.That("a running attempt is held again")
            .At(Due).Given(OrderKey, Sample.Running).When(Sweep)
            .Then(OrderKey, Sample.Running with { Looks = 1, Due = Due + 4_000 })
            .Sends(Sample.Hold),
        Case.That("the next look is not after the deadline")
            .At(Due).Given(OrderKey, Sample.Running with { Deadline = Due + 3_999 }).When(Sweep)
            .Then(OrderKey, Sample.Running with { Looks = 1, Deadline = Due + 3_999, Due = Due + 3_999 })
            .Sends(Sample.Hold),
        Case.That("at its deadline stock is asked to cancel")
            .At(Sample.Deadline).Given(OrderKey, Sample.Running with { Looks = 3 }).When(Sweep)
            .Then(OrderKey, Sample.Running with { Looks = 4, Due = Sample.Deadline + 32_000 })
            .Sends(new CancelAttempt(Sample.Attempt)),
        Case.That("stock is asked again at most a minute later")
            .At(Sample.Deadline).Given(OrderKey, Sample.Running with { Looks = long.MaxValue - 1 }).When(Sweep)
            .Then(OrderKey, Sample.Running with { Looks = long.MaxValue, Due = Sample.Deadline + 60_000 })
            .Sends(new CancelAttempt(Sample.Attempt)),
        Case.That("a failing attempt is voided again")
            .At(Due).Given(OrderKey, Sample.Failing).When(Sweep)
            .Then(OrderKey, Sample.Failing with { Looks = 1, Due = Due + 4_000 })
            .Sends(new VoidCredit(Sample.Attempt)),
        Case.That("a failing attempt past its deadline is voided, not cancelled")
            .At(Sample.Deadline).Given(OrderKey, Sample.Failing).When(Sweep)
            .Then(OrderKey, Sample.Failing with { Looks = 1, Due = Sample.Deadline + 4_000 })
            .Sends(new VoidCredit(Sample.Attempt)),
        Case.That("a cancelling order returns its stock again")
            .At(Due).Given(OrderKey, Sample.Cancelling).When(Sweep)
            .Then(OrderKey, Sample.Cancelling with { Looks = 1, Due = Due + 4_000 })
            .Sends(Sample.Return));

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_sweep_follows_its_table(string name) => Table.Check(name);

    [Fact]
    public void A_row_that_falls_due_is_swept_by_its_own_number() =>
        Assert.Equal(Sweep, ShopServices.Order.SweepMessage(OrderKey));

    [Theory]
    [InlineData(0, 2_000)]
    [InlineData(1, 4_000)]
    [InlineData(2, 8_000)]
    [InlineData(3, 16_000)]
    [InlineData(4, 32_000)]
    [InlineData(5, 60_000)]
    [InlineData(6, 60_000)]
    [InlineData(int.MaxValue, 60_000)]
    public void Each_look_is_twice_as_late_up_to_a_minute(int looks, long laterMs) =>
        Assert.Equal(Sample.Now + laterMs, Backoff.NextLook(Sample.Now, looks));
}
