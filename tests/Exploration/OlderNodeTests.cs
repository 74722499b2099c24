using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Exploration.Search;
using Cartwright.Exploration.SeededBugs;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Exploration;

/// <summary>
/// During an upgrade, some holds do not carry the next step: all of them, or only those that the sweep repeats.
/// </summary>
public sealed class OlderNodeTests
{
    // The nearest states are enough: the consequences of a hold follow within a few steps.
    private const int StatesMax = 15_000;

    public static TheoryData<string> Names => [.. Scenarios.Small.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Holds_without_a_next_step_end_as_well(string name) => Explore(name, _ => true);

    [Theory]
    [MemberData(nameof(Names))]
    public void One_attempt_may_be_held_in_both_ways(string name) => Explore(name, message => message is SweepOrder);

    private static void Explore(string name, Func<Message, bool> isOlder)
    {
        var older = SeededBug.In(
            Role.Order, "an older node", "It sends holds without lines.", (real, rows, message, now) =>
                real.Decide(rows, message, now).Altered(messages: sent =>
                    sent is HoldCredit hold && isOlder(message) ? hold with { Lines = null } : sent));
        var scenario = Scenarios.Named(name) with { StatesMax = Effort.SmallStatesMax ?? StatesMax };
        var finding = Explorer.Explore(scenario, [.. ShopServices.All.Select(older.Apply)]);
        Assert.True(finding.Violation is null, finding.Trace);
    }
}
