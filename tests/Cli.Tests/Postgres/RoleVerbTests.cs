using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Housekeeping;
using Cartwright.Kernel;
using Cartwright.Shop;
using Npgsql;

namespace Cartwright.Cli.Tests.Postgres;

/// <summary>The owner migrates and grants; other roles serve and read.</summary>
public sealed class RoleVerbTests(ServicesServer server) : IClassFixture<ServicesServer>
{
    private const string Reader = "auditor";

    private static readonly string[] Grants = ["--serve-role", "{service}_node", "--read-role", Reader];

    [Fact]
    public async Task Migrate_grants_a_role_of_each_service_and_a_reader_of_all()
    {
        await PrepareAsync();
        var (status, output) = await Captured.RunAsync(
            () => ServicesServer.RunAsync(["migrate", .. Grants, .. server.Options]));
        Assert.Equal(0, status);
        Assert.All(
            ShopServices.Roles,
            role => Assert.Contains(
                $"{role.Name}: {role.Name}_node may serve\n{role.Name}: {Reader} may read\n",
                output,
                StringComparison.Ordinal));

        // The role of one service cannot even connect to the database of another.
        var elsewhere = server.ConnectionOf("cartwright_payment", "order_node");
        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => ServicesServer.ExecuteAsync(elsewhere, "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task The_reader_audits_and_shows_and_changes_nothing()
    {
        await PrepareAsync();
        Assert.Equal(0, await ServicesServer.RunAsync(["migrate", .. Grants, .. server.Options]));
        await server.PutAsync(
            Role.Order,
            (Order.Table.KeyOf(7), new Order { User = new UserId(1) }),
            (ParkedMessage.KeyOf("void/7"), new ParkedMessage(Role.Order, "in", "e", "{}", false, 1, null)));
        var reader = server.OptionsAs(_ => Reader);
        Assert.Equal(0, await ServicesServer.RunAsync(["verify", "--wait", "0", .. reader]));
        Assert.Equal(0, await ServicesServer.RunAsync(["saga", "list", .. reader]));
        Assert.Equal(0, await ServicesServer.RunAsync(["parked", "list", .. reader]));
        Assert.Equal(0, await ServicesServer.RunAsync(["migrate", "--status", .. reader]));
        var (status, _, errors) = await Captured.RunWithErrorsAsync(
            () => ServicesServer.RunAsync(["parked", "drop", "void/7", .. reader]));
        Assert.NotEqual(0, status);
        Assert.Contains("[unfit-role]", errors, StringComparison.Ordinal);

        var node = server.OptionsAs(role => $"{role.Name}_node");
        Assert.Equal(0, await ServicesServer.RunAsync(["parked", "drop", "void/7", .. node]));
    }

    [Fact]
    public async Task A_missing_role_is_a_sentence_and_the_other_databases_are_done()
    {
        await PrepareAsync();
        await server.AdministerAsync("ALTER ROLE stock_node RENAME TO away");
        try
        {
            var (status, output, errors) = await Captured.RunWithErrorsAsync(
                () => ServicesServer.RunAsync(["migrate", .. Grants, .. server.Options]));
            Assert.Equal(1, status);
            Assert.Contains("stock: The server has no role stock_node", errors, StringComparison.Ordinal);
            Assert.Contains("[unfit-role]", errors, StringComparison.Ordinal);
            Assert.Contains("payment: payment_node may serve", output, StringComparison.Ordinal);
        }
        finally
        {
            await server.AdministerAsync("ALTER ROLE away RENAME TO stock_node");
        }
    }

    [Fact]
    public async Task To_look_and_to_grant_exclude_each_other() => Assert.Equal(
        2, await ServicesServer.RunAsync(["migrate", "--status", "--serve-role", "any", .. server.Options]));

    [Theory]
    [InlineData("migrate", "--status")]
    [InlineData("parked", "list")]
    public async Task A_verb_warns_of_a_password_that_others_could_read(params string[] verb)
    {
        string[] far = ["--postgres-order", "Host=192.0.2.1;Username=u;Database=d;Timeout=1"];
        var (_, _, errors) = await Captured.RunWithErrorsAsync(() => ServicesServer.RunAsync([.. verb, .. far]));
        Assert.Contains("--postgres-order: the connections to 192.0.2.1", errors, StringComparison.Ordinal);
        Assert.Contains("Set SSL Mode=VerifyFull.", errors, StringComparison.Ordinal);
    }

    private async Task PrepareAsync()
    {
        await server.PrepareAsync();
        foreach (var name in ShopServices.Roles.Select(role => $"{role.Name}_node").Append(Reader))
        {
            await server.AdministerAsync(
                $"DO $$ BEGIN CREATE ROLE {name} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        }
    }
}
