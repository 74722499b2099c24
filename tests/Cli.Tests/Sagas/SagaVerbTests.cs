using System.CommandLine;
using System.Text.Json;
using Cartwright.Cli.Sagas;
using Cartwright.CommandLine;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Cli.Tests.Sagas;

/// <summary>The verb `saga` on the file of an embedded shop that does not run.</summary>
public sealed class SagaVerbTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cartwright-test-").FullName;

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task Show_prints_each_step_of_one_order()
    {
        await FillAsync();
        var (status, shown) = await RunAsync("show", "2");
        Assert.Equal(0, status);
        var lines = shown.TrimEnd().Split('\n');
        Assert.StartsWith("order 2  processing for 10 min, deadline 9 min ago", lines[0], StringComparison.Ordinal);
        Assert.Equal("  1 hold credit     payment  done        50 of user 7 (30 left)", lines[1]);
        Assert.StartsWith("  2 take stock      stock    WAITING", lines[2], StringComparison.Ordinal);
        Assert.Equal("  3 capture credit  payment  not yet", lines[3]);
        Assert.Equal("    undo: void credit        not needed so far", lines[4]);
    }

    [Fact]
    public async Task Show_prints_the_same_as_json()
    {
        await FillAsync();
        var (_, shown) = await RunAsync("show", "3", "--json", "--follow");
        using var json = JsonDocument.Parse(shown);
        var root = json.RootElement;
        Assert.Equal("3", root.GetProperty("order_id").GetString());
        Assert.Equal("paid", root.GetProperty("status").GetString());
        Assert.Equal(
            """[{"item_id":"1","quantity":5,"cost":50}]""", root.GetProperty("lines").GetRawText());
        Assert.Empty(root.GetProperty("silent").EnumerateArray());
        Assert.False(root.GetProperty("is_open").GetBoolean());
        Assert.Equal(
            ["done", "done", "done", "not-needed", "not-needed"],
            root.GetProperty("checkout").EnumerateArray().Concat(root.GetProperty("cancel").EnumerateArray())
                .Select(step => step.GetProperty("state").GetString()));
        Assert.Equal("not-needed", root.GetProperty("checkout")[0].GetProperty("undo_state").GetString());
        Assert.False(root.GetProperty("checkout")[1].TryGetProperty("undo_state", out _));
    }

    [Theory]
    [InlineData("2 3 orders", "list")]
    [InlineData("2 1 order", "list", "--stuck")]
    [InlineData("- No order", "list", "--stuck", "--older-than", "3600")]
    [InlineData("2 3 orders, the first 1 shown.", "list", "--limit", "1")]
    [InlineData("3 1 order", "list", "--state", "paid")]
    [InlineData("2 3 orders", "list", "--state", "processing")]
    [InlineData("2 3 orders, the first 1 shown.", "list", "--state", "processing", "--limit", "1")]
    [InlineData("- No order", "list", "--state", "paid", "--stuck")]
    [InlineData("- No order", "list", "--state", "failed")]
    public async Task List_selects_and_begins_with_the_oldest(string expected, params string[] words)
    {
        await FillAsync();
        var (status, listed) = await RunAsync(words);
        Assert.Equal(0, status);
        var lines = listed.TrimEnd().Split('\n');
        var (first, rest) = (expected.Split(' ')[0], expected[(expected.IndexOf(' ') + 1)..]);
        if (first != "-")
        {
            Assert.Equal(first, lines[0].Split(' ')[0]);
        }

        Assert.StartsWith(rest, lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_that_is_not_there_and_a_word_that_is_no_number_are_refused()
    {
        await FillAsync();
        Assert.Equal(1, (await RunAsync("show", "99")).Status);
        Assert.Equal(2, (await RunAsync("show", "ninety")).Status);
        Assert.Equal(2, (await RunAsync("list", "--state", "lost")).Status);
        Assert.Equal(2, (await RunAsync("list", "--limit", "0")).Status);
    }

    [Theory]
    [InlineData(1, "unknown-order", "There is no order 99.", "show", "99")]
    [InlineData(2, null, "ORDER must be the number of an order, not 'ninety'.", "show", "ninety")]
    [InlineData(2, null, "ORDER must be the number of an order, not '-1'.", "show", "--", "-1")]
    [InlineData(1, "unreadable-row", "Row orders:4 cannot be read.", "show", "4")]
    public async Task With_json_the_reason_of_an_end_is_json(
        int expected, string? code, string detail, params string[] words)
    {
        await FillAsync();
        ShopFile.Change(_directory, "UPDATE orders SET status = 'nowhere' WHERE order_id = 4");
        var (status, shown, errors) = await RunWithErrorsAsync([words[0], "--json", .. words[1..]]);
        Assert.Equal((expected, ""), (status, shown));
        using var problem = JsonDocument.Parse(errors);
        Assert.Equal(detail, problem.RootElement.GetProperty("detail").GetString());
        Assert.Equal(code, problem.RootElement.TryGetProperty("code", out var given) ? given.GetString() : null);
    }

    [Fact]
    public async Task With_json_a_shop_that_is_not_there_is_named_in_json()
    {
        var (status, shown, errors) = await RunWithErrorsAsync("list", "--json");
        Assert.Equal((2, ""), (status, shown));
        using var problem = JsonDocument.Parse(errors);
        Assert.Equal(
            ("data-missing", 2),
            (problem.RootElement.GetProperty("code").GetString(),
                problem.RootElement.GetProperty("exit_status").GetInt32()));
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_hides_no_other()
    {
        await FillAsync();
        ShopFile.Change(_directory, "UPDATE orders SET status = 'nowhere' WHERE order_id = 4");
        var (status, listed) = await RunAsync("list");
        Assert.Equal(1, status);
        Assert.EndsWith("2 orders.\n", listed, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("show", "4")).Status);
        Assert.Equal(0, (await RunAsync("show", "2")).Status);
    }

    // The shop goes on between two looks.
    [Fact]
    public async Task Follow_prints_each_change_until_the_saga_has_ended()
    {
        await FillAsync();
        var following = RunAsync("show", "4", "--follow");
        ShopFile.Change(
            _directory, "UPDATE orders SET status = 'failed', reason = 'timeout', due = NULL WHERE order_id = 4");
        var (status, shown) = await following
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(0, status);
        Assert.StartsWith("order 4  processing", shown, StringComparison.Ordinal);
        Assert.Contains("order 4  failed", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_makes_an_order_due_and_leaves_an_audit_line()
    {
        await FillAsync();
        ShopFile.Change(_directory, $"UPDATE orders SET due = {Now + 50_000} WHERE order_id = 2");
        var before = Now;
        var (status, printed, errors) = await RunWithErrorsAsync("push", "2", "--reason", " it\u001b waits ");
        Assert.Equal(0, status);
        Assert.StartsWith("Order 2 is pushed", printed, StringComparison.Ordinal);
        using var shown = JsonDocument.Parse((await RunAsync("show", "2", "--json")).Output);
        Assert.InRange(shown.RootElement.GetProperty("next_look").GetInt64(), before, Now);

        using var audit = JsonDocument.Parse(errors);
        Assert.Equal("Cartwright.Audit", audit.RootElement.GetProperty("Category").GetString());
        var state = audit.RootElement.GetProperty("State");
        Assert.Equal("saga push", state.GetProperty("Action").GetString());
        Assert.Equal("2", state.GetProperty("Ids").GetString());
        Assert.Equal("it\\u001b waits", state.GetProperty("Reason").GetString());
        Assert.Equal(Environment.UserName, state.GetProperty("Operator").GetString());
        Assert.Equal(1, state.GetProperty("Changed").GetInt32());
    }

    [Theory]
    [InlineData(1, "There is no order 99.", "push", "99", "--reason", "x")]
    [InlineData(1, "Order 3 is paid, and has nothing in flight.", "push", "3", "--reason", "x")]
    [InlineData(1, "Order 1 is open, and has nothing in flight.", "push", "1", "--reason", "x")]
    [InlineData(2, "--reason has an empty value.", "push", "2", "--reason", "  ")]
    [InlineData(2, "'--reason' is required", "push", "2")]
    public async Task A_push_without_effect_is_refused(int expected, string error, params string[] words)
    {
        await FillAsync();
        var (status, _, errors) = await RunWithErrorsAsync(words);
        Assert.Equal(expected, status);
        Assert.Contains(error, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_has_two_hundred_characters_at_most()
    {
        await FillAsync();
        Assert.Equal(0, (await RunAsync("push", "2", "--reason", new string('x', 200))).Status);
        Assert.Equal(2, (await RunAsync("push", "2", "--reason", new string('x', 201))).Status);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task<(int Status, string Output)> RunAsync(params string[] words)
    {
        var root = new RootCommand { SagaCommand.CreateCommand() };
        return await Captured.RunAsync(
            () => CommandLineRun.InvokeAsync(root, ["saga", .. words, "--data", _directory]));
    }

    private async Task<(int Status, string Output, string Errors)> RunWithErrorsAsync(params string[] words)
    {
        var root = new RootCommand { SagaCommand.CreateCommand() };
        return await Captured.RunWithErrorsAsync(
            () => CommandLineRun.InvokeAsync(root, ["saga", words[0], "--data", _directory, .. words[1..]]));
    }

    // Order 2 is stuck with its hold, 3 is paid, 4 and 0 were just checked out. 0 is the first by number and due.
    private async Task FillAsync()
    {
        var hold = new Hold(new AttemptId(102), new OrderId(2), 50, 0, Now);
        await ShopFile.StoreAsync(
            _directory,
            (Order.KeyOf(new OrderId(1)), new Order { User = new UserId(7) }),
            (Order.KeyOf(new OrderId(2)), Processing(102, Now - 600_000)),
            (Order.KeyOf(new OrderId(3)), Processing(103, 1) with { Status = OrderStatus.Paid, Due = null }),
            (Order.KeyOf(new OrderId(4)), Processing(104, Now)),
            (Order.KeyOf(new OrderId(0)), Processing(105, Now) with { Due = 1 }),
            (Reservation.KeyOf(new AttemptId(103)), new Reservation
            {
                Order = new OrderId(3), Status = ReservationStatus.Taken, Lines = [new TakenLine(new ItemId(1), 5, 0)],
            }),
            (Account.KeyOf(new UserId(7)), new Account { Credit = 30, Held = 50, Funded = 80, Holds = [hold] }),
            (Payment.KeyOf(new AttemptId(103)), new Payment
            {
                Order = new OrderId(3), User = new UserId(7), Amount = 50, Status = PaymentStatus.Captured,
            }));
    }

    private static Order Processing(long attempt, long since) => new()
    {
        User = new UserId(7),
        Lines = [new Line(new ItemId(1), 5, 50)],
        Total = 50,
        Status = OrderStatus.Processing,
        Attempt = new AttemptId(attempt),
        Deadline = since + 30_000,
        Due = Now,
        UpdatedAt = since,
    };
}
