using Cartwright.Conformance.Stores;
using Cartwright.Domain;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cartwright.Conformance.Sqlite;

/// <summary>A full disk, a failing one, other writers, and damage that shows at run time.</summary>
public sealed class FaultTests : IAsyncDisposable
{
    private readonly SqliteHarness _harness = new();

    private SqliteStore Store => (SqliteStore)_harness.Store;

    [Fact]
    public async Task A_full_disk_is_transient_changes_nothing_and_passes()
    {
        await using var lane = (SqliteLane)await _harness.OpenLaneAsync();
        var key = Item.Table.KeyOf(1);
        await lane.PutAsync(key, Samples.ItemOf(1));
        lane.Session.Connection.Execute("PRAGMA max_page_count = 1");
        var large = new ParkedMessage(Role.Stock, "", "", new string('x', 100_000), false, 0, null);
        var fault = await Assert.ThrowsAsync<TransientFault>(() => lane.WriteAsync(
            new RowWrite(key, Samples.ItemOf(2), 1),
            new RowWrite(ParkedMessage.KeyOf("large"), large, 0)));
        Assert.Contains("no space", fault.Message, StringComparison.Ordinal);
        Assert.Equal([key], (await Store.ReadAsync(key, ParkedMessage.KeyOf("large"))).Keys);
        Assert.Equal(1, (await Store.ReadAsync(key)).VersionOf(key));
        lane.Session.Connection.Execute("PRAGMA max_page_count = 1000000");
        await lane.PutAsync(ParkedMessage.KeyOf("large"), large);
    }

    /// <summary>With less than FULL, a power cut could undo acknowledged commits.</summary>
    [Fact]
    public async Task A_lane_waits_for_the_disk_also_after_its_connection_broke()
    {
        await using var lane = (SqliteLane)await _harness.OpenLaneAsync();
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(2, lane.Session.Connection.Number("PRAGMA synchronous"));
            Assert.Equal(1_024, lane.Session.Connection.Number("PRAGMA page_size"));
            using var mode = lane.Session.Connection.Prepare("PRAGMA journal_mode");
            Assert.True(mode.Step());
            Assert.Equal("wal", mode.ReadText());
            mode.BeginExecution();
            _harness.MakeNextCommitUnknown(happens: true);
            await lane.WriteAsync();
            await lane.ResolveAsync(TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData(raw.SQLITE_FULL)]
    [InlineData(raw.SQLITE_BUSY)]
    public async Task A_commit_that_certainly_failed_is_transient_and_changes_nothing(int result)
    {
        await using var lane = await _harness.OpenLaneAsync();
        var key = Item.Table.KeyOf(1);
        Store.CommitSeam = _ => result;
        await Assert.ThrowsAsync<TransientFault>(() => lane.WriteAsync(new RowWrite(key, Samples.ItemOf(1), 0)));
        Store.CommitSeam = commit => commit();
        Assert.Empty((await Store.ReadAsync(key)).Keys);
        await lane.PutAsync(key, Samples.ItemOf(1));
    }

    [Fact]
    public async Task A_lane_whose_row_was_changed_by_somebody_else_does_not_go_on()
    {
        await using var lane = await _harness.OpenLaneAsync();
        var key = Item.Table.KeyOf(1);
        await lane.PutAsync(key, Samples.ItemOf(1));
        Run("UPDATE lanes SET committed = committed + 1");
        var fault = await Assert.ThrowsAsync<FatalFault>(
            () => lane.WriteAsync(new RowWrite(key, Samples.ItemOf(2), 1)));
        Assert.Equal("data-in-use", fault.Code);
        Assert.Equal(1, (await Store.ReadAsync(key)).VersionOf(key));
    }

    [Fact]
    public async Task A_row_that_was_written_past_the_lane_is_a_transient_conflict()
    {
        await using var lane = await _harness.OpenLaneAsync();
        var key = Item.Table.KeyOf(1);
        await lane.PutAsync(key, Samples.ItemOf(1));
        Run("UPDATE items SET version = version + 1, stock = 2, added = 2");
        await Assert.ThrowsAsync<TransientFault>(() => lane.WriteAsync(new RowWrite(key, Samples.ItemOf(3), 1)));
        Assert.Equal(Samples.ItemOf(2), (await Store.ReadAsync(key)).StateOf(key));
    }

    // A connection that failed in the middle of a read is still in its transaction, and would reject every later one.
    [Fact]
    public async Task A_read_that_failed_costs_no_later_one()
    {
        var key = Item.Table.KeyOf(1);
        await using (var lane = await _harness.OpenLaneAsync())
        {
            await lane.PutAsync(key, Samples.ItemOf(1));
        }

        Run("ALTER TABLE items RENAME TO away");
        await Assert.ThrowsAnyAsync<Exception>(() => Store.ReadAsync(key));
        Run("ALTER TABLE away RENAME TO items");

        Assert.Equal(Samples.ItemOf(1), (await Store.ReadAsync(key)).StateOf(key));
    }

    [Fact]
    public async Task Damage_that_shows_in_a_read_is_fatal()
    {
        await using (var lane = await _harness.OpenLaneAsync())
        {
            for (var first = 0; first < 3_000; first += 1_000)
            {
                var ids = Enumerable.Range(first, 1_000);
                await lane.WriteAsync([.. ids.Select(id => new RowWrite(Item.Table.KeyOf(id), Samples.ItemOf(1), 0))]);
            }
        }

        await _harness.ReopenAsync();
        using (var file = new FileStream(
            _harness.DatabasePath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = file.Length / 4;
            var noise = new byte[file.Length - file.Position];
            Array.Fill(noise, (byte)0xEE);
            file.Write(noise);
        }

        var keys = Enumerable.Range(0, 3_000).Select(id => Item.Table.KeyOf(id)).ToArray();
        var fault = await Assert.ThrowsAsync<FatalFault>(() => Store.ReadAsync(keys));
        Assert.Equal("damaged-database", fault.Code);
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_harness.DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
