using Cartwright.ClusterFaults.Processes;
using Cartwright.Conformance.Servers;

namespace Cartwright.ClusterFaults;

/// <summary>
/// The tour is right: its commands, pasted into one shell as they are, print the output that it shows. Only the ports
/// differ; numbers, times and places in the log are blanked, and a line <c>…</c> stands for any lines.
/// </summary>
[Trait("Kind", "Long")]
public sealed class TourTests
{
    private const string LostServer = "### A server is lost for good";

    // Parts that other tests break in ./test, and judge more strictly.
    private static readonly string[] _broken = ["## A node is lost", "## A database is lost"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData(false)]
    [InlineData(true, Traits = ["Kind", "Campaign"])]
    public async Task The_tour_prints_what_it_shows(bool isWhole)
    {
        Prerequisites.RequireCluster(isReplicated: false);
        var tour = await ReadTourAsync();
        Assert.All(_broken, section => Assert.Contains(tour, block => block.Section == section));
        await RunAsync(
        [
            .. tour.Where(block => block.Section != LostServer && (isWhole || !_broken.Contains(block.Section))),
        ]);
    }

    /// <summary>The part with three database servers, after the functions of the first part.</summary>
    [Fact]
    [Trait("Kind", "Campaign")]
    public async Task A_lost_server_costs_what_the_tour_shows()
    {
        Prerequisites.RequireCluster(isReplicated: true);
        var tour = await ReadTourAsync();
        var functions = tour.Single(block => block.Commands.Contains("new_item()", StringComparison.Ordinal));
        await RunAsync([functions, tour.Single(block => block.Section == LostServer)]);
    }

    [Theory]
    [InlineData("a 1\nb", "a 2\nb", false)]
    [InlineData("order 117699581093675008\nb", "order 117699581093675009\nb", true)]
    [InlineData("in inbox 1@1; no node (lag 1)", "in inbox 3@12; no node (lag 4)", true)]
    [InlineData("a\n…\nd", "a\nb\nc\nd", true)]
    [InlineData("a\n…\nd", "a\nd", true)]
    [InlineData("a\n…\nd", "a\nd\ne", false)]
    [InlineData("a\n…", "a", true)]
    [InlineData("…\na\nb", "a\nb\na\nb", true)]
    [InlineData("paid for 0.2 s", "paid for 11 s", true)]
    [InlineData("paid", "failed", false)]
    [InlineData("(40 left)", "(41 left)", false)]
    [InlineData("", "a", false)]
    public void Output_is_compared_without_its_numbers_and_times(string shown, string printed, bool isSame) =>
        Assert.Equal(isSame, TourBlock.IsShown(shown, printed));

    private static async Task<IReadOnlyList<TourBlock>> ReadTourAsync()
    {
        var blocks = TourBlock.BlocksOf(await File.ReadAllTextAsync(
            Path.Combine(CartwrightProgram.Root, "docs", "TOUR.md"), TestContext.Current.CancellationToken));
        Assert.InRange(blocks.Count, 10, 100);
        return blocks;
    }

    private static async Task RunAsync(IReadOnlyList<TourBlock> blocks)
    {
        await using var shell = await TourShell.StartAsync();
        foreach (var block in blocks)
        {
            var printed = await shell.PasteAsync(block.Commands).WaitAsync(Patience);
            Assert.True(
                TourBlock.IsShown(block.Output, printed),
                $"{block.Section}\n{block.Commands}\nprinted:\n{printed}\nand the tour shows:\n{block.Output}");
        }
    }
}
