using System.Globalization;
using Cartwright.Faults.Books;
using Cartwright.Faults.Crowds;
using Cartwright.Faults.Disks;
using Cartwright.Faults.Processes;
using Cartwright.Faults.Wire;

namespace Cartwright.Faults;

/// <summary>
/// The disk is full for a while: writes are rejected and have not happened, and reads go on. Once there is space again,
/// writes go on too, in the same process. If the database does not know whether one write has happened, only that write
/// waits for the result.
/// </summary>
[Trait("Kind", "Long")]
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const int Answers = 300;
    private const int Writes = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DoubtPatience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_full_disk_refuses_writes_keeps_reads_and_passes() =>
        await RunAsync(await SmallDisk.MakeAsync());

    [Fact]
    public Task A_limit_on_the_size_of_files_refuses_writes_keeps_reads_and_passes() => RunAsync(new LimitedDisk());

    private async Task RunAsync(SmallDisk smallDisk)
    {
        await using var disk = smallDisk;
        output.WriteLine(disk.GetType().Name);
        var ledger = new Ledger();
        await using var shop = await ShopProcess.StartAsync(disk.Path);
        await Ledger.InitAsync(shop.Url);
        await ShopAsync(shop, ledger);
        await disk.FillAsync(shop);
        List<Task<int>> first = [];
        await Eventually.TrueAsync("a write is refused", Patience, () => IsRefusedAsync(shop, ledger, first));

        var statuses = Task.WhenAll(Enumerable.Range(0, Writes).Select(user => PayInAsync(shop, ledger, user)));
        do
        {
            (await Bulk.AskAsync(shop.Url, Call.Get("/payment/find_user/1"))).Success();
            (await Bulk.AskAsync(shop.Url, Call.Get("/stock/find/1"))).Success();
        }
        while (!statuses.IsCompleted);
        Assert.All(await statuses, status => Assert.Equal(503, status));

        await disk.FreeAsync(shop);
        await Eventually.TrueAsync("a write works", Patience, async () => await PayInAsync(shop, ledger, 0) == 200);
        Assert.All(await Task.WhenAll(first), status => Assert.True(status is 200 or 503, $"{status}"));
        await ShopAsync(shop, ledger);
        await LedgerCheck.RunAsync(shop.Url, ledger);
        Assert.Equal(0, await shop.TerminateAsync(EndPatience));
        await ShopProgram.RequireRightBooksAsync(disk.Path);
    }

    // The first write may be in doubt for as long as the disk is full.
    private static async Task<bool> IsRefusedAsync(ShopProcess shop, Ledger ledger, List<Task<int>> writes)
    {
        var write = PayInAsync(shop, ledger, 0);
        writes.Add(write);
        try
        {
            return await write.WaitAsync(DoubtPatience) == 503;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task ShopAsync(ShopProcess shop, Ledger ledger)
    {
        using var enough = new CancellationTokenSource();
        var reached = ledger.AnsweredMoreAsync(Answers, Patience);
        var crowd = Crowd.RunAsync(ledger, shop.Url, new Random(Answers), enough.Token);
        await await Task.WhenAny(reached, crowd);
        await enough.CancelAsync();
        await crowd;
        Assert.Empty(ledger.Ends);
    }

    private static async Task<int> PayInAsync(ShopProcess shop, Ledger ledger, int number)
    {
        var user = number % Ledger.Users;
        var path = $"/payment/add_funds/{user.ToString(CultureInfo.InvariantCulture)}/1";
        using var connection = await WireConnection.OpenAsync(shop.Url);
        var operation = new BalanceOperation(Call.Post(path), ledger.Credit[user], 1);
        return (await ledger.RunAsync(connection, operation)).Status;
    }
}
