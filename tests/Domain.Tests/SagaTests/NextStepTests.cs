using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Tests.Support;

namespace Cartwright.Domain.Tests.SagaTests;

/// <summary>A command that takes the next step along takes the one that stands in the table.</summary>
public sealed class NextStepTests
{
    [Fact]
    public void What_follows_from_a_hold_is_the_step_after_it()
    {
        var at = Sagas.Checkout.IndexOf(Sagas.HoldCredit);
        var hold = (HoldCredit)Sagas.Checkout[at].Do(Sample.Running, Sample.Attempt);
        var next = Sagas.Checkout[at + 1].Do(Sample.Running, Sample.Attempt);
        Assert.Equal(Show.Message(next), Show.Message(hold.Next()));
    }
}
