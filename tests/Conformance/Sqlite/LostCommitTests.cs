using System.Security.Cryptography;
using Cartwright.Conformance.Stores;
using Cartwright.Domain;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Sqlite;
using Microsoft.Data.Sqlite;

namespace Cartwright.Conformance.Sqlite;

/// <summary>
/// A directory as a killed process leaves it, and possible changes to its files before the next start. Either every
/// acknowledged commit is there, or the start is rejected and changes nothing.
/// </summary>
public sealed class LostCommitTests : IAsyncDisposable
{
    private const int LastItem = 50;
    private readonly SqliteHarness _harness = new();
    private readonly Folder _killed = new();

    private string Database => _killed.File("cartwright.db");

    private string Log => Database + "-wal";

    [Fact]
    public async Task With_all_files_everything_is_there()
    {
        await RunAndKillAsync();
        await RequireAllAsync();
    }

    [Fact]
    public async Task Without_the_log_it_is_refused()
    {
        await RunAndKillAsync();
        File.Delete(Log);
        RequireRefused("data-incomplete");
    }

    /// <summary>The main file is still empty: it would look like a shop that was never used.</summary>
    [Fact]
    public async Task Without_the_file_it_is_refused()
    {
        await RunAndKillAsync();
        File.Delete(Log);
        File.Delete(Database);
        RequireRefused("data-incomplete");
        await File.WriteAllBytesAsync(Database, [], TestContext.Current.CancellationToken);
        RequireRefused("data-incomplete");
    }

    [Fact]
    public async Task With_a_file_of_an_earlier_run_it_is_refused_with_its_log_and_without()
    {
        await RunAsync(items: 1);
        await _harness.ReopenAsync();
        File.Copy(_harness.DatabasePath, _killed.File("old"));
        await RunAndKillAsync();
        File.Move(_killed.File("old"), Database, overwrite: true);
        RequireRefused("foreign-log");
        File.Delete(Log);
        RequireRefused("data-incomplete");
    }

    /// <summary>The log was restarted since the backup, so it lacks the commits between the two.</summary>
    [Fact]
    public async Task With_a_backup_of_the_same_run_and_a_later_log_it_is_refused()
    {
        await RunAndKillAsync(afterBackup: async lane =>
        {
            for (var large = 0; large < 300; large++)
            {
                var text = new string('x', 100_000);
                var row = new ParkedMessage(Role.Stock, "", "", text, false, 0, null);
                await lane.PutAsync(ParkedMessage.KeyOf($"{large}"), row);
            }
        });
        File.Move(_killed.File("backup"), Database, overwrite: true);
        RequireRefused("foreign-log");
    }

    /// <summary>The log has everything that the backup lacks: nothing is lost, so the start is accepted.</summary>
    [Fact]
    public async Task With_a_backup_of_the_same_run_and_the_log_of_its_time_everything_is_there()
    {
        await RunAndKillAsync(afterBackup: lane => lane.PutAsync(Item.Table.KeyOf(1_000), Samples.ItemOf(1)));
        File.Move(_killed.File("backup"), Database, overwrite: true);
        await RequireAllAsync(1_000);
    }

    /// <summary>
    /// An operator who opens the file with sqlite3 copies the log into the file, and deletes the log.
    /// </summary>
    [Fact]
    public async Task After_somebody_carried_the_log_into_the_file_everything_is_there()
    {
        await RunAndKillAsync();
        await using (var person = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            await person.OpenAsync(TestContext.Current.CancellationToken);
            await using var look = person.CreateCommand();
            look.CommandText = "SELECT count(*) FROM items";
            await look.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        }

        Assert.False(File.Exists(Log), "The log is gone.");
        await RequireAllAsync();
    }

    [Fact]
    public async Task Without_the_record_what_is_there_is_taken()
    {
        await RunAndKillAsync();
        File.Delete(Log);
        File.Delete(_killed.File("cartwright.state"));
        await using var store = SqliteHarness.Open(_killed.Path);
        Assert.Empty((await store.ReadAsync(Item.Table.KeyOf(LastItem))).Keys);
    }

    [Fact]
    public async Task A_reader_does_not_take_an_incomplete_file_for_the_shop()
    {
        await RunAndKillAsync();
        File.Delete(Log);
        Assert.Equal(
            "data-incomplete",
            Assert.Throws<FatalFault>(() => SqliteReader.Open(_killed.Path, TimeProvider.System)).Code);
    }

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        _killed.Dispose();
    }

    private async Task RunAsync(int items)
    {
        await using var lane = await _harness.OpenLaneAsync();
        for (var id = 1; id <= items; id++)
        {
            await lane.PutAsync(Item.Table.KeyOf(id), Samples.ItemOf(id));
        }
    }

    // Copies of the files while they are open equal the files that a killed process leaves.
    private async Task RunAndKillAsync(Func<IStoreLane, Task>? afterBackup = null)
    {
        await using var lane = await _harness.OpenLaneAsync();
        for (var id = 1; id <= LastItem; id++)
        {
            await lane.PutAsync(Item.Table.KeyOf(id), Samples.ItemOf(id));
        }

        if (afterBackup is not null)
        {
            SqliteBackup.Write(
                _harness.Folder.Path, _killed.File("backup"), (_, _) => { }, TestContext.Current.CancellationToken);
            await afterBackup(lane);
        }

        File.Copy(_harness.DatabasePath, Database);
        File.Copy(_harness.DatabasePath + "-wal", Log);
        File.Copy(_harness.Folder.File("cartwright.state"), _killed.File("cartwright.state"));
    }

    private async Task RequireAllAsync(params long[] more)
    {
        await using var store = SqliteHarness.Open(_killed.Path);
        long[] ids = [.. Enumerable.Range(1, LastItem).Select(id => (long)id), .. more];
        var found = await store.ReadAsync([.. ids.Select(id => Item.Table.KeyOf(id))]);
        Assert.Equal(ids.Length, found.Keys.Count);
    }

    private void RequireRefused(string code)
    {
        var before = Contents();
        var fault = Assert.Throws<FatalFault>(() => SqliteHarness.Open(_killed.Path));
        Assert.Equal(code, fault.Code);
        Assert.Contains(Database, fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, Contents());
    }

    // An index and an empty log, which SQLite makes to read the file, are no change.
    private Dictionary<string, string> Contents() => Directory.GetFiles(_killed.Path)
        .Where(file => Path.GetExtension(file) is not (".db-shm" or ".lock"))
        .Where(file => new FileInfo(file).Length > 0)
        .ToDictionary(file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
}
