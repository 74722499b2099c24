using Cartwright.Conformance.Stores;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;
using Microsoft.Data.Sqlite;

namespace Cartwright.Conformance.Sqlite;

/// <summary>The tables that the migrations make, read by a client without the shop's code.</summary>
public sealed class TableTests : IAsyncDisposable
{
    private static readonly Account Rich = new() { Credit = 5, Funded = 5 };

    private readonly SqliteHarness _harness = new();

    public static TheoryData<string> TableNames { get; } = [.. StoreHarness.Tables.Select(table => table.Name)];

    public static Dictionary<string, (Key Key, object State)> Wrong { get; } = new()
    {
        ["stock below zero"] = (Item.Table.KeyOf(1), new Item { Price = 1, Stock = -1, Taken = 1 }),
        ["stock out of nothing"] = (Item.Table.KeyOf(1), new Item { Price = 1, Stock = 2, Added = 1 }),
        ["stock lost"] = (Item.Table.KeyOf(1), new Item { Price = 1, Stock = 1, Added = 2 }),
        ["counter below zero"] = (Item.Table.KeyOf(1), new Item { Price = 1, Added = 1, Returned = -1 }),
        ["price below zero"] = (Item.Table.KeyOf(1), new Item { Price = -1 }),
        ["credit below zero"] = (Account.Table.KeyOf(1), new Account { Credit = -1, Paid = 1 }),
        ["held below zero"] = (Account.Table.KeyOf(1), new Account { Credit = 1, Held = -1 }),
        ["credit out of nothing"] = (Account.Table.KeyOf(1), Rich with { Credit = 6 }),
        ["credit lost"] = (Account.Table.KeyOf(1), Rich with { Credit = 4 }),
        ["hold that is not held"] = (Account.Table.KeyOf(1), Rich with { Held = 1 }),
        ["captured below zero"] = (Account.Table.KeyOf(1), Rich with { Credit = 6, Captured = -1 }),
        ["order below zero"] = (Order.Table.KeyOf(1), new Order { User = new UserId(1), Total = -1 }),
        ["paid without attempt"] = (
            Order.Table.KeyOf(1), new Order { User = new UserId(1), Status = OrderStatus.Paid }),
        ["payment below zero"] = (
            Payment.Table.KeyOf(1),
            Payment.FromAttempt(
                new Attempt(new AttemptId(1), new OrderId(1), new UserId(1), -1, 0), PaymentStatus.Captured)),
        ["refused without reason"] = (
            Reservation.Table.KeyOf(1),
            new Reservation { Order = new OrderId(1), Status = ReservationStatus.Refused }),
        ["half a character"] = (StoredReply.KeyOf("half"), new StoredReply("\uD800", "", null)),
    };

