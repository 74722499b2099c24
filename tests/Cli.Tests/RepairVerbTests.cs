using System.CommandLine;
using Cartwright.Cli.Parked;
using Cartwright.Cli.Verify;
using Cartwright.CommandLine;
using Cartwright.Conformance;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;
using Cartwright.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Cli.Tests;

/// <summary>
/// Follows the runbook's section about a failed order whose stock is taken: `verify` reports wrong books, a node serves
/// the file meanwhile, and at the end `verify` reports right books.
/// </summary>
public sealed class RepairVerbTests : IDisposable
{
    private const string Id = "stock-taken.v1/101";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly IReadOnlyList<IService> Services = ShopServices.All;
    private static readonly Attempt A = new(new AttemptId(101), new OrderId(1), new UserId(1), 20, ReplyTo: 0);

    private readonly string _directory = Directory.CreateTempSubdirectory("cartwright-test-").FullName;

    [Fact]
    public async Task Wrong_books_are_put_right_and_stay_right_when_it_is_done_twice()
    {
        await FillAsync(PaymentStatus.Voided);
        var before = await PrintedAsync(1, "verify");
        Assert.Contains("attempt 101 of order 1 has its stock taken", before, StringComparison.Ordinal);
        Assert.Contains($"cartwright parked return {Id} --reason TEXT --data", before, StringComparison.Ordinal);

        foreach (var reason in (string[])["restored to another moment", "to be sure"])
        {
            await PrintedAsync(0, "parked", "return", Id, "--reason", reason);
            Assert.Contains("to be returned", await PrintedAsync(0, "parked", "list"), StringComparison.Ordinal);
            await ServeUntilDoneAsync();
            var after = await PrintedAsync(0, "verify");
            Assert.DoesNotContain("Note:", after, StringComparison.Ordinal);
            Assert.Contains("1 with 5 units", after, StringComparison.Ordinal);
            Assert.Contains("1 with 20 to spend and 0 held", after, StringComparison.Ordinal);
            var shown = await PrintedAsync(0, "parked", "show", Id);
            Assert.Contains(
                $"restored to another moment ({Environment.UserName})", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_captured_payment_is_refunded()
    {
        await FillAsync(PaymentStatus.Captured);
        await PrintedAsync(1, "verify");
        await PrintedAsync(0, "parked", "return", Id, "--reason", "two shops on one Kafka");
        await ServeUntilDoneAsync();
        Assert.Contains(
            "1 with 20 to spend and 0 held", await PrintedAsync(0, "verify"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_record_is_neither_replayed_nor_dropped()
    {
        await FillAsync(PaymentStatus.Voided);
        await PrintedAsync(0, "parked", "return", Id, "--reason", "x");
        await ServeUntilDoneAsync();
        await PrintedAsync(1, "parked", "replay", Id);
        await PrintedAsync(1, "parked", "drop", Id);
        await PrintedAsync(1, "parked", "drop", "--all");
        Assert.Contains(", return ordered", await PrintedAsync(0, "parked", "list"), StringComparison.Ordinal);
        await PrintedAsync(0, "verify");
    }

    [Theory]
    [InlineData(2, "return", "stock-refused.v1/7", "--reason", "x")]
    [InlineData(2, "return", "unreadable/1", "--reason", "x")]
    [InlineData(2, "return", Id)]
    [InlineData(2, "return", Id, "--reason", " ")]
    [InlineData(2, "return", "--reason", "x")]
    [InlineData(1, "return", "stock-taken.v1/7", "--reason", "x")]
    public async Task What_is_no_taken_stock_is_not_returned(int status, params string[] words)
    {
        await FillAsync(PaymentStatus.Voided);
        await PrintedAsync(status, ["parked", .. words]);
        Assert.DoesNotContain("return", await PrintedAsync(0, "parked", "list"), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    // The order failed, and yet two of the five units are taken.
    private async Task FillAsync(PaymentStatus paid)
    {
        var captured = paid is PaymentStatus.Captured ? A.Amount : 0;
        const string Body = """
            {"type":"stock-taken.v1","body":{"attempt":{"id":101,"order":1,"user":1,"amount":20,"replyTo":0}}}
            """;
        (Key Key, object State)[] rows =
        [
            (Item.Table.KeyOf(1), new Item { Price = 10, Stock = 3, Added = 5, Taken = 2 }),
            (Account.Table.KeyOf(1), new Account { Credit = 20 - captured, Funded = 20, Captured = captured }),
            (Order.KeyOf(A.Order), new Order
            {
                User = A.User, Lines = [new Line(new ItemId(1), 2, 20)], Total = 20,
                Status = OrderStatus.Failed, Attempt = A.Id, Reason = Reason.Timeout,
            }),
            (Payment.KeyOf(A.Id), Payment.FromAttempt(A, paid)),
            (Reservation.KeyOf(A.Id), new Reservation
            {
                Order = A.Order, Status = ReservationStatus.Taken, Lines = [new TakenLine(new ItemId(1), 2, 0)],
            }),
            (ParkedMessage.KeyOf(Id), new ParkedMessage(Role.Order, "inbox", "Failed.", Body, false, 1, null)),
        ];
        await using var store = SqliteStore.Open(_directory, EngineTables.TablesOf(Services), TimeProvider.System);
        var lane = await store.OpenLaneAsync(TestContext.Current.CancellationToken);
        var writes = new WriteSet();
        writes.Rows.AddRange(rows.Select(row => new RowWrite(row.Key, row.State, 0)));
        Assert.Equal(CommitOutcome.Committed, await lane.CommitAsync(writes));
    }

    private async Task ServeUntilDoneAsync()
    {
        await using var store = SqliteStore.Open(_directory, EngineTables.TablesOf(Services), TimeProvider.System);
        await using var node = new ShopNode(
            Services, store, store, log: null, new NodeOptions { DecidesLocally = true }, TimeProvider.System,
            NullLogger.Instance);
        await node.Engine.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.IsAsync("the repair is done", Patience, () => Task.FromResult(ReadDue() is null));
    }

    private long? ReadDue()
    {
        using var view = new SqliteAtRest(_directory, TimeProvider.System).OpenView();
        return view.ReadAll(ParkedMessage.Table).Single().State.Due;
    }

    private async Task<string> PrintedAsync(int status, params string[] words)
    {
        var root = new RootCommand { ParkedCommand.CreateCommand(), VerifyCommand.CreateCommand() };
        var (code, output) = await Captured.RunAsync(
            () => CommandLineRun.InvokeAsync(root, [.. words, "--data", _directory]));
        Assert.Equal(status, code);
        return output;
    }
}
