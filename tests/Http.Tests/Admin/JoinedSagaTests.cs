using System.Collections.Immutable;
using System.Text.Json;
using Cartwright.Admin;
using Cartwright.Admin.Nodes;
using Cartwright.Admin.Sagas;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Views;
using Cartwright.Kernel;
using Cartwright.Web.Admin;
using Cartwright.Web.Gateway;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Http.Tests.Admin;

/// <summary>One saga of the rows that a node of each service gives over HTTP.</summary>
public sealed class JoinedSagaTests : IAsyncLifetime
{
    private static readonly OrderId Id = new(5);
    private static readonly AttemptId Attempt = new(100);
    private static readonly UserId User = new(7);

    private static readonly Order Running = new()
    {
        User = User,
        Lines = [new Line(new ItemId(10), 2, 60)],
        Total = 60,
        Status = OrderStatus.Processing,
        Attempt = Attempt,
        Deadline = 30_000,
        Due = 3_000,
        Looks = 1,
        UpdatedAt = 1_000,
    };

    private static readonly Account Holding = new()
    {
        Credit = 40,
        Held = 60,
        Holds = [new Hold(Attempt, Id, 60, ReplyTo: 0, Since: 1_100)],
    };

    private AdminDouble _order = null!;
    private AdminDouble _stock = null!;
    private AdminDouble _payment = null!;
    private JoinedShopAdmin _shop = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _order = await AdminDouble.StartAsync("order");
        _stock = await AdminDouble.StartAsync("stock");
        _payment = await AdminDouble.StartAsync("payment");
        _shop = new JoinedShopAdmin(
            [_order.Url, _stock.Url, _payment.Url],
            NodeCredentials.None,
            () => new NodeReport { Name = "gateway", IsReady = true },
            NullLoggerFactory.Instance,
            new FakeTimeProvider());
        Give(Running);
        _payment.Answer = _ => Rows("payment", (Account.KeyOf(User), Holding));
        _stock.Answer = _ => Rows("stock");
    }

    [Fact]
    public async Task The_rows_of_all_services_make_one_view()
    {
        var saga = await _shop.Sagas.FindAsync(Id, Stop);

        Assert.Equal(["hold credit done", "take stock waiting", "capture credit not-yet"], StepsOf(saga));
        Assert.Empty(saga!.Silent);
        Assert.Equal((2_000, true, 40), (saga.Now, saga.IsOpen, saga.Checkout[0].CreditLeft));
        Assert.All(
            [_stock, _payment],
            node => Assert.Equal(["GET attempts/100?order=5&user=7&amount=60"], node.Requests));
    }

    [Fact]
    public async Task A_silent_service_is_named_and_the_decision_is_waited_for()
    {
        await _stock.DisposeAsync();
        var saga = await _shop.Sagas.FindAsync(Id, Stop);
        Assert.Equal(["hold credit done", "take stock waiting", "capture credit not-yet"], StepsOf(saga));
        Assert.Equal(["stock"], saga!.Silent);
    }

    [Fact]
    public async Task The_steps_of_a_silent_service_are_unknown()
    {
        await _payment.DisposeAsync();
        var saga = await _shop.Sagas.FindAsync(Id, Stop);
        Assert.Equal(["hold credit unknown", "take stock unknown", "capture credit not-yet"], StepsOf(saga));
        Assert.Equal(["payment"], saga!.Silent);
    }

    // As if the step had not begun: it would look as if nothing were held.
    [Theory]
    [InlineData("""[{"service":"payment","rows":[],"unreadable":["accounts:7"]}]""")]
    [InlineData("""[{"service":"payment","rows":[{"table":"vouchers","key":"7","values":{}}],"unreadable":[]}]""")]
    [InlineData("""[{"service":"payment","rows":[{"table":"accounts","key":"7","values":{}}],"unreadable":[]}]""")]
    [InlineData("""[{"service":"stock","rows":[],"unreadable":[]}]""")]
    [InlineData("""{"service":"payment"}""")]
    public async Task Rows_that_cannot_be_read_are_no_answer(string json)
    {
        _payment.Answer = _ => (200, JsonDocument.Parse(json).RootElement);
        var saga = await _shop.Sagas.FindAsync(Id, Stop);
        Assert.Equal("hold credit unknown", StepsOf(saga)[0]);
        Assert.Equal(["payment"], saga!.Silent);
    }

    [Fact]
    public async Task An_order_without_an_attempt_is_asked_of_its_own_service_alone()
    {
        Give(Running with { Status = OrderStatus.Open, Attempt = null, Deadline = null, Due = null });
        var saga = await _shop.Sagas.FindAsync(Id, Stop);
        Assert.Equal("open", saga!.Status);
        Assert.Empty(saga.Silent);
        Assert.Empty(_stock.Requests.Concat(_payment.Requests));
    }

    // It failed and was checked out again between two requests: the rows of one attempt are not those of the other.
    [Fact]
    public async Task An_order_with_another_attempt_by_now_is_read_again()
    {
        var next = Running with { Attempt = new AttemptId(101) };
        _order.Answer = request => request switch
        {
            "GET sagas/5" => (200, DetailOf(_order.Requests.Count == 1 ? Running : next)),
            _ => Rows("order", (Order.KeyOf(Id), next)),
        };
        var held = Holding with { Holds = [new Hold(new AttemptId(101), Id, 60, ReplyTo: 0, Since: 1_100)] };
        _payment.Answer = request => request.Contains("attempts/101", StringComparison.Ordinal)
            ? Rows("payment", (Account.KeyOf(User), held))
            : Rows("payment");

        var saga = await _shop.Sagas.FindAsync(Id, Stop);

        Assert.Equal("101", saga!.AttemptId);
        Assert.Equal(["hold credit done", "take stock waiting", "capture credit not-yet"], StepsOf(saga));
    }

    [Fact]
    public async Task Without_the_order_service_there_is_no_view()
    {
        _order.Answer = request => request == "GET sagas/5" ? (200, DetailOf(Running)) : null;
        var fault = await Assert.ThrowsAsync<AdminFault>(() => _shop.Sagas.FindAsync(Id, Stop));
        Assert.Equal("No node of the order service answers.", fault.Message);
    }

    public async ValueTask DisposeAsync()
    {
        _shop.Dispose();
        foreach (var node in (AdminDouble[])[_order, _stock, _payment])
        {
            await node.DisposeAsync();
        }
    }

    private void Give(Order order) => _order.Answer = request => request switch
    {
        "GET sagas/5" => (200, DetailOf(order)),
        _ => Rows("order", (Order.KeyOf(Id), order)),
    };

    // As an order node gives it: it has no rows of the others.
    private static SagaDetail DetailOf(Order order) => SagaReports.DetailOf(
        SagaView.Of(Id, order, new NoRows(), role => role == Role.Order, now: 2_000), [Role.Stock, Role.Payment]);

    private static (int, object)? Rows(string service, params (Key Key, object State)[] rows) => (200, new[]
    {
        new AttemptRows(service, [.. rows.Select(row => RowJson.RowOf(row.Key, row.State))], []),
    });

    private static ImmutableArray<string> StepsOf(SagaDetail? saga) =>
        [.. saga!.Checkout.Select(step => $"{step.Name} {step.State}")];

    private sealed class NoRows : IRows
    {
        public T? Find<T>(Key key)
            where T : class => null;
    }
}
