using Cartwright.Domain;
using Cartwright.Postgres;

namespace Cartwright.Conformance.Postgres;

/// <summary>
/// A new database with all tables, on the server that the tests of this process share. It goes with the server: a
/// DROP of each would cost a checkpoint.
/// </summary>
internal sealed class PostgresDatabase
{
    private const string Template = "migrated";
    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartAsync);
    private static int _last;

    private readonly PostgresServer _server;

    private PostgresDatabase(PostgresServer server, string name) => (_server, Name) = (server, name);

    public static IReadOnlyList<Role> Roles { get; } = Enum.GetValues<Role>();

    public string Name { get; }

    public PostgresServer Server => _server;

    /// <summary>The shared server, started by whoever needs it first.</summary>
    public static Task<PostgresServer> SharedServerAsync() => Shared.Value;

    public static async Task<PostgresDatabase> CreateAsync(PostgresServer? server = null, bool isMigrated = true)
    {
        server ??= await Shared.Value;
        var name = $"test_{Interlocked.Increment(ref _last)}";
        var template = isMigrated ? $" TEMPLATE {Template}" : "";
        await server.RunAsync($"CREATE DATABASE {name} OWNER {PostgresServer.Role}{template}");
        return new PostgresDatabase(server, name);
    }

    public PostgresOptions Options(int? port = null, string user = PostgresServer.Role) =>
        new() { ConnectionString = _server.ConnectionOf(Name, user, port) };

    public Task<PostgresStore> OpenAsync(PostgresOptions? options = null) => PostgresStore.OpenAsync(
        options ?? Options(), Roles, TimeProvider.System, TestContext.Current.CancellationToken);

    public Task RunAsync(params string[] statements) => _server.RunInAsync(Name, statements);

    /// <summary>A server whose new databases have all tables.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var server = await PostgresServer.StartAsync();
        await server.RunAsync($"CREATE DATABASE {Template} OWNER {PostgresServer.Role}");
        var options = new PostgresOptions { ConnectionString = $"{server.ConnectionOf(Template)};Pooling=false" };
        await Migrations.RunAsync(options, Roles, CancellationToken.None);
        return server;
    }
}
