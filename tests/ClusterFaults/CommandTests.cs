using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>The verbs that check a running cluster's promises, as its owner uses them.</summary>
[Trait("Kind", "Long")]
[Collection<OneNodeARole>]
public sealed class CommandTests(SingleNodes nodes)
{
    [Fact]
    public async Task Check_judges_a_thousand_checkouts_at_once()
    {
        var cluster = await nodes.Cluster.GetAsync();
        var said = (await CartwrightProgram.RunAsync("check", "--cluster", cluster.Folder)).Required().Output;
        Assert.Contains("Consistent: 1 x 1000 checkouts", said, StringComparison.Ordinal);
        await cluster.RequireRightBooksAsync();
    }

    /// <summary>Torture with the faults that need no second node: two rounds, and those of two minutes.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(20, Traits = ["Kind", "Campaign"])]
    public async Task Torture_finds_nothing_wrong(int rounds)
    {
        var cluster = await nodes.Cluster.GetAsync();
        await using var torture = RunningProgram.Start(
            "torture", "--cluster", cluster.Folder, "--minutes", "2", "--rounds", $"{rounds}", "--seed", "7",
            "--faults", "kill,twice,stop");
        var said = (await torture.EndAsync(TimeSpan.FromMinutes(2))).Required().Output;
        TestContext.Current.TestOutputHelper?.WriteLine(said);
        Assert.Matches(@"\nNothing was wrong in [1-9]\d* rounds\.", said);
        Assert.Contains("all true", said, StringComparison.Ordinal);
        await Rounds.AllReadyAsync(cluster);
        await cluster.RequireRightBooksAsync();
    }
}
