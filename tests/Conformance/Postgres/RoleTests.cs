using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Npgsql;

namespace Cartwright.Conformance.Postgres;

/// <summary>
/// Roles that do not own the tables: one that serves, with which the suites of the store run, and one that only reads.
/// </summary>
public sealed class RoleTests(OwnServer own) : IClassFixture<OwnServer>
{
    private const string Reader = "a \"reader\"; DROP TABLE orders; --";

    private static readonly string[] ForbiddenToNodes =
    [
        "DELETE FROM orders",
        "DELETE FROM items",
        "DELETE FROM reservations",
        "DELETE FROM accounts",
        "DELETE FROM payments",
        "DELETE FROM id_block",
        "DELETE FROM shop",
        "UPDATE shop SET shop_id = shop_id",
        "DELETE FROM schema_versions",
        "INSERT INTO schema_versions (file) VALUES ('0999-stock')",
        "INSERT INTO schema_expansions (file) VALUES ('0999-stock')",
        "TRUNCATE outbox",
        "CREATE TABLE mine (one bigint)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE orders DROP CONSTRAINT orders_total_check",
        "ALTER TABLE orders DISABLE TRIGGER ALL",
        "CREATE TRIGGER mine BEFORE INSERT ON orders EXECUTE FUNCTION require_lane(1)",
        "CREATE OR REPLACE FUNCTION require_lane(written bigint) RETURNS void LANGUAGE sql AS ''",
        "DROP TABLE outbox",
        "DROP INDEX orders_due",
        "SELECT lo_import('/etc/passwd')",
        "COPY orders TO PROGRAM 'true'",
    ];

