using Cartwright.Cli.Composition;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Serve;
using Cartwright.Cli.Tests.Configuration;
using Cartwright.Conformance.Kafka;
using Cartwright.Conformance.Postgres;
using Cartwright.Conformance.Servers;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Cli.Tests.Shops;

/// <summary>One broker, and the databases of two shops on one server.</summary>
public sealed class TwoShops : IAsyncLifetime
{
    private PostgresServer? _server;
    private KafkaBroker? _broker;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (Prerequisites.HasPostgres && Prerequisites.HasKafka)
        {
            _server = await PostgresServer.StartAsync();
            _broker = await KafkaBroker.StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _broker?.Dispose();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>New, empty databases for the services of a shop.</summary>
    public async Task<IReadOnlyDictionary<Role, string>> MakeDatabasesAsync(string shop)
    {
        Prerequisites.RequireKafka();
        var server = Prerequisites.Postgres(_server);
        Dictionary<Role, string> databases = [];
        foreach (var role in ShopServices.Roles)
        {
            var name = $"{shop}_{role.Name}";
            await server.RunAsync($"CREATE DATABASE {name} OWNER {PostgresServer.Role}");
            databases[role] = server.ConnectionOf(name);
        }

        return databases;
    }

    /// <summary>All services in one node, which makes its tables.</summary>
    internal Task<RunningNode> StartAsync(IReadOnlyDictionary<Role, string> databases, string prefix) =>
        NodeComposition.StartAsync(
            new ServeOptions(TestSettings.Read(
                $"--urls http://127.0.0.1:0 --reply final --migrate --kafka {_broker!.Address} "
                + $"--kafka-prefix {prefix} --roles {string.Join(',', databases.Keys.Select(role => role.Name))}",
                databases.ToDictionary(
                    database => Settings.Databases[database.Key].Variable, database => database.Value))),
            Seams.None,
            Stop);
}
