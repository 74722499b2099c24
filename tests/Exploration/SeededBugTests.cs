using Cartwright.Exploration.Rules;
using Cartwright.Exploration.Search;
using Cartwright.Exploration.SeededBugs;
using Cartwright.Shop;

namespace Cartwright.Exploration;

/// <summary>
/// Each seeded bug is found by its own rule, in a world in which the real services are right. A table at the end lists
/// the bug, the rule and the number of states.
/// </summary>
public sealed class SeededBugTests(Tally tally)
{
    private const string Unit = "two checkouts and one unit";
    private const string Credit = "one user with credit for one of two";
    private const string Waiting = "a large order between two small ones of one user";
    private const string Again = "checked out again when stock has come";
    private const string Repeated = "the same checkout comes again";
    private const string Funded = "checked out again when credit has come";
    private const string Resold = "a paid order is cancelled and its unit sold again";
    private const string Pay = "pay beside a hold";
    private const string ResetOrders = "orders are reset";
    private const string ResetItems = "items are reset";
    private const string ResetUsers = "users are reset";
    private const string Lines = "two lines and another order for one of them";
    private const string TwoPrices = "one item added twice at two prices";
    private const string Fewer = "a failed order loses one line";
    private const string NoAmounts = "amounts that are none";
    private const string MuchMoney = "an order of much money";

    private static readonly (string Bug, string Scenario, Invariant CaughtBy)[] Table =
    [
        ("fails before voided", Unit, Invariant.NoResidue),
        ("voids by guess", ResetOrders, Invariant.MoneyBeforeStock),
        ("voids a cancelling order", Resold, Invariant.OneAnswer),
        ("voids what is running", Unit, Invariant.OneAnswer),
        ("matches no attempt", Again, Invariant.ReasonIsRecorded),
        ("ignores late answers", Unit, Invariant.EndsQuiet),
        ("never sweeps orders", Unit, Invariant.EndsQuiet),
        ("sweeps without a pause", Unit, Invariant.SweepMovesOn),
        ("fails what is pushed", Unit, Invariant.ReasonIsRecorded),
        ("takes before the credit is held", Credit, Invariant.MoneyBeforeStock),
        ("captures before the stock is taken", Credit, Invariant.StockBeforeCapture),
        ("guesses at the deadline", Unit, Invariant.ReasonIsRecorded),
        ("refunds before the return", Resold, Invariant.PaidIsTrue),
        ("refunds by the unit price", TwoPrices, Invariant.NoImpossibleMeeting),
        ("does not void at a late hold", Unit, Invariant.EndsQuiet),
        ("resets a cancelling order", ResetOrders, Invariant.EndsQuiet),
        ("resets a processing order", ResetOrders, Invariant.EndsQuiet),
        ("checks out again in flight", Again, Invariant.OneAttempt),
        ("checks out again when paid", Again, Invariant.OneAttempt),
        ("begins one attempt twice", Repeated, Invariant.OutcomeStays),
        ("cancels what is not paid", Resold, Invariant.OutcomeStays),
        ("forgets the failed attempt", Again, Invariant.OutcomeStays),
        ("takes the first line only", Lines, Invariant.WholeOrder),
        ("keeps two lines of one item", TwoPrices, Invariant.OrderAddsUp),
        ("counts totals in 32 bits", MuchMoney, Invariant.OrderAddsUp),
        ("adds lines of negative quantity", NoAmounts, Invariant.OrderAddsUp),
        ("removes lines in flight", Fewer, Invariant.NoImpossibleMeeting),
        ("removes lines and keeps their cost", Fewer, Invariant.OrderAddsUp),
        ("believes a refusal after the return", Resold, Invariant.OneAnswer),
        ("leaves no mark for a cancel", Unit, Invariant.ReasonIsRecorded),
        ("records no refusal", Again, Invariant.ReasonIsRecorded),
        ("takes after a cancel", Unit, Invariant.RecordStays),
        ("takes once more at each repetition", ResetOrders, Invariant.TakenOnce),
        ("takes what is not there", Unit, Invariant.NeverNegative),
        ("takes the lines that it can", Lines, Invariant.WholeOrder),
        ("refuses the last unit", Unit, Invariant.RefusalIsTrue),
        ("returns twice", Resold, Invariant.TakenOnce),
        ("returns into a reset item", ResetItems, Invariant.TakenOnce),
        ("adds negative stock", NoAmounts, Invariant.AmountsAreBooked),
        ("declines instead of waiting", Credit, Invariant.RefusalIsTrue),
        ("declines when the room is full", Waiting, Invariant.RefusalIsTrue),
        ("goes on without a hold", Credit, Invariant.OneAnswer),
        ("lets later ones overtake", Waiting, Invariant.NobodyOvertakes),
        ("leaves no mark for a void", Unit, Invariant.NoResidue),
        ("records no decline", Funded, Invariant.ReasonIsRecorded),
        ("voids and leaves it waiting", Credit, Invariant.OneRecord),
        ("never sweeps accounts", Unit, Invariant.EndsQuiet),
        ("captures twice", ResetOrders, Invariant.PaidOnce),
        ("captures without counting", Unit, Invariant.Balances),
        ("writes the account twice", Unit, Invariant.NamedRowsOnly),
        ("records no capture", Unit, Invariant.MoneyBeforeStock),
        ("acknowledges a refund of a hold", Resold, Invariant.PaidIsTrue),
        ("refunds twice", Resold, Invariant.PaidOnce),
        ("refunds into a reset account", ResetUsers, Invariant.PaidOnce),
        ("forgets the holds at a reset", ResetUsers, Invariant.MoneyBeforeStock),
        ("pays out of what is held", Pay, Invariant.NeverNegative),
        ("refuses to pay because of a hold", Pay, Invariant.RefusalIsTrue),
        ("pays before those who wait", Pay, Invariant.NobodyOvertakes),
        ("adds negative funds", NoAmounts, Invariant.AmountsAreBooked),
        ("serves nobody who waits", Credit, Invariant.EndsQuiet),
    ];

    public static TheoryData<string> Names => [.. SeededBug.All.Select(bug => bug.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_seeded_bug_is_caught_by_the_rule_that_is_meant_for_it(string name)
    {
        var (_, world, caughtBy) = Table.Single(row => row.Bug == name);
        var scenario = Scenarios.Named(world);
        var bug = SeededBug.All.Single(bug => bug.Name == name);
        var finding = Explorer.Explore(scenario, [.. ShopServices.All.Select(bug.Apply)]);
        tally.Caught(name, scenario, finding);
        Assert.Equal(caughtBy, finding.Violation?.Invariant);
        Assert.NotEmpty(finding.Trace);
    }

    // A rule that never found a bug may be one that cannot. Views have no services: see ViewTests.
    [Fact]
    public void Every_rule_catches_some_seeded_bug() =>
        Assert.Equal(
            [Invariant.ViewIsTrue], Enum.GetValues<Invariant>().Except(Table.Select(row => row.CaughtBy)));
}
