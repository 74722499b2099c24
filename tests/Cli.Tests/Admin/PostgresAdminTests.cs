using Cartwright.Admin.Local;
using Cartwright.Admin.Parked;
using Cartwright.Admin.Sagas;
using Cartwright.Cli.Tests.Postgres;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Cartwright.Shop;

namespace Cartwright.Cli.Tests.Admin;

/// <summary>The reads of an admin address on the databases of a real PostgreSQL server.</summary>
public sealed class PostgresAdminTests(ServicesServer server) : IClassFixture<ServicesServer>
{
    private static readonly Order Running = new()
    {
        User = new UserId(7),
        Lines = [new Line(new ItemId(10), 2, 60)],
        Total = 60,
        Status = OrderStatus.Processing,
        Attempt = new AttemptId(100),
        Deadline = 40_000,
        Due = 20_000,
        UpdatedAt = 10_000,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sagas_are_listed_from_the_orders_and_shown_from_all()
    {
        await FillAsync();
        using var views = new LocalViews(ShopServices.Roles.ToDictionary(role => role, ViewOf));
        var sagas = new LocalSagas(views, new LocalCommands(new Dictionary<Role, ShopNode>()));
        var page = await sagas.ListAsync(new SagaQuery { Limit = 1, Item = 10 }, Cancellation);
        Assert.Equal("5", Assert.Single(page.Sagas).OrderId);
        page = await sagas.ListAsync(new SagaQuery { Limit = 1, Cursor = page.Cursor }, Cancellation);
        Assert.Equal("6", Assert.Single(page.Sagas).OrderId);
        Assert.Null(page.Cursor);

        var saga = await sagas.FindAsync(new OrderId(5), Cancellation);
        Assert.Equal(["done", "waiting", "not-yet"], saga!.Checkout.Select(step => step.State));
        Assert.Empty(saga.Silent);
        Assert.Null(await sagas.FindAsync(new OrderId(9), Cancellation));
    }

    [Fact]
    public async Task An_order_node_names_the_services_that_are_elsewhere()
    {
        await FillAsync();
        using var views = new LocalViews(
            new Dictionary<Role, Func<IDatabaseView>> { [Role.Order] = ViewOf(Role.Order) });
        var sagas = new LocalSagas(views, new LocalCommands(new Dictionary<Role, ShopNode>()));
        var saga = await sagas.FindAsync(new OrderId(5), Cancellation);
        Assert.Equal(["unknown", "unknown", "not-yet"], saga!.Checkout.Select(step => step.State));
        Assert.Equal(["stock", "payment"], saga.Silent);
    }

    [Fact]
    public async Task Parked_messages_and_rows_of_an_attempt_are_read_from_each_database()
    {
        await FillAsync();
        using var views = new LocalViews(ShopServices.Roles.ToDictionary(role => role, ViewOf));
        var found = await new LocalParkedReader(views).ReadParkedAsync(null, (_, _) => true, Cancellation);
        Assert.Equal(
            (Role.Stock, "take-stock.v1/100"), (found.Found.Single().Place, found.Found.Single().Message.Id));
        var detail = await new LocalParkedReader(views).FindParkedAsync("stock", "take-stock.v1/100", Cancellation);
        Assert.Equal("{}", detail!.Body);

        var rows = await new LocalAttempts(views).ReadRowsAsync(Running.AttemptOf(new OrderId(5)), Cancellation);
        Assert.Equal(
            ["order orders:5", "payment accounts:7"],
            rows.SelectMany(service => service.Rows.Select(row => $"{service.Service} {row.Table}:{row.Key}")).Order());
    }

    private Func<IDatabaseView> ViewOf(Role role) =>
        new PostgresAtRest(new PostgresOptions { ConnectionString = server.ConnectionOf(role) }, role).OpenView;

    private async Task FillAsync()
    {
        await server.PrepareAsync();
        await server.PutAsync(
            Role.Order,
            (Order.KeyOf(new OrderId(5)), Running),
            (Order.KeyOf(new OrderId(6)), Running with { Attempt = new AttemptId(101), UpdatedAt = 11_000 }));
        await server.PutAsync(Role.Payment, (Account.KeyOf(new UserId(7)), new Account
        {
            Credit = 40,
            Held = 60,
            Funded = 100,
            Holds = [new Hold(new AttemptId(100), new OrderId(5), 60, 0, 11_000)],
            Due = 20_000,
        }));
        await server.PutAsync(Role.Stock, (ParkedMessage.KeyOf("take-stock.v1/100"), new ParkedMessage(
            Role.Stock, "a test", "A bug.", "{}", IsBase64: false, At: 1_000, Due: null)));
    }
}
