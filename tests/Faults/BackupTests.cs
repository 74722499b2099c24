using System.Diagnostics;
using Cartwright.Faults.Processes;
using Microsoft.Data.Sqlite;

namespace Cartwright.Faults;

/// <summary>Backups of a shop under load. Each becomes a shop of its own, with right books.</summary>
public sealed class BackupTests(ITestOutputHelper output)
{
    private const int Backups = 2;
    private static readonly TimeSpan BackupMax = TimeSpan.FromSeconds(60);

    [Fact]
    [Trait("Kind", "Long")]
    public async Task A_backup_under_load_ends_and_becomes_a_shop_whose_books_are_right()
    {
        using var folder = new Folder();
        using var copies = new Folder();
        await using (var shop = await ShopProcess.StartAsync(folder.Path))
        {
            var load = ShopProgram.RunAsync(
                "load", "--url", $"{shop.Url}", "--seconds", "12", "--warmup", "0", "--orders", "120000", "--users",
                "20000", "--items", "2000", "--connections", "32");
            await Eventually.TrueAsync(
                "orders are being paid", TimeSpan.FromSeconds(60), () => HasPaidAsync(folder.Path));
            for (var number = 0; number < Backups; number++)
            {
                await WriteAsync(folder.Path, CopyOf(copies, number));
            }

            Assert.False(load.IsCompleted, "The load went on all the time.");
            var report = await load;
            Assert.True(report.ExitCode == 0, report.Output + report.Error);
        }

        for (var number = 0; number < Backups; number++)
        {
            await RestoreAsync(CopyOf(copies, number), copies.File($"shop-{number}"));
        }
    }

    [Fact]
    public async Task A_variable_that_is_no_setting_is_named_by_it_as_by_every_verb()
    {
        using var folder = new Folder();
        var start = ShopProgram.Verb("backup", folder.File("copy.db"), "--data", folder.File("none"));
        start.Environment["CARTWRIGHT_DATE"] = "x";
        var ended = await ShopProgram.RunAsync(start);
        Assert.NotEqual(0, ended.ExitCode);
        Assert.StartsWith("CARTWRIGHT_DATE is not a setting", ended.Error, StringComparison.Ordinal);
    }

    private async Task WriteAsync(string data, string copy)
    {
        var watch = Stopwatch.StartNew();
        var ended = await ShopProgram.RunAsync("backup", copy, "--data", data);
        output.WriteLine(ended.Output);
        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        Assert.True(watch.Elapsed < BackupMax, $"It took {watch.Elapsed.TotalSeconds:F1} s.");
    }

    private static async Task RestoreAsync(string copy, string data)
    {
        Directory.CreateDirectory(data);
        File.Move(copy, Path.Combine(data, "cartwright.db"));
        await using (var shop = await ShopProcess.StartAsync(data))
        {
            Assert.True(await HasPaidAsync(data), "The backup has paid orders.");
            Assert.Equal(0, await shop.TerminateAsync(Eventually.Patience));
        }

        await ShopProgram.RequireRightBooksAsync(data);
    }

    private static async Task<bool> HasPaidAsync(string data)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(data, "cartwright.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var count = connection.CreateCommand();
        count.CommandText = "SELECT EXISTS (SELECT 1 FROM orders WHERE status = 'paid')";
        return await count.ExecuteScalarAsync(TestContext.Current.CancellationToken) is 1L;
    }

    private static string CopyOf(Folder copies, int number) => copies.File($"copy-{number}.db");
}
