using System.CommandLine;
using Cartwright.Cli.Migrate;
using Cartwright.Cli.Parked;
using Cartwright.Cli.Sagas;
using Cartwright.Cli.Verify;
using Cartwright.CommandLine;
using Cartwright.Conformance.Postgres;
using Cartwright.Conformance.Servers;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Cartwright.Shop;
using Npgsql;

namespace Cartwright.Cli.Tests.Postgres;

/// <summary>
/// A PostgreSQL server with the three databases, made by the statements that the documents give to an operator.
/// </summary>
public sealed class ServicesServer : IAsyncLifetime
{
    private PostgresServer? _server;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The options for all three databases.</summary>
    public IReadOnlyList<string> Options =>
    [
        .. ShopServices.Roles
            .SelectMany(role => (string[])[$"--postgres-{role.Name}", ConnectionOf(role)]),
    ];

    public async ValueTask InitializeAsync()
    {
        if (!Prerequisites.HasPostgres)
        {
            return;
        }

        _server = await PostgresServer.StartAsync();
        foreach (var role in ShopServices.Roles)
        {
            await _server.RunAsync([.. DocumentedStatements(role.Name)]);
        }
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    public string ConnectionOf(Role role) => ConnectionOf($"cartwright_{role.Name}");

    public string ConnectionOf(string database, string? user = null) =>
        $"{Prerequisites.Postgres(_server).ConnectionOf(database, user ?? database)};Pooling=false";

    /// <summary>Runs statements as the superuser.</summary>
    public Task AdministerAsync(params string[] statements) => Prerequisites.Postgres(_server).RunAsync(statements);

    /// <summary>The options for all three databases, each with a role of its service.</summary>
    public IReadOnlyList<string> OptionsAs(Func<Role, string> roleOf) =>
    [
        .. ShopServices.Roles.SelectMany(role =>
            (string[])[$"--postgres-{role.Name}", ConnectionOf($"cartwright_{role.Name}", roleOf(role))]),
    ];

    /// <summary>Runs a verb, for which no wait lasts, and returns its exit status.</summary>
    public static Task<int> RunAsync(params IEnumerable<string> words) => RunAsync(new HastyClock(), words);

    /// <summary>Runs a verb and returns its exit status.</summary>
    public static Task<int> RunAsync(TimeProvider clock, IEnumerable<string> words) => CommandLineRun.InvokeAsync(
        new RootCommand
        {
            MigrateCommand.CreateCommand(clock),
            VerifyCommand.CreateCommand(),
            ParkedCommand.CreateCommand(),
            SagaCommand.CreateCommand(),
        },
        [.. words]);

    /// <summary>Empties the tables of all three databases.</summary>
    public async Task PrepareAsync()
    {
        Assert.Equal(0, await RunAsync(["migrate", .. Options]));
        foreach (var role in ShopServices.Roles)
        {
            foreach (var table in EngineTables.TablesOf([ServiceOf(role)]))
            {
                await ExecuteAsync(role, $"DELETE FROM {table.Name}");
            }
        }
    }

    public Task<PostgresStore> OpenAsync(Role role) => PostgresStore.OpenAsync(
        new PostgresOptions { ConnectionString = ConnectionOf(role) },
        [role],
        readersMax: 4,
        TimeProvider.System,
        Stop);

    /// <summary>Commits rows as a node of the service does.</summary>
    public async Task PutAsync(Role role, params IEnumerable<(Key Key, object State)> rows)
    {
        await using var store = await OpenAsync(role);
        var lane = await store.OpenLaneAsync(Stop);
        var writes = new WriteSet();
        writes.Rows.AddRange(rows.Select(row => new RowWrite(row.Key, row.State, 0)));
        await lane.CommitAsync(writes);
    }

    public Task ExecuteAsync(Role role, string sql) => ExecuteAsync(ConnectionOf(role), sql);

    public static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Stop);
    }

    internal static IService ServiceOf(Role role) => ShopServices.Of(role);

    // The document has the statements for the order service. The other services get the same ones with their own names.
    private static IEnumerable<string> DocumentedStatements(string service) => Repository
        .ReadLines("docs/operating/clusters.md")
        .SkipWhile(line => !line.StartsWith("CREATE ROLE cartwright_order", StringComparison.Ordinal))
        .TakeWhile(line => line != "```")
        .Select(line => line.Replace("cartwright_order", $"cartwright_{service}", StringComparison.Ordinal));
}
