using Cartwright.Engine.Ports;
using Cartwright.Postgres;

namespace Cartwright.Conformance.Postgres;

/// <summary>The identity of the shop that owns a database, on a real server.</summary>
public sealed class ShopTableTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_belongs_to_nobody_until_somebody_says_so_and_then_for_good()
    {
        var database = await PostgresDatabase.CreateAsync(isMigrated: false);
        Assert.Null(await ShopTable.ReadShopAsync(database.Options(), Stop));
        await PostgresMigrations.ApplyMissingAsync(database.Options(), PostgresDatabase.Roles, Stop);
        Assert.Null(await ShopTable.ReadShopAsync(database.Options(), Stop));

        var shop = ShopId.New();
        await ShopTable.AdoptAsync(database.Options(), shop, Stop);
        await ShopTable.AdoptAsync(database.Options(), shop, Stop);
        Assert.Equal(shop, await ShopTable.ReadShopAsync(database.Options(), Stop));
        var fault = await Assert.ThrowsAsync<FatalFault>(
            () => ShopTable.AdoptAsync(database.Options(), ShopId.New(), Stop));
        Assert.Equal("other-shop", fault.Code);
        Assert.Equal(shop, await ShopTable.ReadShopAsync(database.Options(), Stop));
    }

    [Fact]
    public async Task Of_several_who_say_so_at_once_one_is_heard()
    {
        var database = await PostgresDatabase.CreateAsync();
        var codes = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await ShopTable.AdoptAsync(database.Options(), ShopId.New(), Stop);
                return "adopted";
            }
            catch (FatalFault fault)
            {
                return fault.Code;
            }
        }));
        Assert.Equal(["adopted", "other-shop", "other-shop", "other-shop"], codes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_but_an_identity_is_one()
    {
        var database = await PostgresDatabase.CreateAsync();
        await Assert.ThrowsAsync<Npgsql.PostgresException>(
            () => database.RunAsync("INSERT INTO shop (one, shop_id) VALUES (1, 'mine')"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(
            () => database.RunAsync("INSERT INTO shop (one, shop_id) VALUES (2, repeat('0', 32))"));
    }
}
