using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Domain.Tests.SagaTests;

/// <summary>
/// The generic three find their cases in the step table. A case whose step is never met proves nothing, so it is not
/// made; a step that has no case in one of the three has to be seen here.
/// </summary>
public sealed class StepTableTests
{
    // In the table, and nowhere in the code of the saga.
    private static readonly SagaStep Idle = new(
        "wrap as a gift",
        Do: (_, attempt) => new CancelAttempt(attempt),
        Done: typeof(StockRefused),
        Refused: null,
        Undo: attempt => new RefundCredit(attempt));

    public static TheoryData<string> Three => ["fail at each step", "run each step twice", "undo twice"];

    [Theory]
    [MemberData(nameof(Three))]
    public void Every_step_is_met_by(string which) => Assert.Equal([], Missed(which, Links.AllSteps));

    // Seen as passing cases when each was made by the table alone.
    [Theory]
    [MemberData(nameof(Three))]
    public void A_step_that_no_code_executes_is_missed_by(string which) =>
        Assert.Equal(
            which == "undo twice"
                ? ["wrap as a gift: undo", "wrap as a gift: undone"]
                : (string[])["wrap as a gift: command", "wrap as a gift: answer"],
            Missed(which, [.. Links.AllSteps, Idle]));

    [Fact]
    public void A_run_that_does_not_meet_its_link_fails() =>
        Assert.Contains(
            "was never met",
            Assert.ThrowsAny<Exception>(() => Links.Run(World.Good.Open(), Idle, "command", _ => 1)).Message,
            StringComparison.Ordinal);

    private static IEnumerable<string> Missed(string which, IEnumerable<SagaStep> steps)
    {
        var all = steps.ToList();
        IEnumerable<(SagaStep Step, string Link)> met = which switch
        {
            "fail at each step" => FailAtEachStepTests.Cases(all),
            "run each step twice" => RunEachStepTwiceTests.Cases(all).Select(one => (one.Step, one.Link)),
            "undo twice" => UndoTwiceTests.Cases(all).Select(one => (one.Step, one.Link)),
            _ => throw new ArgumentOutOfRangeException(nameof(which), which, null),
        };
        return all.SelectMany(step => LinksOf(which, step)).Except(met.Select(one => $"{one.Step.Name}: {one.Link}"));
    }

    // A step without an answer has none that could be lost.
    private static IEnumerable<string> LinksOf(string which, SagaStep step)
    {
        string[] links = which == "undo twice"
            ? step.Undo is null ? [] : ["undo", "undone"]
            : step.Done is null ? ["command"] : ["command", "answer"];
        return links.Select(link => $"{step.Name}: {link}");
    }
}
