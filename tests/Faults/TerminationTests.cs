using Cartwright.Faults.Books;
using Cartwright.Faults.Crowds;
using Cartwright.Faults.Processes;

namespace Cartwright.Faults;

/// <summary>
/// Stops a shop under load. Every request has a complete answer, or its connection ended and it has never happened:
/// after a drain no client is left in doubt.
/// </summary>
public sealed class TerminationTests(ITestOutputHelper output)
{
    private const int Times = 5;
    private const int AnswersMax = 600;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LoadPatience = TimeSpan.FromSeconds(60);

    /// <summary>The server reports that it is ready, and is stopped before the first request.</summary>
    [Fact]
    public async Task A_shop_that_is_asked_to_end_at_once_ends()
    {
        using var folder = new Folder();
        for (var time = 0; time < Times; time++)
        {
            await using var shop = await ShopProcess.StartAsync(folder.Path);
            Assert.Equal(0, await shop.TerminateAsync(EndPatience));
        }
    }

    [Fact]
    [Trait("Kind", "Long")]
    public async Task A_shop_that_is_asked_to_end_leaves_nobody_in_doubt()
    {
        var random = new Random(Seed.Draw(output));
        using var folder = new Folder();
        var ledger = new Ledger { UnansweredNeverHappens = true };
        for (var time = 0; time < Times; time++)
        {
            await using var shop = await ShopProcess.StartAsync(folder.Path);
            await (time == 0 ? Ledger.InitAsync(shop.Url) : LedgerCheck.RunAsync(shop.Url, ledger));
            var reached = ledger.AnsweredMoreAsync(random.Next(1, AnswersMax), LoadPatience);
            var crowd = Crowd.RunAsync(ledger, shop.Url, random, CancellationToken.None);
            await await Task.WhenAny(reached, crowd);
            Assert.Equal(0, await shop.TerminateAsync(EndPatience));
            await crowd;
            await ShopProgram.RequireRightBooksAsync(folder.Path);
        }

        await using (var shop = await ShopProcess.StartAsync(folder.Path))
        {
            await LedgerCheck.RunAsync(shop.Url, ledger);
        }

        Assert.DoesNotContain(ledger.Ends, end => end.WasCut);
        output.WriteLine($"{ledger.Acknowledged} answers, {ledger.Ends.Count(end => end.WasSent)} without one.");
    }
}
