using System.Text.Json;
using Cartwright.Admin;
using Cartwright.Admin.Nodes;
using Cartwright.Admin.Sagas;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Web.Admin;
using Cartwright.Web.Gateway;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Http.Tests.Admin;

/// <summary>A gateway's view of the shop, over HTTP to admin addresses of its nodes.</summary>
public sealed class JoinedShopTests
{
    private static readonly OperatorAction Why = new("a test", "the test");

    // Time stands still, so that a slow machine ends no wait.
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_node_is_shown_and_a_silent_one_by_its_address()
    {
        await using var order = await AdminDouble.StartAsync("order");
        await using var stock = await AdminDouble.StartAsync("stock");
        var gone = await AdminDouble.StartAsync("payment");
        var address = gone.Url;
        await gone.DisposeAsync();
        using var shop = Join(order.Url, stock.Url, address);

        var nodes = await shop.ReadNodesAsync(Stop);

        Assert.Equal(
            [("gateway", true), ("order", true), ("stock", true), (address, false)],
            nodes.Select(node => (node.Name, node.IsReady)));
        Assert.StartsWith($"The node at {address} does not answer", nodes[3].Trouble, StringComparison.Ordinal);
        Assert.Equal([null, order.Url, stock.Url, address], nodes.Select(node => node.AdminUrl));
    }

    [Fact]
    public async Task A_node_that_goes_keeps_its_name_and_its_service_is_silent()
    {
        await using var order = await AdminDouble.StartAsync("order");
        await using var stock = await AdminDouble.StartAsync("stock");
        var payment = await AdminDouble.StartAsync("payment");
        using var shop = Join(order.Url, stock.Url, payment.Url);
        Assert.Equal([], (await shop.ReadNodesAsync(Stop))[0].Silent);

        await payment.DisposeAsync();
        var nodes = await shop.ReadNodesAsync(Stop);

        Assert.Equal(["payment"], nodes[0].Silent);
        Assert.Equal(("payment", false), (nodes[3].Name, nodes[3].IsReady));
        Assert.Equal(["payment"], nodes[3].Roles);
    }

    [Fact]
    public async Task A_frozen_node_does_not_hold_up_the_others()
    {
        await using var order = await AdminDouble.StartAsync("order");
        await using var stock = await AdminDouble.StartAsync("stock");
        order.Answer = _ => (200, new SagaPage(1, [], null, []));
        using var shop = Join(TimeProvider.System, order.Url, stock.Url);
        await shop.ReadNodesAsync(Stop);
        stock.IsFrozen = true;

        var reading = shop.ReadNodesAsync(Stop);
        await shop.Sagas.ListAsync(new SagaQuery(), Stop);
        Assert.False(reading.IsCompleted);

        Assert.Equal([true, true, false], (await reading).Select(node => node.IsReady));
    }

    [Fact]
    public async Task A_list_is_asked_of_an_order_node_with_every_condition()
    {
        await using var stock = await AdminDouble.StartAsync("stock");
        await using var order = await AdminDouble.StartAsync("order");
        var page = new SagaPage(7, [Summary], "next", ["orders:3"]);
        order.Answer = _ => (200, page);
        using var shop = Join(stock.Url, order.Url);

        var listed = await shop.Sagas.ListAsync(
            new SagaQuery
            {
                Status = OrderStatus.Paid, OlderThanMs = 1_500, User = 8, Item = 9, Limit = 3, Cursor = "1.2&x=3",
            },
            Stop);

        Assert.Equal(
            JsonSerializer.Serialize(page, AdminJson.Options), JsonSerializer.Serialize(listed, AdminJson.Options));
        Assert.Equal(
            ["GET sagas?state=paid&older_than=2&user=8&item=9&limit=3&cursor=1.2%26x%3D3"], order.Requests);
        Assert.Empty(stock.Requests);
    }

    [Fact]
    public async Task A_node_that_does_not_answer_a_read_is_passed_over()
    {
        await using var one = await AdminDouble.StartAsync("order");
        await using var other = await AdminDouble.StartAsync("order");
        one.Answer = _ => null;
        other.Answer = _ => (200, new SagaPage(7, [], null, []));
        using var shop = Join(one.Url, other.Url);

        for (var turn = 0; turn < 4; turn++)
        {
            Assert.Equal(7, (await shop.Sagas.ListAsync(new SagaQuery(), Stop)).Now);
        }

        Assert.Equal(4, other.Requests.Count);
    }