    public static TheoryData<string> WrongNames { get; } = [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(TableNames))]
    public void A_table_has_the_columns_that_its_descriptor_says(string name)
    {
        var table = StoreHarness.Tables.Single(table => table.Name == name);
        var expected = table.Columns
            .Select(column => (column.Name, TypeOf(column), NotNull: !column.Nullable, IsKey: false))
            .Prepend(("version", "INTEGER", true, false))
            .Prepend((table.KeyColumn.Name, TypeOf(table.KeyColumn), true, true));
        var found = Query(
            $"SELECT name, type, \"notnull\", pk FROM pragma_table_info('{name}')",
            row => (row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3)));
        Assert.Equal(expected, found);
    }

    [Theory]
    [MemberData(nameof(TableNames))]
    public void A_table_is_strict_and_has_an_index_on_due_where_its_descriptor_has_due(string name)
    {
        var table = StoreHarness.Tables.Single(table => table.Name == name);
        Assert.Equal([true], Query($"SELECT strict FROM pragma_table_list('{name}')", row => row.GetBoolean(0)));
        var indexes = Query(
            $"SELECT name, partial FROM pragma_index_list('{name}') WHERE origin = 'c' ORDER BY name",
            row => (row.GetString(0), row.GetBoolean(1)));
        (string, bool)[] due = table.HasDue ? [($"{name}_due", true)] : [];
        (string, bool)[] list = table.ListedBy is { } column ? [($"{name}_{column[..^3]}", false)] : [];
        Assert.Equal([.. due, .. list], indexes);
    }

    [Fact]
    public void A_page_of_a_list_is_found_by_its_index_alone()
    {
        var sql = $"EXPLAIN QUERY PLAN {Cartwright.Sqlite.SqliteSql.PageRows(Order.Table)}";
        Assert.Equal(
            ["SEARCH orders USING INDEX orders_user (user_id=? AND order_id>?)"],
            Query(sql.Replace("?1", "5").Replace("?2", "9").Replace("?3", "7"), row => row.GetString(3)));
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("accounts")]
    [InlineData("idempotency_keys")]
    [InlineData("parked")]
    public void What_is_due_is_found_by_its_index_alone(string name)
    {
        var table = StoreHarness.Tables.Single(table => table.Name == name);
        var sql = $"EXPLAIN QUERY PLAN {Cartwright.Sqlite.SqliteSql.DueKeys(table)}";
        var plan = Query(
            sql.Replace("?1", "5").Replace("?2", "9").Replace("?3", "7"), row => row.GetString(3));
        var range = $"SEARCH {name} USING COVERING INDEX {name}_due (due>?";
        Assert.Equal([$"{range} AND due<?)", $"{range})"], plan.Where(line => line.Contains(name)));
    }

    [Theory]
    [MemberData(nameof(WrongNames))]
    public async Task The_database_refuses(string wrong)
    {
        var (key, state) = Wrong[wrong];
        await using var lane = await _harness.OpenLaneAsync();
        await Assert.ThrowsAsync<PoisonFault>(() => lane.PutAsync(key, state));
        Assert.Empty((await _harness.Store.ReadAsync(key)).Keys);
    }

    [Fact]
    public async Task Every_status_and_role_can_be_stored()
    {
        await using var lane = await _harness.OpenLaneAsync();
        foreach (var status in Enum.GetValues<OrderStatus>())
        {
            var order = new Order { User = new UserId(1), Status = status, Attempt = new AttemptId(1) };
            await lane.PutAsync(Order.Table.KeyOf(1), order);
        }

        foreach (var status in Enum.GetValues<ReservationStatus>())
        {
            Reason? reason = status is ReservationStatus.Refused ? Reason.OutOfStock : null;
            var reservation = new Reservation { Order = new OrderId(1), Status = status, Reason = reason };
            await lane.PutAsync(Reservation.Table.KeyOf(1), reservation);
        }

        var attempt = new Attempt(new AttemptId(1), new OrderId(1), new UserId(1), 0, 0);
        foreach (var status in Enum.GetValues<PaymentStatus>())
        {
            Reason? reason = status is PaymentStatus.Declined ? Reason.UnknownUser : null;
            await lane.PutAsync(Payment.Table.KeyOf(1), Payment.FromAttempt(attempt, status) with { Reason = reason });
        }

        foreach (var (number, role) in ShopServices.Roles.Index())
        {
            await lane.PutAsync(ParkedMessage.KeyOf("a"), new ParkedMessage(role, "", "", "", false, 0, null));
            await lane.StoreAsync(new Envelope(number, role, 0, 0, default));
        }
    }

    [Fact]
    public async Task Whoever_opens_the_file_sees_plain_statuses_and_lists()
    {
        await using var lane = await _harness.OpenLaneAsync();
        var order = new Order
        {
            User = new UserId(8),
            Lines = [new Line(new ItemId(5), 2, 30)],
            Status = OrderStatus.Failed,
            Attempt = new AttemptId(3),
            Reason = Reason.OutOfStock,
        };
        await lane.PutAsync(Order.Table.KeyOf(1), order);
        Assert.Equal(
            [("failed", "out-of-stock", "[[5,2,30]]", 8L)],
            Query(
                "SELECT status, reason, lines, user_id FROM orders WHERE order_id = 1",
                row => (row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3))));
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    private static string TypeOf(Column column) => column.Kind is ColumnKind.Number ? "INTEGER" : "TEXT";

    private List<T> Query<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = new SqliteConnection($"Data Source={_harness.DatabasePath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
