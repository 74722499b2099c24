using Cartwright.Conformance.Stores;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Ports;
using Cartwright.Sqlite;

namespace Cartwright.Conformance.Sqlite;

/// <summary>
/// The write-ahead log grows while a reader keeps an old snapshot, and its space is freed afterwards.
/// </summary>
public sealed class LogSizeTests : IAsyncDisposable
{
    private const long BytesKept = 16 * 1024 * 1024;
    private readonly SqliteHarness _harness = new();

    private long LogBytes => new FileInfo(_harness.DatabasePath + "-wal").Length;

    [Fact]
    public async Task A_log_that_a_long_reader_let_grow_is_cut_back()
    {
        await using var lane = await _harness.OpenLaneAsync();
        using (SqliteReader.Open(_harness.Folder.Path, TimeProvider.System))
        {
            for (var round = 0; LogBytes <= 2 * BytesKept; round++)
            {
                Assert.True(round < 100, $"The log has {LogBytes} bytes only.");
                await WriteAsync(lane, version: round);
            }
        }

        // The first commit copies the pages that the reader had blocked; the second restarts the log.
        await lane.PutAsync(Item.Table.KeyOf(1_000_000), Samples.ItemOf(1));
        await lane.PutAsync(Item.Table.KeyOf(1_000_001), Samples.ItemOf(1));
        Assert.InRange(LogBytes, 1, BytesKept);
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    private static Task<CommitOutcome> WriteAsync(IStoreLane lane, int version) => lane.WriteAsync(
    [
        .. Enumerable.Range(0, 40_000).Select(id => new RowWrite(Item.Table.KeyOf(id), Samples.ItemOf(id), version)),
    ]);
}
