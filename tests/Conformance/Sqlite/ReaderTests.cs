using Cartwright.Conformance.Stores;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Stock;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Sqlite;
using Microsoft.Data.Sqlite;

namespace Cartwright.Conformance.Sqlite;

/// <summary>What other processes do with the file beside the one that owns it.</summary>
public sealed class ReaderTests : IAsyncDisposable
{
    private readonly SqliteHarness _harness = new();

    private string Directory => _harness.Folder.Path;

    [Fact]
    public async Task A_reader_sees_all_rows_in_the_order_of_their_keys_as_they_stood_at_one_moment()
    {
        await using var lane = await _harness.OpenLaneAsync();
        foreach (var id in (long[])[7, -3, 2])
        {
            await lane.PutAsync(Item.Table.Key(id), Samples.ItemOf(id + 3));
        }

        using var reader = SqliteReader.Open(Directory);
        var first = reader.ReadAll(Item.Table).First();
        await lane.PutAsync(Item.Table.Key(9), Samples.ItemOf(1));
        await lane.PutAsync(Item.Table.Key(2), Samples.ItemOf(2));
        await lane.LoadAsync(Item.Table.Key(2));
        Assert.Equal((Item.Table.Key(-3), Samples.ItemOf(0)), first);
        Assert.Equal(
            [(-3, Samples.ItemOf(0)), (2, Samples.ItemOf(5)), (7, Samples.ItemOf(10))],
            reader.ReadAll(Item.Table).Select(row => (row.Key.Id, row.State)));
    }

    [Fact]
    public async Task A_reader_reads_two_tables_side_by_side()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(Item.Table.Key(1), Samples.ItemOf(1));
        await lane.PutAsync(Order.Table.Key(1), Samples.OrderDue(1));
        using var reader = SqliteReader.Open(Directory);
        var pairs = reader.ReadAll(Item.Table).Zip(reader.ReadAll(Order.Table), reader.ReadAll(Item.Table));
        Assert.Equal([(1, 1, 1)], pairs.Select(pair => (pair.First.Key.Id, pair.Second.Key.Id, pair.Third.Key.Id)));
    }

    /// <summary>What a killed server leaves is read with its log, and neither is touched.</summary>
    [Fact]
    public async Task A_reader_leaves_the_files_as_they_are()
    {
        using var copy = new Folder();
        await using (var lane = await _harness.OpenLaneAsync())
        {
            await lane.PutAsync(Item.Table.Key(1), Samples.ItemOf(1));
            File.Copy(_harness.DatabasePath, copy.File("cartwright.db"));
            File.Copy(_harness.DatabasePath + "-wal", copy.File("cartwright.db-wal"));
        }

        var before = (Bytes(copy, "cartwright.db"), Bytes(copy, "cartwright.db-wal"));
        using (var reader = SqliteReader.Open(copy.Path))
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
        Assert.Equal("data-missing", Assert.Throws<FatalFault>(() => SqliteReader.Open(empty.Path)).Code);
        Assert.Equal("data-missing", Assert.Throws<FatalFault>(() => ParkedShelf.Drop(empty.Path, ["a"])).Code);
        Assert.Empty(System.IO.Directory.GetFileSystemEntries(empty.Path));
    }

    [Fact]
    public void A_file_that_is_not_ours_is_not_read()
    {
        using var folder = new Folder();
        File.WriteAllText(folder.File("cartwright.db"), new string('x', 5_000));
        Assert.Equal("not-a-database", Assert.Throws<FatalFault>(() => SqliteReader.Open(folder.Path)).Code);
    }

    [Fact]
    public async Task A_row_that_cannot_be_understood_is_named()
    {
        await using var lane = await _harness.OpenLaneAsync();
        var key = Order.Table.Key(17);
        await lane.PutAsync(key, Samples.OrderDue(1));
        using (var connection = new SqliteConnection($"Data Source={_harness.DatabasePath};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = """UPDATE orders SET lines = '{"a":1}'""";
            command.ExecuteNonQuery();
        }

        using var reader = SqliteReader.Open(Directory);
        var fault = Assert.Throws<FatalFault>(() => reader.ReadAll(Order.Table).Count());
        Assert.Equal(("damaged-database", true), (fault.Code, fault.Message.Contains("orders:17")));
        await Assert.ThrowsAsync<RowFault>(() => lane.LoadAsync(key));
    }

    [Fact]
    public async Task A_return_that_is_asked_for_again_keeps_its_first_reason()
    {
        await using var lane = await _harness.OpenLaneAsync();
        var key = ParkedMessage.Key("stock-taken.v1/7");
        await lane.PutAsync(key, new ParkedMessage(Role.Order, "", "", "", false, 1, null));
        Assert.Equal(1, ParkedShelf.Return(Directory, key.Text!, now: 50, "restored (ann)"));
        Assert.Equal(1, ParkedShelf.Return(Directory, key.Text!, now: 60, "to be sure (bob)"));
        using var reader = SqliteReader.Open(Directory);
        var parked = Assert.Single(reader.ReadAll(ParkedMessage.Table)).State;
        Assert.Equal((60, "restored (ann)"), (parked.Due, parked.ReturnReason));
    }

    [Fact]
    public async Task A_parked_message_can_be_replayed_and_dropped_beside_the_lane()
    {
        await using var lane = await _harness.OpenLaneAsync();
        var key = ParkedMessage.Key("take-stock.v1/it's 7");
        await lane.PutAsync(key, new ParkedMessage(Role.Stock, "", "", "", false, 1, null));
        Assert.Equal(1, ParkedShelf.Replay(Directory, [key.Text!, "another"], now: 50));
        Assert.Equal([key], await _harness.Store.DueAsync(ParkedMessage.Table, now: 50));
        Assert.Equal(2, (await lane.LoadAsync(key)).VersionOf(key));
        await lane.RollbackAsync();
        Assert.Equal(1, ParkedShelf.Drop(Directory, [key.Text!]));
        Assert.Empty((await _harness.Store.ReadAsync(key)).Keys);
        Assert.Equal(0, ParkedShelf.Drop(Directory, [key.Text!]));
        Assert.Equal(0, ParkedShelf.Replay(Directory, [key.Text!], now: 50));
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    private static byte[] Bytes(Folder folder, string name) => File.ReadAllBytes(folder.File(name));
}
