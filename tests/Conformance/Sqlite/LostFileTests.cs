using Cartwright.Conformance.Stores;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Ports;
using Cartwright.Sqlite;

namespace Cartwright.Conformance.Sqlite;

/// <summary>
/// Files that are deleted, moved or replaced while the store has them open. Commits into them are lost with the
/// process, so they are not acknowledged, and nothing more is read.
/// </summary>
public sealed class LostFileTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly SqliteHarness _harness = new();

    [Theory]
    [InlineData("cartwright.db")]
    [InlineData("cartwright.db-wal")]
    [InlineData("cartwright.db-shm")]
    [InlineData("cartwright.lock")]
    [InlineData("cartwright.state")]
    public async Task A_commit_after_a_file_was_deleted_is_not_acknowledged(string name)
    {
        await using var lane = await _harness.OpenLaneAsync();
        await lane.PutAsync(Item.Table.KeyOf(1), Samples.ItemOf(1));
        File.Delete(_harness.Folder.File(name));
        await RequireLostAsync(lane, name);

        Assert.True(File.Exists(_harness.Folder.File("cartwright.state")), "The next start finds the record.");
    }

    [Fact]
    public async Task A_commit_after_the_file_was_replaced_by_its_copy_is_not_acknowledged()
    {
        await using var lane = await _harness.OpenLaneAsync();
        File.Copy(_harness.DatabasePath, _harness.DatabasePath + ".copy");
        File.Move(_harness.DatabasePath + ".copy", _harness.DatabasePath, overwrite: true);
        await RequireLostAsync(lane, "cartwright.db");
    }

    [Fact]
    public async Task A_commit_while_the_directory_is_elsewhere_is_not_acknowledged()
    {
        await using var lane = await _harness.OpenLaneAsync();
        var elsewhere = _harness.Folder.Path + "-moved";
        Directory.Move(_harness.Folder.Path, elsewhere);
        try
        {
            await RequireLostAsync(lane, "cartwright.db");
        }
        finally
        {
            Directory.Move(elsewhere, _harness.Folder.Path);
        }
    }

    [Fact]
    public async Task A_directory_that_is_back_before_anybody_noticed_has_lost_nothing()
    {
        await using var lane = await _harness.OpenLaneAsync();
        Directory.Move(_harness.Folder.Path, _harness.Folder.Path + "-moved");
        Directory.Move(_harness.Folder.Path + "-moved", _harness.Folder.Path);
        await lane.PutAsync(Item.Table.KeyOf(1), Samples.ItemOf(1));
    }

    /// <summary>SQLite deletes the log by its name, which may be the log of another database by now.</summary>
    [Fact]
    public async Task Closing_leaves_alone_what_was_put_in_the_place_of_the_files()
    {
        var log = _harness.DatabasePath + "-wal";
        await using (var lane = await _harness.OpenLaneAsync())
        {
            File.Delete(log);
            await File.WriteAllTextAsync(log, "another one", TestContext.Current.CancellationToken);
            await RequireLostAsync(lane, "cartwright.db-wal");
        }

        await ((SqliteStore)_harness.Store).DisposeAsync();
        Assert.Equal("another one", await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _harness.DisposeAsync();
        }
        catch (ObjectDisposedException)
        {
            _harness.Folder.Dispose();
        }
    }

    private async Task RequireLostAsync(IStoreLane lane, string name)
    {
        var fault = await Assert.ThrowsAsync<FatalFault>(
            () => lane.WriteAsync(new RowWrite(Item.Table.KeyOf(2), Samples.ItemOf(2), 0)));
        Assert.Equal("data-replaced", fault.Code);
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        await Eventually.IsAsync("a read notices too", Patience, async () =>
        {
            try
            {
                await _harness.Store.ReadAsync(Item.Table.KeyOf(1));
                return false;
            }
            catch (FatalFault lost)
            {
                return lost.Code == "data-replaced";
            }
        });
    }
}
