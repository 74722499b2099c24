using Cartwright.Simulation.Cluster;

namespace Cartwright.Simulation.SeededBugs;

/// <summary>An invariant that nobody has seen to fail may be one that cannot.</summary>
public sealed class SeededBugTests
{
    private const int SeedsMax = 400;

    public static TheoryData<string> Names => [.. EngineBugs.All.Concat(DomainBugs.All).Select(bug => bug.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_seeded_bug_is_found(string name)
    {
        var bug = EngineBugs.All.Concat(DomainBugs.All).Single(bug => bug.Name == name);
        for (var seed = 1; seed <= SeedsMax; seed++)
        {
            if (Seeds.Run(seed, bug.Wiring).Violations is [var violation, ..])
            {
                Console.WriteLine($"{name,-48} → {violation.Rule,-26} → {seed} seeds");
                return;
            }
        }

        Assert.Fail($"\"{name}\" was not found in {SeedsMax} seeds.");
    }

    // Answers repeat and a lost partition's offsets are no longer this node's to move, so this costs work and no more.
    [Fact]
    public void Work_of_a_lost_partition_that_is_not_dropped_does_no_harm()
    {
        var deaf = new Wiring { Log = log => new DeafLog(log) };
        for (var seed = 1; seed <= 100; seed++)
        {
            Assert.Empty(Seeds.Run(seed, deaf).Violations);
        }
    }
}
