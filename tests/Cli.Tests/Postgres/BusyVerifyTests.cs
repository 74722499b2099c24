using Cartwright.Cli.Tests.Verify;
using Cartwright.Cli.Verify;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Cli.Tests.Postgres;

/// <summary>The audit of three databases: with a mistake, in use, and with a stuck attempt.</summary>
[Trait("Kind", "Long")]
public sealed class BusyVerifyTests(ServicesServer server) : IClassFixture<ServicesServer>, IAsyncDisposable
{
    private const long Ever = long.MaxValue / 2;
    private const int AuditsMin = 8;
    private const int AuditsMax = 2_000;
    private const int Clients = 4;
    private const int SoldMin = 10;
    private static readonly OrderId Stuck = new(20_000_001);

    private readonly List<IAsyncDisposable> _open = [];

    public static TheoryData<string, string> Wrong => WrongShops.All;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Dictionary<Role, string> Databases =>
        ShopServices.Roles.ToDictionary(role => role, server.ConnectionOf);

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_state_is_named(string wrong, string finding)
    {
        await FillAsync(wrong);
        var report = await AuditAsync(Ever);
        Assert.Contains(report.Errors, found => found.Contains(finding, StringComparison.Ordinal));
    }

    // Two earlier audits failed this test. One waited for a moment without work in progress, and never ended. The other
    // believed each finding at once, and reported attempts that moved between its two snapshots.
    [Fact]
    public async Task A_shop_in_use_with_a_stuck_order_gets_its_verdict()
    {
        await FillAsync("nothing");
        var old = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await server.ExecuteAsync(
            Role.Order,
            "UPDATE orders SET status = 'processing', attempt_id = 20000099, deadline = 1, updated_at = 1, "
            + $"due = {old + 100_000} WHERE order_id = {Stuck.Value}");
        await server.ExecuteAsync(Role.Stock, "DELETE FROM reservations; UPDATE items SET stock = 9, taken = 0");
        await server.ExecuteAsync(Role.Payment, "DELETE FROM payments; UPDATE accounts SET credit = 90, captured = 0");

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var engines = await StartAsync();
        var sold = new int[Clients];
        var clients = Enumerable.Range(0, Clients);
        var load = clients.Select(client => SellAsync(engines, client, sold, ending.Token)).ToList();
        for (var audit = 0; audit < AuditsMin || Array.Exists(sold, count => count < SoldMin); audit++)
        {
            Assert.True(audit < AuditsMax, $"The clients sold {string.Join(", ", sold)}.");
            var report = await AuditAsync(olderThanMs: 30_000);
            Assert.Equal("", string.Join(Environment.NewLine, report.Errors));
            Assert.Contains(
                report.Unfinished,
                found => found.StartsWith($"order {Stuck} has been processing for too long", StringComparison.Ordinal));
        }

        await ending.CancelAsync();
        await Task.WhenAll(load);
    }

    [Fact]
    public async Task A_mistake_is_found_while_the_shop_is_in_use()
    {
        await FillAsync("two attempts");
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var load = SellAsync(await StartAsync(), client: 0, new int[Clients], ending.Token);
        var report = await AuditAsync(Ever);
        await ending.CancelAsync();
        await load;
        Assert.Contains("attempt 20000005 of order 20000001", Assert.Single(report.Errors), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var open in Enumerable.Reverse(_open))
        {
            await open.DisposeAsync();
        }
    }

    private Task<VerifyReport> AuditAsync(long olderThanMs) =>
        Auditor.AuditServicesAsync(Databases, TimeSpan.FromSeconds(20), olderThanMs, Stop);

    private async Task FillAsync(string wrong)
    {
        await server.PrepareAsync();
        foreach (var rows in WrongShops.RowsOf(wrong).GroupBy(row => row.Role))
        {
            await server.PutAsync(rows.Key, rows.Select(row => (row.Key, row.State)));
        }

        foreach (var role in ShopServices.Roles)
        {
            await server.ExecuteAsync(role, $"UPDATE id_block SET next = {WrongShops.NextIdOf(wrong)}");
        }
    }

    private async Task<Dictionary<Role, ShopNode>> StartAsync()
    {
        var log = new LoopLog();
        var engines = new Dictionary<Role, ShopNode>();
        foreach (var role in ShopServices.Roles)
        {
            var store = await server.OpenAsync(role);
            _open.Add(store);
            engines[role] = new ShopNode(
                [ServicesServer.ServiceOf(role)],
                store,
                store.Ids,
                log,
                new NodeOptions { DecidesLocally = false, Receivers = ShopServices.Roles },
                TimeProvider.System,
                NullLogger.Instance);
            _open.Add(engines[role]);
            await engines[role].Engine.StartAsync(Stop);
        }

        return engines;
    }

    // One client: it orders, checks out without waiting, and cancels paid orders.
    private static async Task SellAsync(
        Dictionary<Role, ShopNode> engines, int client, int[] sold, CancellationToken ending)
    {
        var item = new ItemId(40_000_000 + client);
        var user = new UserId(40_000_000 + client);
        await engines[Role.Stock].Engine.AskAsync(new CreateItem(item, 1), "");
        await engines[Role.Stock].Engine.AskAsync(new AddStock(item, 1_000_000), "");
        await engines[Role.Payment].Engine.AskAsync(new CreateUser(user), "");
        await engines[Role.Payment].Engine.AskAsync(new AddFunds(user, 1_000_000), "");
        for (; !ending.IsCancellationRequested; Interlocked.Increment(ref sold[client]))
        {
            var orders = engines[Role.Order];
            var order = new OrderId(await orders.Engine.NextIdAsync(Stop));
            var attempt = new AttemptId(await orders.Engine.NextIdAsync(Stop));
            var deadline = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() + 30_000;
            await orders.Engine.AskAsync(new CreateOrder(order, user), "");
            await orders.Engine.AskAsync(new AddLine(order, item, 1, 1), "");
            await orders.Engine.AskAsync(new CheckOutOrder(order, attempt, deadline, orders.ReplyPartition()), "");
            await orders.Engine.AskAsync(new CancelOrder(order, orders.ReplyPartition()), "");
        }
    }
}
