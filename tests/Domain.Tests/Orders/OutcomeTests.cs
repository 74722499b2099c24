using Cartwright.Domain.Orders;
using Cartwright.Domain.Tests.Support;

namespace Cartwright.Domain.Tests.Orders;

/// <summary>The outcome of an attempt, as the order's row gives it to a waiting client.</summary>
public sealed class OutcomeTests
{
    private static readonly AttemptId Later = new(200);

    private static readonly Dictionary<string, (Order Order, Outcome Outcome)> Table = new()
    {
        ["running"] = (Sample.Running, new Outcome(OrderStatus.Processing)),
        ["failing is still processing, its reason not told"] = (Sample.Failing, new Outcome(OrderStatus.Processing)),
        ["paid"] = (Sample.Paid, new Outcome(OrderStatus.Paid)),
        ["failed"] = (Sample.Failed, new Outcome(OrderStatus.Failed, Reason.OutOfStock, Sample.Pear)),
        ["cancelling"] = (Sample.Cancelling, new Outcome(OrderStatus.Cancelling)),
        ["cancelled"] = (Sample.Cancelled, new Outcome(OrderStatus.Cancelled)),
        ["failed before the one in flight"] = (
            Sample.Running with { Attempt = Later, FailedAttempt = Sample.Id, FailedReason = Reason.Timeout },
            new Outcome(OrderStatus.Failed, Reason.Timeout)),
        ["failed before the one that paid"] = (
            Sample.Paid with { Attempt = Later, FailedAttempt = Sample.Id, FailedReason = Reason.Timeout },
            new Outcome(OrderStatus.Failed, Reason.Timeout)),
        ["failed before two others"] = (
            Sample.Failed with { Attempt = new(300), FailedAttempt = Later, FailedReason = Reason.Timeout },
            new Outcome(OrderStatus.Failed, Reason.AttemptSuperseded)),
        ["before a reset, which may have been paid"] = (
            Sample.Open, new Outcome(OrderStatus.Failed, Reason.AttemptSuperseded)),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_outcome_follows_its_table(string name)
    {
        var (order, outcome) = Table[name];
        Assert.Equal(outcome, Outcome.OutcomeOf(order, Sample.Id));
        Assert.Equal(outcome.Status is not OrderStatus.Processing, outcome.IsEnded);
        Assert.Equal(outcome.Reason is not Reason.AttemptSuperseded, outcome.IsKnown);
    }
}
