using System.Diagnostics;
using Cartwright.Exploration.Search;
using Cartwright.Shop;

namespace Cartwright.Exploration;

/// <summary>
/// Searches larger worlds up to a limit, nearest states first: 4,000,000 states in all, or the number in the
/// environment. For ten million: <code> CARTWRIGHT_STATES=10000000
/// tests/Exploration/bin/Release/net10.0/Cartwright.Exploration -trait Kind=Long </code> A state takes about 150 bytes.
/// </summary>
public sealed class LargeScopeTests(Tally tally)
{
    public static TheoryData<string> Names => [.. LargeScenarios.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Kind", "Long")]
    public void Every_state_that_was_reached_is_right_and_ends_well(string name)
    {
        Assert.SkipWhen(Effort.IsQuick, "TESTS_QUICK leaves the large worlds out.");
        var scenario = LargeScenarios.All.Single(scenario => scenario.Name == name) with
        {
            StatesMax = Effort.LargeStates / LargeScenarios.All.Length,
        };
        var watch = Stopwatch.StartNew();
        var finding = Explorer.Explore(scenario, ShopServices.All);
        tally.Explored(scenario, finding, watch.Elapsed);
        Assert.True(finding.Violation is null, finding.Trace);
    }
}
