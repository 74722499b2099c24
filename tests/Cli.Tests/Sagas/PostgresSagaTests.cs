using System.CommandLine;
using Cartwright.Cli.Sagas;
using Cartwright.Cli.Tests.Postgres;
using Cartwright.CommandLine;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;
using Cartwright.Shop;
using Npgsql;

namespace Cartwright.Cli.Tests.Sagas;

/// <summary>The verb `saga` on the three databases of a real PostgreSQL server.</summary>
public sealed class PostgresSagaTests(ServicesServer server) : IClassFixture<ServicesServer>
{
    private static readonly AttemptId Attempt = new(100);
    private static readonly OrderId Id = new(5);
    private static readonly UserId User = new(7);

    [Fact]
    public async Task The_steps_come_from_three_databases_and_are_unknown_where_one_does_not_answer()
    {
        await FillAsync();
        Assert.Equal(
            ["  1 hold credit     payment  done        60 of user 7 (40 left)",
             "  2 take stock      stock    WAITING     take-stock.v1 is on its way, or its answer",
             "  3 capture credit  payment  not yet",
             "    undo: void credit        not needed so far"],
            await StepsAsync(server.Options));
        Assert.Equal(
            ["  1 hold credit     payment  unknown     the database of payment does not answer",
             "  2 take stock      stock    unknown     whether its command was sent is unknown",
             "  3 capture credit  payment  not yet",
             "    undo: void credit        unknown"],
            await StepsAsync(Lost(Role.Payment)));
        Assert.Equal(
            ["  1 hold credit     payment  done        60 of user 7 (40 left)",
             "  2 take stock      stock    WAITING     the database of stock does not answer",
             "  3 capture credit  payment  not yet",
             "    undo: void credit        not needed so far"],
            await StepsAsync(Lost(Role.Stock)));
        var (status, _) = await RunAsync(["saga", "show", "5", .. Lost(Role.Order)]);
        Assert.Equal(2, status);
    }

    [Fact]
    public async Task A_list_needs_the_orders_alone()
    {
        await FillAsync();
        var (status, listed) = await RunAsync(["saga", "list", "--stuck", "--older-than", "0", .. Lost(Role.Stock)]);
        Assert.Equal(0, status);
        Assert.EndsWith("1 order.\n", listed, StringComparison.Ordinal);
        Assert.StartsWith("5  ", listed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show", "5")]
    [InlineData("list")]
    [InlineData("list", "--json")]
    public async Task A_broker_that_does_not_answer_is_named_beside_the_answer(params string[] words)
    {
        await FillAsync();
        var root = new RootCommand { SagaCommand.CreateCommand() };
        var (status, shown, errors) = await Captured.RunWithErrorsAsync(() => CommandLineRun.InvokeAsync(
            root, ["saga", .. words, .. server.Options, "--kafka", "127.0.0.1:9"]));
        Assert.Equal((0, true), (status, shown.Length > 0));
        const string Detail = "Kafka does not answer; what waits in the inboxes is unknown.";
        Assert.Equal(words.Contains("--json") ? $"{{\"detail\":\"{Detail}\"}}\n" : $"{Detail}\n", errors);
    }

    [Fact]
    public async Task All_three_databases_have_to_be_named()
    {
        await FillAsync();
        Assert.Equal(2, (await RunAsync(["saga", "show", "5", .. server.Options.Take(4)])).Status);
    }

    private async Task FillAsync()
    {
        await server.PrepareAsync();
        await server.PutAsync(Role.Order, (Order.KeyOf(Id), new Order
        {
            User = User,
            Lines = [new Line(new ItemId(10), 2, 60)],
            Total = 60,
            Status = OrderStatus.Processing,
            Attempt = Attempt,
            Deadline = 40_000,
            Due = 20_000,
            UpdatedAt = 10_000,
        }));
        await server.PutAsync(Role.Stock, (Item.KeyOf(new ItemId(10)), new Item { Price = 30, Stock = 2, Added = 2 }));
        await server.PutAsync(Role.Payment, (Account.KeyOf(User), new Account
        {
            Credit = 40, Held = 60, Funded = 100, Holds = [new Hold(Attempt, Id, 60, 0, 11_000)], Due = 20_000,
        }));
    }

    private static async Task<IReadOnlyList<string>> StepsAsync(IEnumerable<string> options)
    {
        var (status, shown) = await RunAsync(["saga", "show", "5", .. options]);
        Assert.Equal(0, status);
        return [.. shown.TrimEnd().Split('\n').Skip(1)];
    }

    private static Task<(int Status, string Output)> RunAsync(IEnumerable<string> words) =>
        Captured.RunAsync(() => ServicesServer.RunAsync(words));

    // No server listens on port 9 of the loopback.
    private IReadOnlyList<string> Lost(Role lost) =>
    [
        .. ShopServices.Roles.SelectMany(role => (string[])
        [
            $"--postgres-{role.Name}",
            role == lost
                ? new NpgsqlConnectionStringBuilder(server.ConnectionOf(role)) { Port = 9 }.ConnectionString
                : server.ConnectionOf(role),
        ]),
    ];
}
