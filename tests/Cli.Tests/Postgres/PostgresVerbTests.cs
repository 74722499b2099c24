using Cartwright.Cli.Databases;
using Cartwright.Cli.Parked;
using Cartwright.Conformance;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Faults.Processes;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Cartwright.Shop;
using Cartwright.Shop.Options;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Cartwright.Cli.Tests.Postgres;

/// <summary>The verbs that open the databases of the services, on a real PostgreSQL server.</summary>
public sealed class PostgresVerbTests(ServicesServer server) : IClassFixture<ServicesServer>, IAsyncDisposable
{
    private const string TakeFive =
        """{"type":"take-stock.v1","body":{"attempt":{"id":9,"order":7,"user":3,"amount":50,"replyTo":0},"""
        + """ "lines":[{"item":2,"quantity":5}]}}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<PostgresStore> _stores = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrate_makes_what_is_missing_once_and_status_tells()
    {
        await ForgetTablesAsync();
        Assert.Equal(1, await ServicesServer.RunAsync(["migrate", "--status", .. server.Options]));
        Assert.Equal(0, await ServicesServer.RunAsync(["migrate", .. server.Options]));
        Assert.Equal(0, await ServicesServer.RunAsync(["migrate", "--status", .. server.Options]));
        Assert.Equal(0, await ServicesServer.RunAsync(["migrate", .. server.Options]));
    }

    // Npgsql takes the user from PGUSER if the connection string has none. These runs are processes of their own,
    // because a variable belongs to a whole process.
    [Fact]
    public async Task A_variable_of_libpq_does_not_complete_a_connection_string()
    {
        await server.PrepareAsync();
        var parts = new NpgsqlConnectionStringBuilder(server.ConnectionOf(Role.Order))
        {
            // A process that starts beside all other tests may wait long for a processor.
            Timeout = 30,
        };
        var user = parts.Username;
        parts.Remove("Username");

        var unnamed = await MigrateAsync(parts.ConnectionString, "--status");
        Assert.Equal(1, unnamed.ExitCode);
        Assert.Contains($"role \"{Environment.UserName}\" does not exist", unnamed.Error, StringComparison.Ordinal);
        var named = await MigrateAsync($"{parts.ConnectionString};Username={user}");
        Assert.True(named.ExitCode == 0, named.Error);

        Task<Ended> MigrateAsync(string connection, params string[] more)
        {
            var start = ShopProgram.Verb(["migrate", "--postgres-order", connection, .. more]);
            start.Environment["PGUSER"] = user;
            return ShopProgram.RunAsync(start);
        }
    }

    // The runtime then runs a continuation on the thread that waits for all sockets, and an answer that is waited for
    // there never comes. A process that measures with such a switch passes it on to the programs that it starts.
    [Fact]
    public async Task A_switch_of_the_runtime_does_not_keep_a_verb_from_its_answers()
    {
        await server.PrepareAsync();
        var start = ShopProgram.Verb("migrate", "--postgres-order", server.ConnectionOf(Role.Order));
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT"] = "1";
        var ended = await ShopProgram.RunAsync(start);
        Assert.True(ended.ExitCode == 0, ended.Error);
    }

    // An identity made for one database alone would differ from the identity of the next one.
    [Fact]
    public async Task Migrate_gives_all_databases_one_identity_and_none_to_some_of_them()
    {
        await ForgetTablesAsync();
        Assert.Equal(0, await ServicesServer.RunAsync(["migrate", .. server.Options.Take(4)]));
        Assert.Equal(["", ""], await Task.WhenAll(IdentityAsync(Role.Order), IdentityAsync(Role.Stock)));
        Assert.Equal(0, await ServicesServer.RunAsync(["migrate", .. server.Options]));
        var shop = await IdentityAsync(Role.Order);
        Assert.True(ShopId.TryParse(shop, out _));
        Assert.Equal([shop, shop], await Task.WhenAll(IdentityAsync(Role.Stock), IdentityAsync(Role.Payment)));

        // A database restored from before identities existed gets the identity again from any of the others.
        await server.ExecuteAsync(Role.Order, "DELETE FROM shop");
        Assert.Equal(0, await ServicesServer.RunAsync(["migrate", .. server.Options.Take(4)]));
        Assert.Equal(shop, await IdentityAsync(Role.Order));
    }

    [Fact]
    public async Task Migrate_refuses_a_database_of_a_later_version()
    {
        await server.PrepareAsync();
        await server.ExecuteAsync(Role.Stock, "INSERT INTO schema_versions (file) VALUES ('0999-stock')");
        Assert.Equal(1, await ServicesServer.RunAsync(["migrate", .. server.Options]));
        Assert.Equal(1, await ServicesServer.RunAsync(["migrate", "--status", .. server.Options]));
        await server.ExecuteAsync(Role.Stock, "DELETE FROM schema_versions WHERE file = '0999-stock'");
        Assert.Equal(0, await ServicesServer.RunAsync(["migrate", "--status", .. server.Options]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2, "--postgres-order", "Username=u")]
    [InlineData(2, "--postgres-order-file", "/nowhere/order")]
    [InlineData(1, "--postgres-order", "Host=127.0.0.1;Port=1;Username=u;Database=d")]
    public async Task Migrate_without_a_database_that_it_can_reach_fails(int status, params string[] options) =>
        Assert.Equal(status, await ServicesServer.RunAsync(["migrate", .. options]));

    [Fact]
    public async Task Migrate_waits_for_a_server_and_gives_it_up_with_the_time_that_it_has_waited()
    {
        var far = "Host=127.0.0.1;Port=1;Username=u;Database=d";
        var (_, _, errors) = await Captured.RunWithErrorsAsync(
            () => ServicesServer.RunAsync("migrate", "--postgres-order", far));
        Assert.Matches("Waiting up to 60 s: .*\n.*order: .* It was waited for 60 s\\.", errors);
        (_, _, errors) = await Captured.RunWithErrorsAsync(
            () => ServicesServer.RunAsync("migrate", "--status", "--postgres-order", far));
        Assert.DoesNotContain("wait", errors, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Migrate_makes_the_tables_of_a_database_that_comes_later()
    {
        const string name = "later";
        var clock = new WatchedClock();
        var migrated = ServicesServer.RunAsync(
            clock, ["migrate", "--postgres-order", server.ConnectionOf(name, user: "cartwright_order")]);
        await clock.Waits.WaitAsync(Stop);
        await server.AdministerAsync($"CREATE DATABASE {name} OWNER cartwright_order");
        Assert.Equal(0, await migrated);
        await server.AdministerAsync($"DROP DATABASE {name} WITH (FORCE)");
    }

    [Fact]
    public async Task Migrate_fails_without_the_right_to_make_tables()
    {
        var foreign = server.ConnectionOf("postgres", user: "cartwright_order");
        Assert.Equal(1, await ServicesServer.RunAsync("migrate", "--postgres-order", foreign));
    }

    /// <summary>A role that owns its database, and nothing else, is enough. It reaches no other database.</summary>
    [Fact]
    public async Task The_documented_role_migrates_and_serves_and_can_do_nothing_elsewhere()
    {
        await server.PrepareAsync();
        var mine = server.ConnectionOf(Role.Stock);
        Assert.Equal(
            "false false false",
            await ServicesServer.ExecuteAsync(
                mine,
                "SELECT concat_ws(' ', rolsuper::text, rolcreatedb::text, rolcreaterole::text) "
                + "FROM pg_roles WHERE rolname = current_user"));
        await server.PutAsync(Role.Stock, (Item.Table.KeyOf(2), new Item { Price = 10, Stock = 8, Added = 8 }));
        await using (var engine = await StartStockAsync())
        {
            await server.ExecuteAsync(Role.Stock, ParkedInsert("sql", TakeFive, due: "0"));
            await StockIsAsync(3);
            await engine.Engine.DrainAsync(Patience);
        }

        var elsewhere = server.ConnectionOf("cartwright_order", user: "cartwright_stock");
        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => ServicesServer.ExecuteAsync(elsewhere, "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task A_running_service_tries_a_parked_message_again_after_replay()
    {
        await server.PrepareAsync();
        await server.PutAsync(Role.Stock, (Item.Table.KeyOf(2), new Item { Price = 10, Stock = 8, Added = 8 }));
        await server.ExecuteAsync(Role.Stock, ParkedInsert("take-stock.v1/9", TakeFive, due: "NULL"));
        await server.ExecuteAsync(Role.Stock, ParkedInsert("unreadable/1", "{}", due: "NULL"));
        await using var engine = await StartStockAsync();
        Assert.Equal(0, await ServicesServer.RunAsync(["parked", "replay", "take-stock.v1/9", .. server.Options]));
        await StockIsAsync(3);
        await ParkedAreAsync("unreadable/1 a bug");

        Assert.Equal(0, await ServicesServer.RunAsync(["parked", "replay", "unreadable/1", .. server.Options]));
        await Eventually.IsAsync("it is parked with its new error", Patience, () => Task.FromResult(
            Parked() is [{ Message: { Due: null, Error: not "a bug" } }]));
        await engine.Engine.DrainAsync(Patience);
    }

    [Fact]
    public async Task A_return_is_asked_for_in_the_database_of_the_message_and_is_no_replay()
    {
        const string Id = "stock-taken.v1/9";
        await server.PrepareAsync();
        await server.PutAsync(
            Role.Order, (ParkedMessage.KeyOf(Id), new ParkedMessage(Role.Order, "in", "e", "{}", false, 0, null)));
        string[] words = ["parked", "return", Id, "--reason", "restored", .. server.Options];
        Assert.Equal(0, await ServicesServer.RunAsync(words));
        var asked = Assert.Single(Parked()).Message;
        Assert.Equal(($"restored ({Environment.UserName})", null), (asked.ReturnReason, asked.ReturnedAt));
        Assert.NotNull(asked.Due);
        Assert.Equal(
            0, await ServicesServer.RunAsync(["parked", "return", Id, "--reason", "again", .. server.Options]));
        Assert.Equal(asked with { Due = null }, Assert.Single(Parked()).Message with { Due = null });
        asked = Assert.Single(Parked()).Message;
        foreach (var verb in (string[])["replay", "drop"])
        {
            Assert.Equal(1, await ServicesServer.RunAsync(["parked", verb, Id, .. server.Options]));
            Assert.Equal(asked, Assert.Single(Parked()).Message);
        }
    }

    [Fact]
    public async Task Parked_messages_of_all_databases_are_listed_shown_replayed_and_dropped()
    {
        await server.PrepareAsync();
        await server.ExecuteAsync(Role.Stock, ParkedInsert("unreadable/1", "{}", due: "NULL"));
        var parked = new ParkedMessage(Role.Payment, "in", "e", "{}", false, 0, null);
        await server.PutAsync(Role.Payment, (ParkedMessage.KeyOf("void/7"), parked));
        Assert.Equal(["void/7", "unreadable/1"], Parked().Select(row => row.Id));
        var json = ParkedWriter.ToJson(Parked());
        Assert.StartsWith("""[{"id":"void/7","to":"payment","origin":"in","error":"e","body":"{}",""", json);

        var listed = await PrintedAsync("parked", "list");
        Assert.Matches(
            @"^1 of void, payment:\n +e\n  void/7  payment, parked .*\n1 of unreadable, stock:\n.*\n"
                + @"  unreadable/1  stock, parked .*\n2 parked\.\n$",
            listed);
        Assert.Equal(json + "\n", await PrintedAsync("parked", "list", "--json"));
        Assert.Matches(@"^id: +void/7\nto: +payment\n", await PrintedAsync("parked", "show", "void/7"));
        Assert.Equal(1, await ServicesServer.RunAsync(["parked", "show", "void/8", .. server.Options]));
        Assert.Equal(0, await ServicesServer.RunAsync(["parked", "replay", "void/7", .. server.Options]));
        Assert.NotNull(Parked()[0].Message.Due);
        Assert.Null(Parked()[1].Message.Due);
        Assert.Equal(0, await ServicesServer.RunAsync(["parked", "drop", "void/7", .. server.Options]));
        Assert.Equal(1, await ServicesServer.RunAsync(["parked", "drop", "void/7", .. server.Options]));
        Assert.Equal(["unreadable/1"], Parked().Select(row => row.Id));
    }

    private async Task<string> PrintedAsync(params string[] words)
    {
        var (code, output) = await Captured.RunAsync(() => ServicesServer.RunAsync([.. words, .. server.Options]));
        Assert.Equal(0, code);
        return output;
    }

    [Fact]
    public async Task Parked_fails_where_a_server_does_not_answer_or_has_no_tables()
    {
        string[] away = ["--postgres-order", "Host=127.0.0.1;Port=1;Username=u;Database=d"];
        Assert.Equal(2, await ServicesServer.RunAsync(["parked", "list", .. away]));
        Assert.Equal(2, await ServicesServer.RunAsync(
            ["parked", "list", "--postgres-order", server.ConnectionOf("postgres", "cartwright_order")]));
    }

    [Fact]
    public async Task Verify_audits_the_databases_that_the_settings_name()
    {
        await server.PrepareAsync();
        Assert.Equal(0, await ServicesServer.RunAsync(["verify", "--wait", "0", .. server.Options]));
        var paid = new Order { User = new UserId(1), Status = OrderStatus.Paid, Attempt = new AttemptId(1) };
        await server.PutAsync(Role.Order, (Order.Table.KeyOf(1), paid));
        Assert.Equal(1, await ServicesServer.RunAsync(["verify", "--wait", "0", .. server.Options]));
    }

    // Rows carry the time of their database. Here the server's clock is ahead, by a function that hides the system's
    // own.
    [Fact]
    public async Task Verify_and_replay_go_by_the_clock_of_the_databases()
    {
        await server.PrepareAsync();
        var anHourAhead = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() + 3_600_000;
        await server.PutAsync(
            Role.Order,
            (Order.Table.KeyOf(1), new Order { User = new UserId(1), UpdatedAt = anHourAhead }),
            (ParkedMessage.KeyOf("void/7"), new ParkedMessage(Role.Order, "in", "e", "{}", false, anHourAhead, null)));
        Assert.Equal(1, await ServicesServer.RunAsync(["verify", "--wait", "0", .. server.Options]));

        foreach (var role in ShopServices.Roles)
        {
            await server.ExecuteAsync(
                role,
                "CREATE OR REPLACE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql "
                + "AS $$ SELECT pg_catalog.clock_timestamp() + interval '1 hour' $$");
        }

        var options = server.Options.Select(option =>
            option.Contains('=', StringComparison.Ordinal) ? $"{option};Search Path=public,pg_catalog" : option);
        Assert.Equal(0, await ServicesServer.RunAsync(["verify", "--wait", "0", .. options]));
        Assert.Equal(0, await ServicesServer.RunAsync(["parked", "replay", "void/7", .. options]));
        Assert.InRange(Assert.Single(Parked()).Message.Due!.Value, anHourAhead, anHourAhead + 600_000);
    }

    [Fact]
    public async Task Verify_needs_all_three_databases() =>
        Assert.Equal(2, await ServicesServer.RunAsync(["verify", .. server.Options.Take(4)]));

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }
    }

    private async Task<string> IdentityAsync(Role role) =>
        await ServicesServer.ExecuteAsync(server.ConnectionOf(role), "SELECT shop_id FROM shop") as string ?? "";

    private static string ParkedInsert(string id, string body, string due) =>
        "INSERT INTO parked (parked_id, version, role, origin, error, body, is_base64, at, due) "
        + $"VALUES ('{id}', 1, 'stock', 'inbox', 'a bug', '{body}', 0, 1, {due})";

    private async Task ForgetTablesAsync()
    {
        foreach (var role in ShopServices.Roles)
        {
            await server.ExecuteAsync(role, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        }
    }

    private async Task<ShopNode> StartStockAsync()
    {
        var store = await server.OpenAsync(Role.Stock);
        _stores.Add(store);
        var engine = new ShopNode(
            [ServicesServer.ServiceOf(Role.Stock)],
            store,
            store.Ids,
            new SilentLog(),
            new NodeOptions { DecidesLocally = false, Receivers = ShopServices.Roles },
            TimeProvider.System,
            NullLogger.Instance);
        await engine.Engine.StartAsync(Stop);
        return engine;
    }

    private Task StockIsAsync(long stock) => Eventually.IsAsync(
        $"the stock is {stock}", Patience, async () => stock.Equals(await ServicesServer.ExecuteAsync(
            server.ConnectionOf(Role.Stock), "SELECT stock FROM items WHERE item_id = 2")));

    private Task ParkedAreAsync(string expected) => Eventually.IsAsync(
        $"parked are {expected}", Patience, () => Task.FromResult(
            string.Join(", ", Parked().Select(row => $"{row.Id} {row.Message.Error}")) == expected));

    private IReadOnlyList<(string Id, ParkedMessage Message)> Parked() => new ParkedDatabases(new DatabaseChoice(
        null, ShopServices.Roles.ToDictionary(role => role, server.ConnectionOf))).ReadAll().Messages;

    private sealed class WatchedClock : TimeProvider
    {
        private readonly TaskCompletionSource _waits = new();

        /// <summary>Ends when something begins to wait.</summary>
        public Task Waits => _waits.Task;

        public override ITimer CreateTimer(
            TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _waits.TrySetResult();
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
