using Cartwright.Conformance.Stores;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Ports;
using Microsoft.Data.Sqlite;

namespace Cartwright.Conformance.Sqlite;

/// <summary>Which files are opened, by which user; all other files stay unchanged.</summary>
public sealed class FileTests : IDisposable
{
    private readonly Folder _folder = new();

    private string DatabasePath => _folder.File("cartwright.db");

    [Fact]
    public async Task A_second_owner_is_refused_until_the_first_has_closed()
    {
        await using (SqliteHarness.Open(_folder.Path))
        {
            Assert.Equal("data-in-use", Assert.Throws<FatalFault>(() => SqliteHarness.Open(_folder.Path)).Code);
        }

        await using var next = SqliteHarness.Open(_folder.Path);
    }

    [Fact]
    public async Task A_missing_directory_is_made()
    {
        await using var store = SqliteHarness.Open(Path.Combine(_folder.Path, "a", "b"));
        Assert.True(File.Exists(Path.Combine(_folder.Path, "a", "b", "cartwright.db")));
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_named()
    {
        File.WriteAllText(_folder.File("file"), "no directory");
        var fault = Assert.Throws<FatalFault>(() => SqliteHarness.Open(_folder.File("file")));
        Assert.Equal("data-unusable", fault.Code);
        Assert.Contains(_folder.File("file"), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        File.WriteAllText(DatabasePath, new string('x', 10_000));
        AssertRefused("not-a-database");
        File.WriteAllText(DatabasePath, "short");
        AssertRefused("not-a-database");
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("WAL")]
    public void A_database_of_another_program_is_refused_and_left_as_it_is(string journalMode)
    {
        Run($"PRAGMA journal_mode = {journalMode}; CREATE TABLE notes (text TEXT)");
        AssertRefused("other-format");
        Run("PRAGMA application_id = 77");
        AssertRefused("other-format");

        // To read a database that has a log, SQLite would make files beside it.
        Assert.False(File.Exists(DatabasePath + "-wal") || File.Exists(DatabasePath + "-shm"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000)]
    public async Task A_database_of_another_version_is_refused_and_left_as_it_is(int version)
    {
        await MakeAsync();
        Run($"PRAGMA user_version = {version}");
        AssertRefused("other-format");
    }

    [Theory]
    [InlineData(16, 2)]
    [InlineData(18, 1)]
    [InlineData(100, 8)]
    [InlineData(1_024 - 300, 300)]
    public async Task A_database_with_a_damaged_first_page_is_refused_and_left_as_it_is(int offset, int count)
    {
        await MakeAsync();
        var bytes = await File.ReadAllBytesAsync(DatabasePath, TestContext.Current.CancellationToken);
        bytes.AsSpan(offset, count).Fill(0xEE);
        await File.WriteAllBytesAsync(DatabasePath, bytes, TestContext.Current.CancellationToken);
        AssertRefused("damaged-database");
    }

    [Fact]
    public async Task A_database_that_was_cut_off_is_refused_and_left_as_it_is()
    {
        await MakeAsync();
        using (var file = new FileStream(DatabasePath, FileMode.Open))
        {
            file.SetLength(file.Length / 2);
        }

        AssertRefused("damaged-database");
    }

    [Fact]
    public async Task A_log_whose_database_is_missing_is_not_thrown_away()
    {
        await MakeAsync();
        File.Move(DatabasePath, DatabasePath + "-wal");
        AssertRefused("damaged-database", DatabasePath + "-wal");
        Assert.False(File.Exists(DatabasePath));
    }

    [Fact]
    public async Task A_file_that_was_only_just_begun_is_taken()
    {
        await File.WriteAllBytesAsync(DatabasePath, [], TestContext.Current.CancellationToken);
        await MakeAsync();
        File.Delete(DatabasePath);
        File.Delete(_folder.File("cartwright.state"));
        Run("PRAGMA journal_mode = WAL");
        await MakeAsync();
    }

    /// <summary>
    /// The files are copied while the store is open, as a power cut would leave them: nothing was closed.
    /// </summary>
    [Fact]
    public async Task What_was_committed_survives_an_abrupt_end()
    {
        using var copy = new Folder();
        await using (var store = SqliteHarness.Open(_folder.Path))
        {
            await using var lane = await store.OpenLaneAsync(TestContext.Current.CancellationToken);
            for (var id = 0; id < 100; id++)
            {
                await lane.PutAsync(Item.Table.KeyOf(id), Samples.ItemOf(id));
            }

            await lane.LoadAsync(Item.Table.KeyOf(1_000));
            File.Copy(DatabasePath, copy.File("cartwright.db"));
            File.Copy(DatabasePath + "-wal", copy.File("cartwright.db-wal"));
        }

        await using var after = SqliteHarness.Open(copy.Path);
        var found = await after.ReadAsync([.. Enumerable.Range(0, 100).Select(id => Item.Table.KeyOf(id))]);
        Assert.Equal(100, found.Keys.Count);
    }

    [Fact]
    public async Task Closing_copies_the_log_into_the_file()
    {
        await MakeAsync();
        Assert.False(File.Exists(DatabasePath + "-wal"));
    }

    public void Dispose() => _folder.Dispose();

    private async Task MakeAsync()
    {
        await using var store = SqliteHarness.Open(_folder.Path);
        await using var lane = await store.OpenLaneAsync(TestContext.Current.CancellationToken);
        await lane.PutAsync(Item.Table.KeyOf(1), Samples.ItemOf(1));
    }

    private void AssertRefused(string code, string? path = null)
    {
        path ??= DatabasePath;
        var before = File.ReadAllBytes(path);
        var fault = Assert.Throws<FatalFault>(() => SqliteHarness.Open(_folder.Path));
        Assert.Equal((code, true), (fault.Code, fault.Message.Contains(DatabasePath, StringComparison.Ordinal)));
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
