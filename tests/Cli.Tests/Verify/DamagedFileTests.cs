using System.CommandLine;
using Cartwright.Cli.Verify;
using Cartwright.CommandLine;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Sqlite;
using Microsoft.Data.Sqlite;

namespace Cartwright.Cli.Tests.Verify;

/// <summary>Files that were changed by hand: the results of the audit and of a start.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private const long Ever = long.MaxValue / 2;

    private readonly string _directory = Directory.CreateTempSubdirectory("cartwright-test-").FullName;

    /// <summary>A change that makes one row unreadable, and the key of the row.</summary>
    public static TheoryData<string, string> Unreadable => new()
    {
        { "UPDATE orders SET lines = '[[1]]' WHERE order_id = 20000001", "orders:20000001" },
        { "UPDATE accounts SET holds = '[[1,2,3]]'", "accounts:20000003" },
        { "UPDATE reservations SET lines = '[[1]]'", "reservations:20000004" },
        { "UPDATE payments SET status = 'unknown'", "payments:20000004" },
        { "UPDATE idempotency_keys SET reply = CAST(x'ff' AS TEXT)", "idempotency_keys:key" },
        { "UPDATE parked SET role = 'No name'", "parked:take-stock.v1/9" },
    };

    public static TheoryData<string> Columns => new(
        "orders.lines", "items.price", "reservations.order_id", "accounts.holds", "payments.amount", "parked.origin",
        "outbox.bytes", "shop.shop_id", "id_block.next", "idempotency_keys.reply");

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task An_unreadable_row_is_named_and_everything_else_is_judged(string change, string row)
    {
        await FillAsync();
        var before = Auditor.AuditEmbedded(new(_directory), Ever).Errors;
        Assert.NotEmpty(before);

        ShopFile.Change(_directory, change);

        var errors = Auditor.AuditEmbedded(new(_directory), Ever).Errors;
        var named = Assert.Single(errors.Except(before));
        Assert.StartsWith($"row {row} cannot be read: ", named);
        Assert.Empty(before.Except(errors));
    }

    [Fact]
    public async Task A_parked_message_for_a_service_that_the_shop_lacks_is_named()
    {
        await FillAsync();
        var before = Auditor.AuditEmbedded(new(_directory), Ever).Errors;
        ShopFile.Change(_directory, "UPDATE parked SET role = 'unknown'");
        Assert.Equal(
            ["the parked message take-stock.v1/9 is for the unknown service, which does not exist"],
            Auditor.AuditEmbedded(new(_directory), Ever).Errors.Except(before));
    }

    [Fact]
    public async Task Every_unreadable_row_is_named_with_status_1_and_in_JSON()
    {
        await FillAsync();
        ShopFile.Change(_directory, "UPDATE orders SET lines = '[[1]]'");
        var (status, output) = await VerifyAsync();
        Assert.Equal(1, status);
        Assert.Contains("WRONG: row orders:20000001 cannot be read: ", output);
        Assert.Contains("WRONG: row orders:20000011 cannot be read: ", output);
        Assert.Contains("THE BOOKS ARE WRONG. Errors: 2.", output);
        Assert.Equal(1, (await VerifyAsync("--json")).Status);
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task A_file_that_lacks_a_table_or_a_column_is_damaged(string column)
    {
        await FillAsync();
        var (table, name) = (column.Split('.')[0], column.Split('.')[1]);
        File.Copy(FileOf("cartwright.db"), FileOf("whole.db"));
        ShopFile.Change(_directory, $"DROP TABLE {table}");
        await RequireDamagedAsync(table);

        File.Copy(FileOf("whole.db"), FileOf("cartwright.db"), overwrite: true);
        ShopFile.Change(_directory, $"ALTER TABLE {table} RENAME COLUMN {name} TO other");
        await RequireDamagedAsync(column);
    }

    // The numbers would overflow, and no real clock comes near that time.
    [Fact]
    public async Task Numbers_that_have_run_out_are_named_and_refused()
    {
        await FillAsync();
        ShopFile.Change(_directory, "UPDATE id_block SET next = 9223372036854775000");
        Assert.Contains(
            Auditor.AuditEmbedded(new(_directory), Ever).Errors,
            error => error.StartsWith("the order service hands out numbers from 9223372036854775000 on, which"));
        await using var store = Open();
        await Assert.ThrowsAsync<OutOfNumbersFault>(
            async () => await store.TakeAsync(now: 0, 100_000, TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string FileOf(string name) => Path.Combine(_directory, name);

    private SqliteStore Open() =>
        SqliteStore.Open(_directory, EngineTables.TablesOf(ShopServices.All), TimeProvider.System);

    private void OpenAndClose() => Open().DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task RequireDamagedAsync(string what)
    {
        foreach (var open in (Action[])[() => Auditor.AuditEmbedded(new(_directory), Ever), OpenAndClose])
        {
            var fault = Assert.Throws<FatalFault>(open);
            Assert.Equal("damaged-database", fault.Code);
            Assert.Contains(what, fault.Message);
        }

        Assert.Equal(2, (await VerifyAsync()).Status);
    }

    private async Task<(int Status, string Output)> VerifyAsync(params string[] words) =>
        await Captured.RunAsync(() => CommandLineRun.InvokeAsync(
            new RootCommand { VerifyCommand.CreateCommand() }, ["verify", "--data", _directory, .. words]));

    // A correct shop, with one more order that is paid without a payment.
    private async Task FillAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var store = Open();
        var lane = await store.OpenLaneAsync(stop);
        var writes = new WriteSet();
        writes.Rows.AddRange(WrongShops.RowsOf("nothing").Select(row => new RowWrite(row.Key, row.State, 0)));
        var paid = new Order { User = new UserId(20_000_013), Status = OrderStatus.Paid, Attempt = new(20_000_012) };
        writes.Rows.Add(new RowWrite(Order.KeyOf(new OrderId(20_000_011)), paid, 0));
        var parked = new ParkedMessage(Role.Stock, "inbox", "a bug", "{}", false, 1, null);
        writes.Rows.Add(new RowWrite(ParkedMessage.KeyOf("take-stock.v1/9"), parked, 0));
        var reply = new StoredReply(
            "POST /orders/create/20000003",
            """order-created.v1 {"order":20000001}""",
            TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() + 1_000);
        writes.Rows.Add(new RowWrite(StoredReply.KeyOf("key"), reply, 0));
        Assert.Equal(CommitOutcome.Committed, await lane.CommitAsync(writes));
        await store.TakeAsync(now: 0, 50_000_000, stop);
    }
}