    [Fact]
    public async Task Without_the_order_service_there_is_a_fault()
    {
        await using var order = await AdminDouble.StartAsync("order");
        order.Answer = _ => (503, Problem("database-unavailable"));
        using var shop = Join(order.Url);

        var fault = await Assert.ThrowsAsync<AdminFault>(() => shop.Sagas.ListAsync(new SagaQuery(), Stop));

        Assert.Equal("No node of the order service answers.", fault.Message);
    }

    [Fact]
    public async Task A_malformed_query_is_the_nodes_own_rejection()
    {
        await using var order = await AdminDouble.StartAsync("order");
        order.Answer = _ => (400, Problem("malformed-query"));
        using var shop = Join(order.Url);

        var fault = await Assert.ThrowsAsync<QueryFault>(() => shop.Sagas.ListAsync(new SagaQuery(), Stop));

        Assert.Equal("the detail", fault.Message);
    }

    [Fact]
    public async Task An_order_that_no_order_node_knows_is_none()
    {
        await using var order = await AdminDouble.StartAsync("order");
        order.Answer = _ => (404, Problem("unknown-order"));
        using var shop = Join(order.Url);
        Assert.Null(await shop.Sagas.FindAsync(new OrderId(5), Stop));
    }

    // A node of an earlier version.
    [Fact]
    public async Task A_node_without_the_path_does_not_answer()
    {
        await using var order = await AdminDouble.StartAsync("order");
        order.Answer = _ => (404, Problem("no-such-path"));
        using var shop = Join(order.Url);
        await Assert.ThrowsAsync<AdminFault>(() => shop.Sagas.FindAsync(new OrderId(5), Stop));
    }

    [Fact]
    public async Task A_node_that_comes_back_is_asked_again()
    {
        var gone = await AdminDouble.StartAsync("order");
        var address = gone.Url;
        await gone.DisposeAsync();
        using var shop = Join(address);
        await Assert.ThrowsAsync<AdminFault>(() => shop.Sagas.ListAsync(new SagaQuery(), Stop));

        await using var back = await AdminDouble.StartAtAsync(address, "order");
        back.Answer = _ => (200, new SagaPage(7, [], null, []));
        _clock.Advance(TimeSpan.FromMilliseconds(600));

        Assert.Equal(7, (await shop.Sagas.ListAsync(new SagaQuery(), Stop)).Now);
    }

    [Fact]
    public async Task A_push_goes_to_one_order_node()
    {
        await using var order = await AdminDouble.StartAsync("order");
        order.Answer = _ => (200, new ActionOutcome(1, []));
        using var shop = Join(order.Url);

        var outcome = await shop.Sagas.PushAsync(new OrderId(5), Why, Stop);

        Assert.NotNull(outcome);
        Assert.Equal((1, 0, null), (outcome.Changed, outcome.Silent.Count, outcome.Unknown));
        Assert.Equal(["""POST sagas/5/push {"reason":"a test"}"""], order.Requests);
    }

    [Fact]
    public async Task A_push_of_an_order_that_does_not_exist_is_asked_once()
    {
        await using var one = await AdminDouble.StartAsync("order");
        await using var other = await AdminDouble.StartAsync("order");
        one.Answer = other.Answer = _ => (404, Problem("unknown-order"));
        using var shop = Join(one.Url, other.Url);

        Assert.Null(await shop.Sagas.PushAsync(new OrderId(5), Why, Stop));
        Assert.Single(one.Requests.Concat(other.Requests));
    }

    // It has read the action, and the connection ends before an answer: it may have done it.
    [Fact]
    public async Task An_action_with_an_unknown_outcome_is_not_repeated()
    {
        await using var one = await AdminDouble.StartAsync("order");
        await using var other = await AdminDouble.StartAsync("order");
        one.Answer = other.Answer = _ => null;
        using var shop = Join(one.Url, other.Url);
        await shop.ReadNodesAsync(Stop);

        var fault = await Assert.ThrowsAsync<AdminFault>(() => shop.Sagas.PushAsync(new OrderId(5), Why, Stop));

        Assert.True(fault.IsOutcomeUnknown);
        Assert.Equal(1, one.Requests.Count + other.Requests.Count);
    }