    private static readonly string[] ForbiddenToReaders =
    [
        "INSERT INTO outbox VALUES (1, 'order', 0, 0, '')",
        "UPDATE orders SET total = 0",
        "DELETE FROM parked",
        "SELECT * FROM orders FOR UPDATE",
        "SELECT nextval('lanes_lane_seq')",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_database_refuses_a_serving_role() =>
        await DeniesAsync(await CreateAsync(), PostgresServer.ServingRole, ForbiddenToNodes);

    [Fact]
    public async Task The_database_refuses_a_reader()
    {
        var database = await CreateAsync();
        await GrantReaderAsync(database);
        await DeniesAsync(database, Reader, ForbiddenToReaders);
    }

    [Fact]
    public async Task A_reader_opens_all_tables_and_changes_none()
    {
        var database = await CreateAsync();
        await GrantReaderAsync(database);
        var reader = new PostgresAtRest(OptionsOf(database, Reader), Role.Order);
        using (var view = reader.OpenView())
        {
            Assert.Empty(view.ReadAll(Order.Table));
            Assert.Equal(0, view.ReadFacts().NextId);
        }

        Assert.Empty(await reader.MigrateAsync(looksOnly: true, Stop));
        await FailsAsync(() => reader.ChangeAsync(new DatabaseChange.Drop(["7"]), Stop), "permission denied");
        await FailsAsync(() => StartAsync(OptionsOf(database, Reader)), "lacks INSERT on", "migrate --serve-role");
    }

    [Fact]
    public async Task A_repeated_grant_changes_nothing_and_takes_away_what_is_too_much()
    {
        var database = await CreateAsync();
        var before = await RightsAsync(database);
        await database.RunAsync($"GRANT ALL ON orders TO {Quoted(PostgresServer.ServingRole)}");
        var serving = database.ServingOptions();
        await using (var store = await StartAsync(serving))
        {
            Assert.Contains("DELETE on orders", store.Excess, StringComparison.Ordinal);
        }

        await GrantAsync(database, PostgresServer.ServingRole);
        Assert.Equal(before, await RightsAsync(database));
        await GrantAsync(database, PostgresServer.ServingRole);
        Assert.Equal(before, await RightsAsync(database));
        await using var exact = await StartAsync(serving);
        Assert.Null(exact.Excess);
    }

    /// <summary>A migration that comes later makes its table as the owner did before.</summary>
    [Fact]
    public async Task A_table_of_a_later_version_has_the_rights_of_the_books()
    {
        var database = await CreateAsync();
        await GrantReaderAsync(database);
        await ExecuteAsync(database.Options(), "CREATE TABLE later (one bigint GENERATED ALWAYS AS IDENTITY, two int)");
        var serving = database.ServingOptions();
        await ExecuteAsync(serving, "INSERT INTO later (two) VALUES (2)");
        await ExecuteAsync(serving, "UPDATE later SET two = 3");
        await ExecuteAsync(OptionsOf(database, Reader), "SELECT * FROM later");
        await DeniesAsync(database, PostgresServer.ServingRole, "DELETE FROM later");
        await DeniesAsync(database, Reader, "UPDATE later SET two = 4");
    }

    [Theory]
    [InlineData(PostgresServer.Superuser, "is a superuser")]
    [InlineData(PostgresServer.Role, "owns the tables")]
    [InlineData("member", $"is a member of {PostgresServer.Role}, which owns the tables")]
    [InlineData("taker", $"is a member of {PostgresServer.Role}, which owns the tables")]
    [InlineData("maker", "may create roles")]
    [InlineData("copier", "may replicate the server")]
    [InlineData("deputy", "is a member of maker")]
    [InlineData("runner", "is a member of pg_execute_server_program")]
    [InlineData("pg_monitor", "is one of the server itself")]
    [InlineData("absent", "cannot log in")]
    [InlineData("crew", "has the member sailor")]
    public async Task A_role_that_is_not_of_one_work_alone_is_refused_and_gets_nothing(string role, string why)
    {
        var database = await CreateAsync();
        await database.RunAsync(
            "DROP ROLE IF EXISTS member, taker, deputy, maker, copier, runner, absent, crew, sailor",
            $"CREATE ROLE member LOGIN IN ROLE {PostgresServer.Role}",
            $"CREATE ROLE taker LOGIN NOINHERIT IN ROLE {PostgresServer.Role}",
            "CREATE ROLE maker LOGIN CREATEROLE",
            "CREATE ROLE copier LOGIN REPLICATION",
            "CREATE ROLE deputy LOGIN NOINHERIT IN ROLE maker",
            "CREATE ROLE runner LOGIN IN ROLE pg_execute_server_program",
            "CREATE ROLE absent NOLOGIN",
            "CREATE ROLE crew LOGIN",
            "CREATE ROLE sailor LOGIN IN ROLE crew");
        var before = await RightsAsync(database);
        await FailsAsync(() => GrantAsync(database, role), $"The role {role} {why}");
        await FailsAsync(() => GrantAsync(database, role, isReader: true), $"The role {role} {why}");
        Assert.Equal(before, await RightsAsync(database));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("public")]
    public async Task A_role_that_is_missing_is_named(string role)
    {
        var database = await CreateAsync();
        await FailsAsync(() => GrantAsync(database, role), $"has no role {role}");
    }

    [Fact]
    public async Task A_right_from_elsewhere_is_named()
    {
        var database = await CreateAsync();
        await MakeOnceAsync(database, "heir");
        await database.RunAsync("GRANT DELETE ON orders TO PUBLIC");
        await FailsAsync(() => GrantAsync(database, "heir"), "DELETE on orders");
    }

    // PostgreSQL 16 makes this membership by itself, where a role that is no superuser creates another one.
    [Fact]
    public async Task The_administrator_of_a_role_does_not_make_it_a_group()
    {
        var database = await CreateAsync();
        await MakeOnceAsync(database, "captain");
        await MakeOnceAsync(database, "boat");
        await database.RunAsync("GRANT boat TO captain WITH ADMIN OPTION");
        await GrantAsync(database, "boat");
    }

    [Fact]
    public async Task Only_the_owner_grants_and_migrates()
    {
        var database = await CreateAsync();
        var stranger = database.ServingOptions();
        await database.RunAsync("DROP ROLE IF EXISTS other", "CREATE ROLE other LOGIN");
        await FailsAsync(
            () => new PostgresAtRest(stranger, Role.Order).ChangeAsync(new DatabaseChange.Grant("other", false), Stop),
            "still lacks SELECT",
            "only the owner");
        Assert.Empty(await PostgresMigrations.ApplyMissingAsync(stranger, PostgresDatabase.Roles, Stop));

        await database.RunAsync("DELETE FROM schema_versions WHERE file = '0006-engine'");
        await FailsAsync(
            () => PostgresMigrations.ApplyMissingAsync(stranger, PostgresDatabase.Roles, Stop), "permission denied");
    }

    [Fact]
    public async Task The_owner_serves_and_is_known_to_be_the_owner()
    {
        var database = await CreateAsync();
        await using var store = await StartAsync(database.Options());
        Assert.Equal($"The role {PostgresServer.Role} owns the tables.", store.Excess);
    }

    [Fact]
    public async Task A_role_without_a_right_does_not_start()
    {
        var database = await CreateAsync();
        await database.RunAsync($"REVOKE DELETE ON lanes FROM {Quoted(PostgresServer.ServingRole)}");
        await FailsAsync(() => StartAsync(database.ServingOptions()), "DELETE on lanes", "migrate --serve-role");
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private Task<PostgresDatabase> CreateAsync() => PostgresDatabase.CreateAsync(own.Server);

    private async Task GrantReaderAsync(PostgresDatabase database)
    {
        await database.RunAsync(
            $"DO $$ BEGIN CREATE ROLE {Quoted(Reader)} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        await GrantAsync(database, Reader, isReader: true);
    }

    private static Task MakeOnceAsync(PostgresDatabase database, string role) => database.RunAsync(
        $"DO $$ BEGIN CREATE ROLE {role} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");

    private static async Task GrantAsync(PostgresDatabase database, string name, bool isReader = false)
    {
        foreach (var role in PostgresDatabase.Roles)
        {
            await new PostgresAtRest(database.Options(), role).ChangeAsync(
                new DatabaseChange.Grant(name, isReader), Stop);
        }
    }

    private static PostgresOptions OptionsOf(PostgresDatabase database, string user) => new()
    {
        ConnectionString = new NpgsqlConnectionStringBuilder(database.Server.ConnectionOf(database.Name))
        {
            Username = user,
        }.ConnectionString,
    };

    private static Task<PostgresStore> StartAsync(PostgresOptions options) => PostgresStore.OpenAsync(
        options, PostgresDatabase.Roles, readersMax: 1, TimeProvider.System, Stop);

    private static async Task ExecuteAsync(PostgresOptions options, string statement)
    {
        await using var connection = new NpgsqlConnection($"{options.ConnectionString};Pooling=false");
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private static async Task DeniesAsync(PostgresDatabase database, string role, params string[] statements)
    {
        var options = role == PostgresServer.ServingRole ? database.ServingOptions() : OptionsOf(database, role);
        foreach (var statement in statements)
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(options, statement));
            Assert.Equal((statement, PostgresErrorCodes.InsufficientPrivilege), (statement, refused.SqlState));
        }
    }

    private static async Task FailsAsync(Func<Task> run, params string[] words)
    {
        var fault = await Assert.ThrowsAsync<FatalFault>(run);
        Assert.Equal("unfit-role", fault.Code);
        Assert.All(words, word => Assert.Contains(word, fault.Message, StringComparison.Ordinal));
    }

    private static async Task<string[]> RightsAsync(PostgresDatabase database)
    {
        await using var connection = new NpgsqlConnection($"{database.Options().ConnectionString};Pooling=false");
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(
            "SELECT array_agg(relname || relacl::text ORDER BY relname) FROM pg_class WHERE relacl IS NOT NULL "
            + "AND relnamespace = 'public'::regnamespace",
            connection);
        return (string[])(await command.ExecuteScalarAsync(Stop))!;
    }
}
