using Cartwright.Conformance.Stores;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Ports;
using Cartwright.Sqlite;

namespace Cartwright.Conformance.Sqlite;

/// <summary>Other processes that use the file beside the process that owns it.</summary>
public sealed class ReaderTests : IAsyncDisposable
{
    private readonly SqliteHarness _harness = new();

    /// <summary>The files of a killed server are read with their log, and are not changed.</summary>
    [Fact]
    public async Task A_reader_leaves_the_files_as_they_are()
    {
        using var copy = new Folder();
        await using (var lane = await _harness.OpenLaneAsync())
        {
            await lane.PutAsync(Item.Table.KeyOf(1), Samples.ItemOf(1));
            File.Copy(_harness.DatabasePath, copy.File("cartwright.db"));
            File.Copy(_harness.DatabasePath + "-wal", copy.File("cartwright.db-wal"));
        }

        var before = (Bytes(copy, "cartwright.db"), Bytes(copy, "cartwright.db-wal"));
        using (var reader = Open(copy))
        {
            Assert.Equal([Samples.ItemOf(1)], reader.ReadAll(Item.Table).Select(row => row.State));
        }

        Assert.Equal(before.Item1, Bytes(copy, "cartwright.db"));
        Assert.Equal(before.Item2, Bytes(copy, "cartwright.db-wal"));
    }

    [Fact]
    public void Without_a_database_there_is_nothing_to_read_and_none_is_made()
    {
        using var empty = new Folder();
        Assert.Equal("data-missing", Assert.Throws<FatalFault>(() => Open(empty)).Code);
        Assert.Equal(
            "data-missing", Assert.Throws<FatalFault>(() => SqliteChanges.Drop(empty.Path, ["a"])).Code);
        Assert.Empty(Directory.GetFileSystemEntries(empty.Path));
    }

    [Fact]
    public void A_file_that_is_not_ours_is_not_read()
    {
        using var folder = new Folder();
        File.WriteAllText(folder.File("cartwright.db"), new string('x', 5_000));
        Assert.Equal("not-a-database", Assert.Throws<FatalFault>(() => Open(folder)).Code);
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    private static SqliteReader Open(Folder folder) => SqliteReader.Open(folder.Path, TimeProvider.System);

    private static byte[] Bytes(Folder folder, string name) => File.ReadAllBytes(folder.File(name));
}
