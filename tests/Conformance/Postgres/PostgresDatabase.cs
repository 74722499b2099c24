using System.Collections.Concurrent;
using Cartwright.Conformance.Stores;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Cartwright.Shop;

namespace Cartwright.Conformance.Postgres;

/// <summary>
/// A new database with all tables, on the server that the tests of this process share. A returned database is emptied
/// and used again, because creating one takes longer than most tests.
/// </summary>
internal sealed class PostgresDatabase
{
    private const string Template = "migrated";
    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartAsync);
    private static readonly ConcurrentBag<PostgresDatabase> Returned = [];
    private static int _last;

    private readonly PostgresServer _server;

    private PostgresDatabase(PostgresServer server, string name) => (_server, Name) = (server, name);

    public static IReadOnlyList<Role> Roles { get; } = ShopServices.Roles;

    public string Name { get; }

    public PostgresServer Server => _server;

    public static async Task EndSharedServerAsync()
    {
        // A server that never started needs no stop.
        if (Shared is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await Shared.Value).DisposeAsync();
        }
    }

    public static async Task<PostgresDatabase> CreateAsync(PostgresServer? server = null, bool isMigrated = true)
    {
        server ??= await Shared.Value;
        var name = $"test_{Interlocked.Increment(ref _last)}";
        var template = isMigrated ? $" TEMPLATE {Template}" : "";
        await server.RunAsync($"CREATE DATABASE {name} OWNER {PostgresServer.Role}{template}");
        return new PostgresDatabase(server, name);
    }

    /// <summary>An empty database with all tables on the shared server, possibly used before.</summary>
    public static async Task<PostgresDatabase> TakeAsync() =>
        Returned.TryTake(out var used) ? used : await CreateAsync();

    /// <summary>Empties the database for the next test. Its tables must be unchanged.</summary>
    public async Task GiveBackAsync()
    {
        var tables = StoreHarness.Tables.Select(table => table.Name).Concat(["outbox", "lanes"]);
        var emptying = tables.Select(table => $"DELETE FROM {table};").Append("UPDATE id_block SET next = 0");
        await RunAsync(string.Concat(emptying));
        Returned.Add(this);
    }

    public PostgresOptions Options(int? port = null, string user = PostgresServer.Role) =>
        new() { ConnectionString = _server.ConnectionOf(Name, user, port) };

    /// <summary>As the role that owns nothing, over TLS.</summary>
    public PostgresOptions ServingOptions(int? port = null) =>
        new() { ConnectionString = _server.ServingConnectionOf(Name, port) };

    public Task<PostgresStore> OpenAsync(PostgresOptions? options = null, int readersMax = 4) =>
        PostgresStore.OpenAsync(
            options ?? Options(), Roles, readersMax, TimeProvider.System, TestContext.Current.CancellationToken);

    public Task RunAsync(params string[] statements) => _server.RunInAsync(Name, statements);

    /// <summary>A server whose new databases have all tables.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var server = await PostgresServer.StartAsync();
        await server.RunAsync($"CREATE DATABASE {Template} OWNER {PostgresServer.Role}");
        var options = new PostgresOptions { ConnectionString = $"{server.ConnectionOf(Template)};Pooling=false" };
        await PostgresMigrations.ApplyMissingAsync(options, Roles, CancellationToken.None);
        foreach (var role in Roles)
        {
            await new PostgresAtRest(options, role).ChangeAsync(
                new DatabaseChange.Grant(PostgresServer.ServingRole, IsReader: false), CancellationToken.None);
        }

        return server;
    }
}
