using Cartwright.Conformance.Stores;
using Cartwright.Domain;
using Cartwright.Engine.Housekeeping;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Npgsql;

namespace Cartwright.Conformance.Postgres;

/// <summary>A database from before services had open names keeps its rows, and takes those of any service.</summary>
public sealed class OpenRoleTests
{
    private const string LastOfThreeRoles = "0005-engine";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_survive_and_any_service_has_its_rows_from_then_on()
    {
        var database = await OlderAsync();
        await database.RunAsync(
            "INSERT INTO parked "
            + "VALUES ('take-stock.v1/8', 3, 'stock', 'Stock inbox', 'why', '{}', 0, 18, 19, 'said', 20)",
            "INSERT INTO outbox VALUES (5, 'order', 11, 101, '\\x00ff', 120)");
        await Assert.ThrowsAsync<PostgresException>(() => ShipAsync(database));

        Assert.Equal(
            ["0006-engine", "0007-engine"],
            await PostgresMigrations.ApplyMissingAsync(database.Options(), [Role.Stock], Stop));

        await using var store = await PostgresStore.OpenAsync(
            database.Options(), [Role.Stock], readersMax: 4, TimeProvider.System, Stop);
        var key = ParkedMessage.KeyOf("take-stock.v1/8");
        var found = await store.ReadAsync(key);
        Assert.Equal(3, found.VersionOf(key));
        Assert.Equal(
            new ParkedMessage(Role.Stock, "Stock inbox", "why", "{}", IsBase64: false, 18, 19)
            {
                ReturnReason = "said",
                ReturnedAt = 20,
            },
            found.StateOf(key));
        var left = Assert.Single(await store.ClaimAsync(now: 1_000, before: 1_000));
        Assert.Equal((5, Role.Order, 11, 101), (left.Id, left.To, left.Partition, left.At));
        Assert.Equal([0x00, 0xff], left.Bytes.ToArray());
        await ShipAsync(database);
        var wrong = await Assert.ThrowsAsync<PostgresException>(
            () => database.RunAsync("UPDATE outbox SET role = 'Ship'"));
        Assert.Equal("outbox_role_check", wrong.ConstraintName);
    }

    // The released files, up to the last one that listed the three services.
    private static async Task<PostgresDatabase> OlderAsync()
    {
        var database = await PostgresDatabase.CreateAsync(isMigrated: false);
        var assembly = typeof(PostgresMigrations).Assembly;
        var owner = $"SET ROLE {PostgresServer.Role}";
        await database.RunAsync(owner, "CREATE TABLE schema_versions (file text PRIMARY KEY, applied_at timestamptz)");
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            var file = name.Split('.')[^2];
            if (file.Split('-')[1] is "engine" or "stock" && string.CompareOrdinal(file, LastOfThreeRoles) <= 0)
            {
                using var sql = new StreamReader(assembly.GetManifestResourceStream(name)!);
                await database.RunAsync(
                    owner, await sql.ReadToEndAsync(Stop), $"INSERT INTO schema_versions VALUES ('{file}', now())");
            }
        }

        return database;
    }

    private static Task ShipAsync(PostgresDatabase database) => database.RunAsync(
        "INSERT INTO parked VALUES ('p', 1, 'ship', '', '', '', 0, 0)",
        "INSERT INTO outbox VALUES (1, 'ship', 0, 0, '')");
}
