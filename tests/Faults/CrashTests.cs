using Cartwright.Faults.Books;
using Cartwright.Faults.Crowds;
using Cartwright.Faults.Processes;
using Cartwright.Faults.Wire;

namespace Cartwright.Faults;

/// <summary>
/// Kills a shop under load as by kill -9, restarts it on the same data, and compares it with every answer that clients
/// received before. The moment of each kill is a random number of answers.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int AnswersMax = 1_200;
    private const int AuditEvery = 10;
    private static readonly TimeSpan LoadPatience = TimeSpan.FromSeconds(60);

    // Many times the time that was measured on a slow machine.
    private static readonly TimeSpan RestartMax = TimeSpan.FromSeconds(60);

    [Fact]
    public Task Three_kills_lose_nothing_that_was_acknowledged() => KillAsync(times: 3);

    [Fact]
    [Trait("Kind", "Long")]
    public Task Thirty_kills_lose_nothing_that_was_acknowledged() => KillAsync(times: 30);

    private async Task KillAsync(int times)
    {
        var random = new Random(Seed.Draw(output));
        using var folder = new Folder();
        var ledger = new Ledger();
        List<TimeSpan> restarts = [];
        for (var kill = 0; kill < times; kill++)
        {
            await using var shop = await ShopProcess.StartAsync(folder.Path);
            await (kill == 0 ? Ledger.InitAsync(shop.Url) : RestartedAsync(shop, ledger, restarts));
            if (kill % AuditEvery == AuditEvery - 1)
            {
                await ShopProgram.RequireRightBooksAsync(folder.Path);
            }

            var reached = ledger.AnsweredMoreAsync(Moment(random), LoadPatience);
            var crowd = Crowd.RunAsync(ledger, shop.Url, random, CancellationToken.None);
            await await Task.WhenAny(reached, crowd);
            await shop.KillAsync();
            await crowd;
        }

        await using (var shop = await ShopProcess.StartAsync(folder.Path))
        {
            await RestartedAsync(shop, ledger, restarts);
            Assert.Equal(0, await shop.TerminateAsync(LoadPatience));
        }

        await ShopProgram.RequireRightBooksAsync(folder.Path);
        Report(times, ledger, restarts);
        Assert.All(restarts, restart => Assert.InRange(restart, TimeSpan.Zero, RestartMax));
    }

    // Soon after the start as often as in the middle of the work.
    private static int Moment(Random random) =>
        random.Next(3) == 0 ? random.Next(1, 50) : random.Next(50, AnswersMax);

    private static async Task RestartedAsync(ShopProcess shop, Ledger ledger, List<TimeSpan> restarts)
    {
        (await Bulk.AskAsync(shop.Url, Call.Post("/payment/create_user"))).Success();
        restarts.Add(shop.Age.Elapsed);
        await LedgerCheck.RunAsync(shop.Url, ledger);
    }

    private void Report(int times, Ledger ledger, List<TimeSpan> restarts)
    {
        restarts.Sort();
        var orders = string.Join(", ", ledger.Orders.CountBy(order => order.Status).Select(c => $"{c.Value} {c.Key}"));
        output.WriteLine($"{times} kills, {ledger.Acknowledged} answers, {ledger.Keyed.Count} of them with a key.");
        output.WriteLine($"{ledger.Ends.Count(end => end.WasSent)} requests without an answer. Orders: {orders}.");
        output.WriteLine(
            $"First success after a restart: median {restarts[restarts.Count / 2].TotalMilliseconds:F0} ms, "
            + $"at most {restarts[^1].TotalMilliseconds:F0} ms.");
    }
}
