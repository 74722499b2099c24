using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;
using Microsoft.Data.Sqlite;
using Limits = Cartwright.Domain.Limits;

namespace Cartwright.Http.Tests.Api;

/// <summary>
/// A node that never learns how a checkout ended: the order service alone, beside a log that delivers nothing.
/// </summary>
public sealed class UndecidedTests : IAsyncLifetime
{
    private LocalShop _node = null!;

    public async ValueTask InitializeAsync()
    {
        _node = await LocalShop.StartAsync(LocalShop.Plan.OrdersAlone with
        {
            Engine = options => options with { PatienceMs = 2_000 },
        });

        // SQLite has one writer, so the first block of numbers must be drawn before the batch under test.
        Assert.Equal(200, (await _node.Call.PostAsync("/orders/create/1")).Status);
        Assert.Equal(200, (await _node.Call.PostAsync("/orders/batch_init/3/2/1/10")).Status);
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task A_wait_that_ends_before_the_outcome_is_202()
    {
        var reply = await _node.Call.CheckOutAsync("0", ("Prefer", "wait=1"));

        MustBeAccepted(reply, "0", "processing");
    }

    [Fact]
    public async Task A_cancel_whose_wait_ends_before_its_end_is_202()
    {
        await using (var file = new SqliteConnection($"Data Source={_node.Folder}/cartwright.db;Pooling=False"))
        {
            await file.OpenAsync(TestContext.Current.CancellationToken);
            await using var paid = file.CreateCommand();
            paid.CommandText =
                "UPDATE orders SET status = 'paid', attempt_id = 7, version = version + 1 WHERE order_id = 0";
            Assert.Equal(1, await paid.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        var reply = await _node.Call.PostAsync("/orders/cancel/0", ("Prefer", "wait=1"));

        MustBeAccepted(reply, "0", "cancelling");
        Assert.False((await _node.Call.GetAsync("/orders/find/0")).Json.GetProperty("paid").GetBoolean());
    }

    [Fact]
    public async Task At_once_it_is_200_and_a_repeat_joins_the_attempt()
    {
        var first = await _node.Call.CheckOutAsync("1");
        var second = await _node.Call.CheckOutAsync("1");

        Assert.Equal((200, "processing"), (first.Status, first.Text("status")));
        Assert.Equal((200, first.Body), (second.Status, second.Body));
        Assert.Null(first.Header("Location"));
        Assert.Null(first.Header("Retry-After"));
    }

    [Fact]
    public async Task While_it_is_checked_out_an_order_is_not_made_anew()
    {
        await _node.Call.CheckOutAsync("2");

        var reply = await _node.Call.PostAsync("/orders/batch_init/3/2/1/10");

        Assert.Null(reply.MustBeProblem(409, "order-processing").Header("Retry-After"));
    }

    // The order in progress lies in the last part; the parts before it must not be re-created either.
    [Fact]
    public async Task While_one_order_is_checked_out_none_of_a_batch_is_made_anew()
    {
        const int orders = Limits.InitRowsMax + 1;
        Assert.Equal(200, (await _node.Call.PostAsync($"/orders/batch_init/{orders}/2/1/10")).Status);
        await _node.Call.CheckOutAsync($"{orders - 1}");

        var reply = await _node.Call.PostAsync($"/orders/batch_init/{orders}/2/1/11");

        reply.MustBeProblem(409, "order-processing");
        Assert.Equal(20, (await _node.Call.GetAsync("/orders/find/0")).Json.GetProperty("total_cost").GetInt64());
    }

    [Fact]
    public async Task A_price_that_nobody_tells_is_503()
    {
        var reply = await _node.Call.PostAsync("/orders/addItem/2/1/1");

        Assert.Equal("1", reply.MustBeProblem(503, "stock-unavailable").Header("Retry-After"));
    }

    private static void MustBeAccepted(Reply reply, string order, string status)
    {
        Assert.True(reply.Status == 202, $"{reply.Status} {reply.Body}");
        Assert.Equal(status, reply.Text("status"));
        Assert.Equal("application/json", reply.ContentType);
        Assert.Equal($"/orders/find/{order}", reply.Header("Location"));
        Assert.Equal(("1", "wait=1"), (reply.Header("Retry-After"), reply.Header("Preference-Applied")));
    }
}
