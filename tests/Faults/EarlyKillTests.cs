using System.Diagnostics;
using Cartwright.Faults.Books;
using Cartwright.Faults.Crowds;
using Cartwright.Faults.Processes;

namespace Cartwright.Faults;

/// <summary>
/// Kills a shop before it is ready: while it creates its database, or while it recovers from an earlier kill. The
/// moments are random parts of a usual start.
/// </summary>
public sealed class EarlyKillTests(ITestOutputHelper output)
{
    private const int Kills = 6;
    private const int Answers = 400;
    private static readonly TimeSpan LoadPatience = TimeSpan.FromSeconds(60);

    [Fact]
    [Trait("Kind", "Long")]
    public async Task A_shop_that_is_killed_while_it_starts_can_be_started_again()
    {
        var random = new Random(Seed.Draw(output));
        using var folder = new Folder();
        var ledger = new Ledger();
        var usual = await UsualStartAsync();
        await KillEarlyAsync(folder.Path, usual, random);
        await using (var shop = await ShopProcess.StartAsync(folder.Path))
        {
            await Ledger.InitAsync(shop.Url);
            var reached = ledger.AnsweredMoreAsync(Answers, LoadPatience);
            var crowd = Crowd.RunAsync(ledger, shop.Url, random, CancellationToken.None);
            await await Task.WhenAny(reached, crowd);
            await shop.KillAsync();
            await crowd;
        }

        await KillEarlyAsync(folder.Path, usual, random);
        await using (var shop = await ShopProcess.StartAsync(folder.Path))
        {
            await LedgerCheck.RunAsync(shop.Url, ledger);
        }

        await ShopProgram.RequireRightBooksAsync(folder.Path);
    }

    private static async Task<TimeSpan> UsualStartAsync()
    {
        using var folder = new Folder();
        await using var shop = await ShopProcess.StartAsync(folder.Path);
        return shop.Age.Elapsed;
    }

    // The runtime takes most of a start; the database is opened in the last part of it.
    private async Task KillEarlyAsync(string data, TimeSpan usual, Random random)
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            var age = usual * (0.4 + (0.6 * random.NextDouble()));
            using var process = Process.Start(
                ShopProgram.Verb("serve", "--urls", "http://127.0.0.1:0", "--data", data))!;
            var since = Stopwatch.StartNew();
            await Eventually.ReachAsync(() => since.Elapsed >= age, "the moment has come");
            Assert.False(process.HasExited);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            output.WriteLine($"Killed after {age.TotalMilliseconds:F0} ms: {Left(data)}.");
        }
    }

    private static string Left(string data) =>
        string.Join(", ", new DirectoryInfo(data).GetFiles().Select(file => $"{file.Name} {file.Length}"));
}
