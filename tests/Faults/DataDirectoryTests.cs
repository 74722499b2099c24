using System.Net.Sockets;
using Cartwright.Faults.Processes;
using Cartwright.Faults.Wire;
using Microsoft.Data.Sqlite;

namespace Cartwright.Faults;

/// <summary>
/// A data directory that this process must not use: the process reports it in one line, ends, and changes nothing.
/// </summary>
[Trait("Kind", "Long")]
public sealed class DataDirectoryTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(60);
    private readonly Folder _folder = new();

    private string DatabasePath => _folder.File("cartwright.db");

    [Fact]
    public async Task A_second_process_is_refused_and_the_first_goes_on()
    {
        await using var first = await ShopProcess.StartAsync(_folder.Path);
        await RequireRefusedAsync("is in use by another process", "[data-in-use]");
        (await Bulk.AskAsync(first.Url, Call.Post("/payment/create_user"))).Success();
        Assert.Equal(0, await first.TerminateAsync(EndPatience));
        await ShopProgram.RequireRightBooksAsync(_folder.Path);
    }

    [Fact]
    public async Task A_killed_owner_does_not_keep_the_next_one_out()
    {
        await using (var first = await ShopProcess.StartAsync(_folder.Path))
        {
            await first.KillAsync();
        }

        await using var next = await ShopProcess.StartAsync(_folder.Path);
        (await Bulk.AskAsync(next.Url, Call.Post("/payment/create_user"))).Success();
    }

    /// <summary>Answers acknowledged after that would be lost at the next start.</summary>
    [Theory]
    [InlineData("cartwright.db")]
    [InlineData("cartwright.db-wal")]
    public async Task A_shop_whose_file_is_deleted_acknowledges_nothing_more_and_ends(string name)
    {
        await using (var shop = await ShopProcess.StartAsync(_folder.Path))
        {
            (await Bulk.AskAsync(shop.Url, Call.Post("/payment/create_user"))).Success();
            File.Delete(_folder.File(name));
            Assert.Equal(1, await shop.EndedAsync(EndPatience));
            Assert.Contains("[data-replaced]", shop.Said, StringComparison.Ordinal);
        }

        await RequireRefusedAsync(DatabasePath, name.EndsWith("-wal") ? "[data-incomplete]" : "[damaged-database]");
    }

    [Fact]
    public async Task A_request_after_a_file_was_deleted_is_not_acknowledged()
    {
        await using var shop = await ShopProcess.StartAsync(_folder.Path);
        (await Bulk.AskAsync(shop.Url, Call.Post("/payment/create_user"))).Success();
        var user = Call.Post("/payment/create_user");
        File.Delete(DatabasePath + "-wal");
        try
        {
            Assert.Equal(503, (await Bulk.AskAsync(shop.Url, user)).Status);
        }
        catch (Exception ended) when (ended is IOException or SocketException)
        {
            output.WriteLine("The shop had ended.");
        }

        Assert.Equal(1, await shop.EndedAsync(EndPatience));
    }

    [Fact]
    public async Task A_killed_shop_whose_log_is_deleted_does_not_start_as_an_empty_one()
    {
        await using (var shop = await ShopProcess.StartAsync(_folder.Path))
        {
            (await Bulk.AskAsync(shop.Url, Call.Post("/payment/create_user"))).Success();
            await shop.KillAsync();
        }

        File.Delete(DatabasePath + "-wal");
        await RequireRefusedAsync(DatabasePath, "[data-incomplete]");
        File.Delete(_folder.File("cartwright.state"));
        await using var accepted = await ShopProcess.StartAsync(_folder.Path);
    }

    [Fact]
    public async Task A_file_that_is_no_database_stays_as_it_is()
    {
        await File.WriteAllTextAsync(DatabasePath, new string('x', 10_000), TestContext.Current.CancellationToken);
        await RequireUntouchedAsync("[not-a-database]");
    }

    [Fact]
    public async Task A_database_of_another_program_stays_as_it_is()
    {
        await using (var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var make = connection.CreateCommand();
            make.CommandText = "CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine')";
            await make.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await RequireUntouchedAsync("[other-format]");
    }

    [Theory]
    [InlineData(100, 8)]
    [InlineData(4_096 - 300, 300)]
    public async Task A_damaged_database_stays_as_it_is(int offset, int count)
    {
        await MakeAsync();
        await using (var file = new FileStream(DatabasePath, FileMode.Open))
        {
            file.Position = offset;
            file.Write(Enumerable.Repeat((byte)0xEE, count).ToArray());
        }

        await RequireUntouchedAsync("[damaged-database]");
    }

    [Fact]
    public async Task A_database_that_was_cut_off_stays_as_it_is()
    {
        await MakeAsync();
        await using (var file = new FileStream(DatabasePath, FileMode.Open))
        {
            file.SetLength(file.Length / 2);
        }

        await RequireUntouchedAsync("[damaged-database]");
    }

    public void Dispose() => _folder.Dispose();

    private async Task MakeAsync()
    {
        await using var shop = await ShopProcess.StartAsync(_folder.Path);
        (await Bulk.AskAsync(shop.Url, Call.Post("/payment/batch_init/1000/5"))).Success();
        Assert.Equal(0, await shop.TerminateAsync(EndPatience));
    }

    private async Task RequireUntouchedAsync(string code)
    {
        var before = await File.ReadAllBytesAsync(DatabasePath, TestContext.Current.CancellationToken);
        await RequireRefusedAsync(DatabasePath, code);
        Assert.Equal(before, await File.ReadAllBytesAsync(DatabasePath, TestContext.Current.CancellationToken));
    }

    private async Task RequireRefusedAsync(params string[] words)
    {
        var ended = await ShopProgram.RunAsync("serve", "--urls", "http://127.0.0.1:0", "--data", _folder.Path);
        Assert.True(ended.ExitCode == 1, $"{ended.ExitCode}: {ended.Output}{ended.Error}");
        Assert.Empty(ended.Output);
        var line = Assert.Single(ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(words, word => Assert.Contains(word, line, StringComparison.Ordinal));
    }
}
