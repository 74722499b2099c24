using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Sqlite;
using Microsoft.Data.Sqlite;

namespace Cartwright.Cli.Tests;

/// <summary>The database file of an embedded shop that does not run, filled and changed by a test.</summary>
internal static class ShopFile
{
    /// <summary>Commits new rows as a shop does.</summary>
    public static async Task StoreAsync(string directory, params (Key Key, object State)[] rows)
    {
        var tables = EngineTables.TablesOf(ShopServices.All);
        await using var store = SqliteStore.Open(directory, tables, TimeProvider.System);
        var lane = await store.OpenLaneAsync(TestContext.Current.CancellationToken);
        var writes = new WriteSet();
        writes.Rows.AddRange(rows.OrderBy(row => row.Key).Select(row => new RowWrite(row.Key, row.State, 0)));
        Assert.Equal(CommitOutcome.Committed, await lane.CommitAsync(writes));
    }

    /// <summary>Runs a statement without the checks of the tables, as another program or an operator can.</summary>
    public static void Change(string directory, string sql)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(directory, "cartwright.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA ignore_check_constraints = ON; {sql}";
        command.ExecuteNonQuery();
    }
}
