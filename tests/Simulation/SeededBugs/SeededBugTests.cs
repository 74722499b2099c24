using Cartwright.Simulation.Cluster;
using RuleBug = Cartwright.Exploration.SeededBugs.SeededBug;

namespace Cartwright.Simulation.SeededBugs;

/// <summary>An invariant that was never seen to fail may be one that cannot.</summary>
[Trait("Kind", "Long")]
public sealed class SeededBugTests
{
    private const int SeedsMax = 400;

    /// <summary>Mistakes that none of these worlds can show, and the reason.</summary>
    private static readonly Dictionary<string, string> Unseen = new()
    {
        ["sweeps without a pause"] = "It costs work, and nothing goes wrong.",
        ["fails what is pushed"] = "No operator pushes orders here; the exploration pushes them in every state.",
        ["begins one attempt twice"] = "A node gives every checkout a number of its own.",
        ["counts totals in 32 bits"] = "Prices are small here, so that users get in each other's way.",
        ["forgets the failed attempt"] = "Who waited for it hears that it is not known, which is no lie.",
    };

    public static TheoryData<string> EngineNames => [.. EngineBugs.All.Select(bug => bug.Name)];

    public static TheoryData<string> RuleNames =>
        [.. RuleBug.All.Select(bug => bug.Name).Where(name => !Unseen.ContainsKey(name))];

    [Theory]
    [MemberData(nameof(EngineNames))]
    public void A_mistake_of_the_engine_is_found(string name) =>
        AssertFound(name, EngineBugs.All.Single(bug => bug.Name == name).Wiring);

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void A_mistake_in_the_rules_is_found(string name) =>
        AssertFound(name, new Wiring { Service = RuleBug.All.Single(bug => bug.Name == name).Apply });

    // Answers are repeated, and a node no longer moves the offsets of a lost partition, so this costs only work.
    [Fact]
    public void Work_of_a_lost_partition_that_is_not_dropped_does_no_harm()
    {
        var deaf = new Wiring { Log = log => new DeafLog(log) };
        for (var seed = 1; seed <= 100; seed++)
        {
            Assert.Empty(Seeds.Run(seed, deaf).Violations);
        }
    }

    private static void AssertFound(string name, Wiring wiring)
    {
        for (var seed = 1; seed <= SeedsMax; seed++)
        {
            if (Seeds.Run(seed, wiring).Violations is [var violation, ..])
            {
                Console.WriteLine($"{name,-48} → {violation.Rule,-26} → {seed} seeds");
                return;
            }
        }

        Assert.Fail($"\"{name}\" was not found in {SeedsMax} seeds.");
    }
}
