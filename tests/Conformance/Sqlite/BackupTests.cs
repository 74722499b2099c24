using System.Runtime.Versioning;
using Cartwright.Conformance.Stores;
using Cartwright.Domain;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Sqlite;

namespace Cartwright.Conformance.Sqlite;

/// <summary>A backup beside an open store: one moment, one file, readable by its owner only.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BackupTests : IAsyncDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly SqliteHarness _harness = new();
    private readonly Folder _target = new();

    private string Copy => _target.File("copy.db");

    /// <summary>
    /// SQLite's own backup begins again after each commit of another connection, and never ends if there is one between
    /// any two of its parts.
    /// </summary>
    [Fact]
    public async Task A_commit_between_any_two_parts_does_not_make_it_begin_again()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await FillAsync(lane, count: 200);
        var parts = 0;
        SqliteBackup.Write(
            _harness.Folder.Path,
            Copy,
            (done, all) =>
            {
                Assert.True(parts * 1_000 < all, $"{done} of {all} pages after {parts} parts.");
                parts++;
                var late = new RowWrite(Item.Table.KeyOf(parts), Samples.ItemOf(1), 0);
                lane.WriteAsync(late).GetAwaiter().GetResult();
            },
            TestContext.Current.CancellationToken);
        Assert.True(parts > 1, "It has several parts.");

        await using var restored = Restore();
        Assert.Equal(2, (await restored.ReadAsync(ParkedMessage.KeyOf("0"), ParkedMessage.KeyOf("199"))).Keys.Count);
        Assert.Empty((await restored.ReadAsync(Item.Table.KeyOf(1))).Keys);
    }

    [Fact]
    public async Task It_is_one_file_for_its_owner_alone()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await FillAsync(lane, count: 1);
        var length = Write();
        Assert.Equal([Copy], Directory.GetFiles(_target.Path));
        Assert.Equal((length, OwnerOnly), (new FileInfo(Copy).Length, File.GetUnixFileMode(Copy)));
    }

    [Fact]
    public async Task It_replaces_nothing_and_follows_no_link()
    {
        await File.WriteAllTextAsync(Copy, "mine", TestContext.Current.CancellationToken);
        Assert.Contains(Copy, Assert.Throws<IOException>(() => Write()).Message, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(Copy, TestContext.Current.CancellationToken));
        File.Delete(Copy);
        File.CreateSymbolicLink(Copy, _target.File("elsewhere"));
        Assert.Throws<IOException>(() => Write());
        Assert.Equal([Copy], Directory.GetFiles(_target.Path));
    }

    [Fact]
    public async Task One_that_is_cancelled_leaves_nothing()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await FillAsync(lane, count: 200);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => SqliteBackup.Write(_harness.Folder.Path, Copy, (_, _) => stop.Cancel(), stop.Token));
        Assert.Empty(Directory.GetFiles(_target.Path));
    }

    [Fact]
    public void Without_a_database_there_is_none()
    {
        using var empty = new Folder();
        var fault = Assert.Throws<FatalFault>(
            () => SqliteBackup.Write(empty.Path, Copy, (_, _) => { }, TestContext.Current.CancellationToken));
        Assert.Equal("data-missing", fault.Code);
        Assert.Empty(Directory.GetFiles(_target.Path));
    }

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        _target.Dispose();
    }

    private long Write() =>
        SqliteBackup.Write(_harness.Folder.Path, Copy, (_, _) => { }, TestContext.Current.CancellationToken);

    private SqliteStore Restore()
    {
        var directory = _target.File("restored");
        Directory.CreateDirectory(directory);
        File.Move(Copy, Path.Combine(directory, "cartwright.db"));
        return SqliteHarness.Open(directory);
    }

    // Large rows, of which a few fill many pages.
    private static Task<CommitOutcome> FillAsync(IStoreLane lane, int count) => lane.WriteAsync(
    [
        .. Enumerable.Range(0, count).Select(number => new RowWrite(
            ParkedMessage.KeyOf($"{number}"),
            new ParkedMessage(Role.Stock, "", "", new string('x', 100_000), false, 0, null),
            0)),
    ]);
}
