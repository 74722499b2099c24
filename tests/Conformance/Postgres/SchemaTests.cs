using Cartwright.Conformance.Sqlite;
using Cartwright.Conformance.Stores;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Npgsql;

namespace Cartwright.Conformance.Postgres;

/// <summary>The tables that the migrations make, read by a client without the shop's code.</summary>
public sealed class SchemaTests : IAsyncDisposable
{
    private readonly PostgresHarness _harness = new();

    public static TheoryData<string> TableNames { get; } = [.. StoreHarness.Tables.Select(table => table.Name)];

    public static TheoryData<string> WrongNames { get; } = [.. TableTests.Wrong.Keys];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TableNames))]
    public async Task A_table_has_the_columns_that_its_descriptor_says(string name)
    {
        var table = StoreHarness.Tables.Single(table => table.Name == name);
        var expected = table.Columns
            .Select(column => $"{column.Name} {TypeOf(column)}{(column.Nullable ? "" : " NOT NULL")}")
            .Prepend("version bigint NOT NULL")
            .Prepend($"{table.KeyColumn.Name} {TypeOf(table.KeyColumn)} NOT NULL");
        Assert.Equal(expected, await QueryAsync(
            "SELECT column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END "
            + $"FROM information_schema.columns WHERE table_name = '{name}' ORDER BY ordinal_position"));
        Assert.Equal([table.KeyColumn.Name], await QueryAsync(
            $"SELECT attname::text FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey) "
            + $"WHERE indrelid = '{name}'::regclass AND indisprimary"));
    }

    [Theory]
    [MemberData(nameof(TableNames))]
    public async Task What_is_due_is_found_by_a_partial_index(string name)
    {
        var table = StoreHarness.Tables.Single(table => table.Name == name);
        var indexes = await QueryAsync(
            $"SELECT indexname::text FROM pg_indexes WHERE tablename = '{name}' "
            + "AND indexdef LIKE '%WHERE (due IS NOT NULL)'");
        Assert.Equal(table.HasDue ? [$"{name}_due"] : [], indexes);
    }

    // With many rows of one user, the primary key is a tempting plan: it would read the rows of all users. The plan
    // must depend neither on the values nor on statistics.
    [Fact]
    public async Task A_page_of_a_list_is_found_by_its_index_alone()
    {
        _harness.IsSpoiled = true;
        await _harness.Database.RunAsync(
            "INSERT INTO orders (order_id, version, user_id, lines, total, status, reply_to, looks, updated_at) "
            + "SELECT n, 1, CASE WHEN n % 3 = 0 THEN 7 ELSE n % 1000 END, '[]', 0, 'open', 0, 0, 0 "
            + "FROM generate_series(1, 20000) AS n",
            "ANALYZE orders");
        var sql = PostgresSql.PageRows(Order.Table);
        foreach (var (mode, user, after) in new[]
        {
            ("custom", 7, -1), ("custom", 7, 300), ("custom", 7, 19_999), ("custom", 5, 300), ("custom", 123_456, 300),
            ("generic", 7, -1), ("generic", 123_456, 300),
        })
        {
            var plan = await QueryAsync(
                $"BEGIN; {PostgresSql.ReadInOrder}; SET LOCAL enable_seqscan = off; "
                + $"SET LOCAL plan_cache_mode = force_{mode}_plan; PREPARE page (bigint, bigint, bigint) AS {sql}; "
                + $"EXPLAIN EXECUTE page ({user}, {after}, 101)");
            Assert.Contains(plan, line => line.Contains("Index Scan using orders_user on orders"));
            Assert.DoesNotContain(plan, line => line.Contains("Seq Scan") || line.Contains("Sort"));
            Assert.DoesNotContain(plan, line => line.Contains("Filter"));
        }
    }

    // A node whose transaction holds the table's lock would make an index of the plain kind wait, and all later writes
    // behind it.
    [Fact]
    public async Task An_index_is_made_while_nodes_write()
    {
        _harness.IsSpoiled = true;
        await ForgetIndexAsync();
        await using var lane = await _harness.OpenLaneAsync();
        await using var writer = new NpgsqlConnection(OwnConnection);
        await writer.OpenAsync(Stop);
        await using var transaction = await writer.BeginTransactionAsync(Stop);
        await using (var write = new NpgsqlCommand("UPDATE orders SET looks = looks", writer, transaction))
        {
            await write.ExecuteNonQueryAsync(Stop);
        }

        var migration = PostgresMigrations.ApplyMissingAsync(
            _harness.Database.Options(), PostgresDatabase.Roles, Stop);
        await Eventually.IsAsync(
            "the index waits for the transaction",
            TimeSpan.FromSeconds(30),
            async () => await QueryAsync(
                "SELECT query FROM pg_stat_activity WHERE datname = current_database() "
                + "AND query LIKE 'CREATE INDEX%' AND wait_event_type = 'Lock'") is [_]);
        await lane.PutAsync(Order.Table.KeyOf(1), new Order { User = new UserId(7) });
        Assert.False(migration.IsCompleted);

        await transaction.CommitAsync(Stop);
        Assert.Equal(["0008-order"], await migration);
        Assert.Equal(["t"], await QueryAsync(Validity));
    }

    [Fact]
    public async Task An_index_that_a_broken_run_has_left_is_made_again()
    {
        _harness.IsSpoiled = true;
        await _harness.Database.RunAsync(
            "DELETE FROM schema_expansions WHERE file = '0008-order'",
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'orders_user'::regclass");
        Assert.Equal(["f"], await QueryAsync(Validity));
        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(
            _ => PostgresMigrations.ApplyMissingAsync(_harness.Database.Options(), PostgresDatabase.Roles, Stop)));
        Assert.Single(runs, run => run.Count > 0);
        Assert.Equal(["t"], await QueryAsync(Validity));
    }

    [Theory]
    [MemberData(nameof(WrongNames))]
    public async Task The_database_refuses(string wrong)
    {
        var (key, state) = TableTests.Wrong[wrong];
        await using var lane = await _harness.OpenLaneAsync();
        await Assert.ThrowsAsync<PoisonFault>(() => lane.PutAsync(key, state));
        Assert.Empty((await _harness.Store.ReadAsync(key)).Keys);
        await lane.PutAsync(Item.Table.KeyOf(9), Samples.ItemOf(1));
    }

    /// <summary>PostgreSQL's text cannot hold these bytes; the engine stores them as base64.</summary>
    [Fact]
    public async Task A_text_with_a_NUL_is_poison()
    {
        var key = StoredReply.KeyOf("nul");
        await using var lane = await _harness.OpenLaneAsync();
        await Assert.ThrowsAsync<PoisonFault>(() => lane.PutAsync(key, new StoredReply("\0", "", null)));
        await lane.PutAsync(key, new StoredReply("", "", null));
    }

    [Fact]
    public async Task Migrations_run_once_whoever_and_how_many_start_them()
    {
        var database = await PostgresDatabase.CreateAsync(isMigrated: false);
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => PostgresMigrations.ApplyMissingAsync(database.Options(), PostgresDatabase.Roles, Stop)));
        Assert.Single(runs, run => run.Count > 0);
        Assert.Empty(await PostgresMigrations.ApplyMissingAsync(database.Options(), PostgresDatabase.Roles, Stop));
        await using var store = await database.OpenAsync();
    }

    [Fact]
    public void A_service_without_a_migration_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => PostgresMigrations.FilesOf([Role.Stock, new Role("ship")]));

        Assert.StartsWith("No migration makes the tables of the ship service: ", error.Message);
    }

    [Fact]
    public async Task A_database_of_another_service_is_refused_and_left_as_it_is()
    {
        var database = await PostgresDatabase.CreateAsync(isMigrated: false);
        await PostgresMigrations.ApplyMissingAsync(database.Options(), [Role.Stock], Stop);
        Func<Task>[] asked =
        [
            () => PostgresMigrations.ApplyMissingAsync(database.Options(), [Role.Order], Stop),
            () => PostgresMigrations.FindMissingAsync(database.Options(), [Role.Order], Stop),
            () => PostgresStore.OpenAsync(database.Options(), [Role.Order], readersMax: 4, TimeProvider.System, Stop),
        ];
        foreach (var ask in asked)
        {
            var fault = await Assert.ThrowsAsync<FatalFault>(ask);
            Assert.Equal("other-service", fault.Code);
            Assert.Equal(
                "The database belongs to stock, not to order: each service needs its own.", fault.Message);
        }

        Assert.Empty(await PostgresMigrations.FindMissingAsync(database.Options(), [Role.Stock], Stop));
    }

    // Made by an earlier version, which allowed a second service in the database of another one.
    [Theory]
    [InlineData("order")]
    [InlineData("stock")]
    public async Task A_database_that_has_the_tables_of_several_services_goes_on_serving_each(string name)
    {
        var role = new Role(name);
        var database = await PostgresDatabase.CreateAsync(isMigrated: false);
        await PostgresMigrations.ApplyMissingAsync(database.Options(), [Role.Order, Role.Stock], Stop);
        Assert.Empty(await PostgresMigrations.ApplyMissingAsync(database.Options(), [role], Stop));
        await using var store = await PostgresStore.OpenAsync(
            database.Options(), [role], readersMax: 4, TimeProvider.System, Stop);
    }

    [Fact]
    public async Task A_database_that_lacks_a_file_of_its_own_service_is_refused()
    {
        var database = await PostgresDatabase.CreateAsync(isMigrated: false);
        await PostgresMigrations.ApplyMissingAsync(database.Options(), [Role.Stock], Stop);
        await database.RunAsync("DELETE FROM schema_versions WHERE file = '0004-engine'");
        var fault = await Assert.ThrowsAsync<FatalFault>(
            () => PostgresStore.OpenAsync(database.Options(), [Role.Stock], readersMax: 4, TimeProvider.System, Stop));
        Assert.Equal("other-schema", fault.Code);
        Assert.Contains("0004-engine", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_was_never_migrated_is_refused()
    {
        var database = await PostgresDatabase.CreateAsync(isMigrated: false);
        Assert.Equal("other-schema", (await Assert.ThrowsAsync<FatalFault>(() => database.OpenAsync())).Code);
    }

    [Fact]
    public async Task A_database_of_a_later_version_is_refused()
    {
        _harness.IsSpoiled = true;
        await _harness.Database.RunAsync("INSERT INTO schema_versions (file) VALUES ('0099-stock')");
        var fault = await Assert.ThrowsAsync<FatalFault>(() => _harness.Database.OpenAsync());
        Assert.Equal("other-schema", fault.Code);
        Assert.Contains("0099-stock", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>So the nodes of a version can be started again after the next one's `migrate`.</summary>
    [Fact]
    public async Task An_addition_of_a_later_version_is_served_beside()
    {
        var database = await PostgresDatabase.CreateAsync();
        await database.RunAsync("INSERT INTO schema_expansions (file) VALUES ('0099-stock')");
        Assert.Empty(await PostgresMigrations.ApplyMissingAsync(database.Options(), PostgresDatabase.Roles, Stop));
        await using var store = await database.OpenAsync();
    }

    /// <summary>Version 0.1.0 serves beside the additions of its successors, which are not in its list.</summary>
    [Fact]
    public async Task The_list_that_the_first_release_reads_has_the_files_of_that_release_only()
    {
        var database = await PostgresDatabase.CreateAsync();
        await database.RunAsync(
            "DO $$ BEGIN ASSERT (SELECT max(left(file, 4)) FROM schema_versions) = '0006'; END $$",
            "DO $$ BEGIN ASSERT (SELECT min(left(file, 4)) FROM schema_expansions) = '0007'; END $$");
    }

    /// <summary>Another program has changed the tables under a running node: a retry would never help.</summary>
    [Theory]
    [InlineData("ALTER TABLE items RENAME TO goods")]
    [InlineData("ALTER TABLE items RENAME COLUMN price TO cost")]
    [InlineData("DROP FUNCTION require_rows")]
    public async Task A_table_that_is_not_as_expected_is_fatal_to_the_lane_and_to_a_read(string change)
    {
        _harness.IsSpoiled = true;
        var key = Item.Table.KeyOf(1);
        await using var lane = await _harness.OpenLaneAsync();
        await _harness.Database.RunAsync(change);
        Func<Task>[] uses = change.Contains("FUNCTION", StringComparison.Ordinal)
            ? [() => lane.PutAsync(key, Samples.ItemOf(1))]
            : [() => lane.LoadAsync(key), () => _harness.Store.ReadAsync(key)];
        foreach (var use in uses)
        {
            Assert.Equal("other-schema", (await Assert.ThrowsAsync<FatalFault>(use)).Code);
        }
    }

    // The sum would overflow; a block that ends at the highest number is handed out.
    [Fact]
    public async Task A_counter_at_its_end_hands_out_no_number_and_stays()
    {
        await using var store = await _harness.Database.OpenAsync();
        foreach (var next in (string[])["9223372036854775000", $"{IdRange.Max - 4}"])
        {
            await _harness.Database.RunAsync($"UPDATE id_block SET next = {next}");
            await Assert.ThrowsAsync<OutOfNumbersFault>(() => store.Ids.TakeAsync(now: 1, count: 5));
        }

        Assert.Equal(IdRange.Max - 4, await store.Ids.TakeAsync(now: 1, count: 4));
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    private static string TypeOf(Column column) => column.Kind switch
    {
        ColumnKind.Number => "bigint",
        ColumnKind.Json => "json",
        _ => "text",
    };

    private const string Validity =
        "SELECT CASE WHEN indisvalid THEN 't' ELSE 'f' END FROM pg_index "
        + "WHERE indexrelid = 'orders_user'::regclass";

    private string OwnConnection =>
        $"{_harness.Database.Server.ConnectionOf(_harness.Database.Name)};Pooling=false";

    private Task ForgetIndexAsync() => _harness.Database.RunAsync(
        "DELETE FROM schema_expansions WHERE file = '0008-order'", "DROP INDEX orders_user");

    private async Task<List<string>> QueryAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(OwnConnection);
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Stop);
        List<string> rows = [];
        while (await reader.ReadAsync(Stop))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