    [Theory]
    [InlineData("overloaded", 429)]
    [InlineData("database-unavailable", 503)]
    [InlineData("shutting-down", 503)]
    public async Task An_action_that_a_node_has_not_begun_is_for_another_one(string code, int status)
    {
        await using var one = await AdminDouble.StartAsync("order");
        await using var other = await AdminDouble.StartAsync("order");
        one.Answer = other.Answer = request =>
            one.Requests.Count + other.Requests.Count == 1 ? (status, Problem(code)) : (200, new ActionOutcome(1, []));
        using var shop = Join(one.Url, other.Url);

        var outcome = await shop.Sagas.PushAsync(new OrderId(5), Why, Stop);

        Assert.NotNull(outcome);
        Assert.Equal((1, null), (outcome.Changed, outcome.Unknown));
        Assert.Equal((1, 1), (one.Requests.Count, other.Requests.Count));
    }

    [Theory]
    [InlineData("outcome-unknown", 503)]
    [InlineData("internal-error", 500)]
    public async Task A_node_that_does_not_know_the_outcome_is_the_last_one(string code, int status)
    {
        await using var one = await AdminDouble.StartAsync("order");
        await using var other = await AdminDouble.StartAsync("order");
        one.Answer = other.Answer = _ => (status, Problem(code));
        using var shop = Join(one.Url, other.Url);

        var fault = await Assert.ThrowsAsync<AdminFault>(() => shop.Sagas.PushAsync(new OrderId(5), Why, Stop));

        Assert.True(fault.IsOutcomeUnknown);
        Assert.Equal(1, one.Requests.Count + other.Requests.Count);
    }

    [Fact]
    public async Task An_action_that_no_node_has_received_is_a_fault()
    {
        var gone = await AdminDouble.StartAsync("order");
        using var shop = Join(gone.Url);
        await shop.ReadNodesAsync(Stop);
        await gone.DisposeAsync();

        var fault = await Assert.ThrowsAsync<AdminFault>(() => shop.Sagas.PushAsync(new OrderId(5), Why, Stop));

        Assert.Equal(
            ("No node of order answers. Nothing was changed.", false), (fault.Message, fault.IsOutcomeUnknown));
    }

    [Fact]
    public async Task Contention_is_the_sum_of_all_nodes()
    {
        await using var one = await AdminDouble.StartAsync("stock");
        await using var other = await AdminDouble.StartAsync("stock");
        await using var order = await AdminDouble.StartAsync("order");
        var account = new BusyAccount("1", 2, 3, 4, ["5"], 6);
        one.Answer = _ => (200, new ContentionReport([new("7", 1.5, 10), new("8", 2, 20)], [account], []));
        other.Answer = _ => (200, new ContentionReport([new("7", 1, null), new("9", 0.5, 30)], [account], []));
        order.Answer = _ => (200, new ContentionReport([], [], []));
        using var shop = Join(one.Url, other.Url, order.Url);

        var report = await shop.ReadContentionAsync(Stop);

        Assert.Equal([new("7", 2.5, 10), new("8", 2, 20), new HotItem("9", 0.5, 30)], report.Items);
        Assert.Equal(["1"], report.Accounts.Select(busy => busy.UserId));
        Assert.Equal(["payment"], report.Silent);
    }

    private static SagaSummary Summary => new()
    {
        OrderId = "1", Status = "paid", UserId = "8", Amount = 2, Lines = [new("9", 1, 2)], UpdatedAt = 3,
    };

    private static object Problem(string code) => new { code, detail = "the detail" };

    private JoinedShopAdmin Join(params string[] nodes) => Join(_clock, nodes);

    private static JoinedShopAdmin Join(TimeProvider clock, params string[] nodes) => new(
        nodes,
        NodeCredentials.None,
        () => new NodeReport { Name = "gateway", IsReady = true },
        NullLoggerFactory.Instance,
        clock);
}
