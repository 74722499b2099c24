using System.Reflection;
using Npgsql;

namespace Cartwright.Monolith;

/// <summary>The shop's rows. Each call is one round trip of a prepared statement with a commit of its own.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    private Database(NpgsqlDataSource source) => _source = source;

    /// <summary>Connects, and re-creates the tables and the procedure.</summary>
    public static async Task<Database> OpenAsync(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection) { MaxAutoPrepare = 50, AutoPrepareMinUsages = 2 };
        var source = NpgsqlDataSource.Create(settings);
        await using var schema = Assembly.GetExecutingAssembly().GetManifestResourceStream("schema.sql")!;
        using var reader = new StreamReader(schema);
        await using var command = source.CreateCommand(await reader.ReadToEndAsync());
        await command.ExecuteNonQueryAsync();
        return new Database(source);
    }

    public async Task<string> CheckOutAsync(long order) => (string)(await AskAsync("SELECT checkout($1)", order))!;

    public async Task<long> CreateOrderAsync(long user) =>
        (long)(await AskAsync("INSERT INTO orders (user_id) VALUES ($1) RETURNING order_id", user))!;

    /// <summary>The order's new total; null if the order or the item is unknown.</summary>
    public async Task<long?> AddLineAsync(long order, long item, long quantity) => (long?)await AskAsync(
        "UPDATE orders SET items = items || $2, quantities = quantities || $3, total = total + $3 * price "
        + "FROM items WHERE order_id = $1 AND item_id = $2 AND NOT paid RETURNING total",
        order,
        item,
        quantity);

    public async Task<OrderFound?> FindOrderAsync(long order)
    {
        await using var command = Command("SELECT user_id, items, quantities, total, paid FROM orders "
            + "WHERE order_id = $1", order);
        await using var row = await command.ExecuteReaderAsync();
        if (!await row.ReadAsync())
        {
            return null;
        }

        var lines = row.GetFieldValue<long[]>(1)
            .Zip(row.GetFieldValue<long[]>(2), (item, quantity) => new List<long> { item, quantity });
        return new OrderFound($"{order}", row.GetBoolean(4), [.. lines], $"{row.GetInt64(0)}", row.GetInt64(3));
    }

    public async Task<ItemFound?> FindItemAsync(long item)
    {
        await using var command = Command("SELECT stock, price FROM items WHERE item_id = $1", item);
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() ? new ItemFound(row.GetInt64(0), row.GetInt64(1)) : null;
    }

    public async Task<UserFound?> FindUserAsync(long user) =>
        await AskAsync("SELECT credit FROM users WHERE user_id = $1", user) is long credit
            ? new UserFound($"{user}", credit)
            : null;

    public Task ResetItemsAsync(long count, long stock, long price) => AskAsync(
        "INSERT INTO items (item_id, stock, price) SELECT i, $2, $3 FROM generate_series(0, $1 - 1) AS i "
        + "ON CONFLICT (item_id) DO UPDATE SET stock = $2, price = $3",
        count,
        stock,
        price);

    public Task ResetUsersAsync(long count, long money) => AskAsync(
        "INSERT INTO users (user_id, credit) SELECT i, $2 FROM generate_series(0, $1 - 1) AS i "
        + "ON CONFLICT (user_id) DO UPDATE SET credit = $2",
        count,
        money);

    // Two lines of the same item are one line of two units.
    public Task ResetOrdersAsync(long count, long items, long users, long price) => AskAsync(
        "INSERT INTO orders (order_id, user_id, items, quantities, total, paid) "
        + "SELECT i, floor(random() * $3), ARRAY[a, (a + 1 + floor(random() * ($2 - 1))::bigint) % $2], "
        + "ARRAY[1, 1], 2 * $4, false "
        + "FROM (SELECT i, floor(random() * $2)::bigint AS a FROM generate_series(0, $1 - 1) AS i) AS made "
        + "ON CONFLICT (order_id) DO UPDATE SET user_id = excluded.user_id, items = excluded.items, "
        + "quantities = excluded.quantities, total = excluded.total, paid = false",
        count,
        items,
        users,
        price);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<object?> AskAsync(string sql, params long[] numbers)
    {
        await using var command = Command(sql, numbers);
        command.CommandTimeout = 300;
        return await command.ExecuteScalarAsync();
    }

    private NpgsqlCommand Command(string sql, params long[] numbers)
    {
        var command = _source.CreateCommand(sql);
        foreach (var number in numbers)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        }

        return command;
    }
}
