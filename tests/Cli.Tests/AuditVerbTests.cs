using System.CommandLine;
using Cartwright.Cli.Parked;
using Cartwright.Cli.Verify;
using Cartwright.CommandLine;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Sqlite;

namespace Cartwright.Cli.Tests;

/// <summary>The exit status of the verbs that open a database themselves.</summary>
public sealed class AuditVerbTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cartwright-test-").FullName;

    [Fact]
    public async Task Right_books_end_with_status_0_beside_the_server_too()
    {
        await using var store = await StoreAsync((Item.Table.KeyOf(1), new Item { Price = 1, Stock = 2, Added = 2 }));
        Assert.Equal(0, await RunAsync("verify"));
        Assert.Equal(0, await RunAsync("verify", "--json"));
    }

    [Fact]
    public async Task Wrong_books_end_with_status_1()
    {
        var paid = new Order { User = new UserId(1), Status = OrderStatus.Paid, Attempt = new AttemptId(1) };
        await using var store = await StoreAsync((Order.Table.KeyOf(1), paid));
        Assert.Equal(1, await RunAsync("verify"));
        Assert.Equal(1, await RunAsync("verify", "--json"));
    }

    [Fact]
    public async Task What_is_unfinished_for_longer_than_asked_for_ends_with_status_3()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var hold = new Hold(new AttemptId(1), new OrderId(1), 0, 0, now - 10_000);
        await using var store = await StoreAsync(
            (Order.Table.KeyOf(1), new Order { User = new UserId(1) }),
            (Account.Table.KeyOf(1), new Account { Holds = [hold], Due = 1 }));
        Assert.Equal(0, await RunAsync("verify"));
        Assert.Equal(3, await RunAsync("verify", "--older-than", "5"));
    }

    [Fact]
    public async Task Without_a_database_or_with_bad_options_verify_ends_with_status_2()
    {
        Assert.Equal(2, await RunAsync("verify"));
        Assert.Equal(2, await RunAsync("verify", "--older-than", "soon"));
        await File.WriteAllTextAsync(
            Path.Combine(_directory, "cartwright.db"), "no database", TestContext.Current.CancellationToken);
        Assert.Equal(2, await RunAsync("verify"));
    }

    [Fact]
    public async Task Parked_messages_are_listed_shown_replayed_and_dropped_by_their_id()
    {
        var parked = new ParkedMessage(Role.Stock, "inbox", "a bug", "{}", false, 1, null);
        await using var store = await StoreAsync((ParkedMessage.KeyOf("take/7"), parked));
        Assert.Equal(0, await RunAsync("verify"));
        var listed = await PrintedAsync("parked", "list");
        Assert.Contains("take/7", listed, StringComparison.Ordinal);
        Assert.Contains("a bug", listed, StringComparison.Ordinal);
        Assert.EndsWith("1 parked.\n", listed, StringComparison.Ordinal);
        Assert.Matches(
            @"^id: +take/7\nto: +stock\nfrom: +inbox\nparked: +[^\n]+\ndue: +[^\n]+\nerror: +a bug\nbytes: \{\}\n$",
            await PrintedAsync("parked", "show", "take/7"));
        Assert.Equal(0, await RunAsync("parked", "replay", "take/7"));
        Assert.Contains("to be tried again", await PrintedAsync("parked", "list"), StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync("parked", "drop", "take/7"));
        Assert.Equal(1, await RunAsync("parked", "drop", "take/7"));
        Assert.Equal(1, await RunAsync("parked", "replay", "take/7"));
        Assert.Equal(1, await RunAsync("parked", "show", "take/7"));
        Assert.Equal("Nothing is parked.\n", await PrintedAsync("parked", "list"));
    }

    [Theory]
    [InlineData("parked", "drop")]
    [InlineData("parked", "show")]
    [InlineData("parked", "everything")]
    [InlineData("parked")]
    public async Task A_mistake_in_the_words_of_parked_ends_with_status_2(params string[] words) =>
        Assert.Equal(2, await RunAsync(words));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task<int> RunAsync(params string[] words)
    {
        var root = new RootCommand { VerifyCommand.CreateCommand(), ParkedCommand.CreateCommand() };
        string[] data = words.Length > 1 || words[0] == "verify" ? ["--data", _directory] : [];
        return await CommandLineRun.InvokeAsync(root, [.. words, .. data]);
    }

    private async Task<string> PrintedAsync(params string[] words)
    {
        var (code, output) = await Captured.RunAsync(() => RunAsync(words));
        Assert.Equal(0, code);
        return output;
    }

    private async Task<SqliteStore> StoreAsync(params (Key Key, object State)[] rows)
    {
        var tables = EngineTables.TablesOf(ShopServices.All);
        var store = SqliteStore.Open(_directory, tables, TimeProvider.System);
        var lane = await store.OpenLaneAsync(TestContext.Current.CancellationToken);
        var writes = new WriteSet();
        writes.Rows.AddRange(rows.Select(row => new RowWrite(row.Key, row.State, 0)));
        await lane.CommitAsync(writes);
        return store;
    }
}
