using Cartwright.Cli.Verify;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Shop;
using Cartwright.Sqlite;

namespace Cartwright.Cli.Tests.Verify;

/// <summary>The audit's findings in files that contradict themselves.</summary>
public sealed class WrongFileTests : IDisposable
{
    private const long Ever = long.MaxValue / 2;

    private readonly string _directory = Directory.CreateTempSubdirectory("cartwright-test-").FullName;

    public static TheoryData<string, string> Wrong => WrongShops.All;

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_state_is_named(string wrong, string finding)
    {
        await FillAsync(wrong);
        var errors = Auditor.AuditEmbedded(new(_directory), Ever).Errors;
        Assert.Contains(errors, found => found.Contains(finding, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_shop_without_a_wrong_state_is_right()
    {
        await FillAsync("nothing");
        var report = Auditor.AuditEmbedded(new(_directory), olderThanMs: 0);
        Assert.Equal([], report.Errors.Concat(report.Unfinished));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task FillAsync(string wrong)
    {
        var stop = TestContext.Current.CancellationToken;
        var tables = EngineTables.TablesOf(ShopServices.All);
        await using var store = SqliteStore.Open(_directory, tables, TimeProvider.System);
        var lane = await store.OpenLaneAsync(stop);
        var writes = new WriteSet();
        writes.Rows.AddRange(WrongShops.RowsOf(wrong).Select(row => new RowWrite(row.Key, row.State, 0)));
        Assert.Equal(CommitOutcome.Committed, await lane.CommitAsync(writes));
        if (WrongShops.NextIdOf(wrong) is not 0 and var next)
        {
            await store.TakeAsync(now: 0, (int)next, stop);
        }
    }
}
