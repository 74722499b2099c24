using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>The shop that a database belongs to: its table `shop`, of one row.</summary>
public static class ShopTable
{
    internal const string Exists = "SELECT to_regclass('shop') IS NOT NULL";
    internal const string Select = "SELECT shop_id FROM shop";

    /// <summary>The shop that a database belongs to; null where none is recorded yet.</summary>
    /// <exception cref="TransientFault">The server cannot be reached now.</exception>
    public static Task<ShopId?> ReadShopAsync(PostgresOptions options, CancellationToken cancellation) => RunAsync(
        options,
        async connection => await ScalarAsync(connection, Exists, cancellation) is true
            ? await ReadShopAsync(connection, cancellation)
            : null,
        cancellation);

    /// <summary>Records the shop of a database that has none. It is durable when this returns.</summary>
    /// <c>other-shop</c>: the database belongs to another shop.
    /// <exception cref="TransientFault">The server cannot be reached now.</exception>
    public static async Task AdoptAsync(PostgresOptions options, ShopId shop, CancellationToken cancellation)
    {
        var found = await RunAsync(
            options,
            async connection =>
            {
                // The digits were checked when the identity was made.
                await DurableWrite.WriteDurablyAsync(
                    connection,
                    options.CommitPatience,
                    $"INSERT INTO shop (one, shop_id) VALUES (1, '{shop.Text}') ON CONFLICT DO NOTHING");
                return await ReadShopAsync(connection, cancellation);
            },
            cancellation);
        if (found is not null && found != shop)
        {
            throw SameShop.Differs("The database", found, "the log", shop);
        }
    }

    private static async Task<ShopId?> ReadShopAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        await ScalarAsync(connection, Select, cancellation) is string text ? ShopId.Parse(text) : null;

    private static async Task<object?> ScalarAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }

    private static async Task<T> RunAsync<T>(
        PostgresOptions options, Func<NpgsqlConnection, Task<T>> run, CancellationToken cancellation)
    {
        try
        {
            await using var hosts = Hosts.Open(options);
            await using var connection = await hosts.OpenConnectionAsync(cancellation);
            return await run(connection);
        }
        catch (Exception failure) when (PostgresFailure.IsOfDatabase(failure))
        {
            throw PostgresFailure.AtStart(failure);
        }
    }
}
