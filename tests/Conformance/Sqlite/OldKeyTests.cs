using Cartwright.Engine.Housekeeping;
using Cartwright.Sqlite;
using Microsoft.Data.Sqlite;

namespace Cartwright.Conformance.Sqlite;

/// <summary>Keys that were stored before a key belonged to one service.</summary>
public sealed class OldKeyTests : IDisposable
{
    private const string FirstTables = "Cartwright.Sqlite.Migrations.0001-tables.sql";

    private readonly string _directory = Directory.CreateTempSubdirectory("cartwright-test-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task They_become_their_services_keys()
    {
        await WriteAsync(
            ("a", "POST /orders/checkout/1"),
            ("order a", "POST /Orders/create/1/"),
            ("b", "POST /stock/item/create/5"),
            ("Zo\u00eb", "POST /payment/create_user"));

        await SqliteStore.Open(_directory, EngineTables.TablesOf([]), TimeProvider.System).DisposeAsync();

        Assert.Equal(["order a", "order order a", "payment Zo\u00eb", "stock b"], await ReadAsync());
    }

    private async Task WriteAsync(params (string Key, string Request)[] replies)
    {
        using var tables = new StreamReader(
            typeof(SqliteStore).Assembly.GetManifestResourceStream(FirstTables)!);
        await using var file = await OpenAsync();
        await RunAsync(file, await tables.ReadToEndAsync(TestContext.Current.CancellationToken));
        await RunAsync(file, $"PRAGMA application_id = {DatabaseFile.ApplicationId}; PRAGMA user_version = 1");
        foreach (var (key, request) in replies)
        {
            await RunAsync(file, $"INSERT INTO idempotency_keys VALUES ('{key}', 1, '{request}', '{{}}', 5)");
        }
    }

    private async Task<List<string>> ReadAsync()
    {
        await using var file = await OpenAsync();
        await using var read = file.CreateCommand();
        read.CommandText = "SELECT idempotency_key FROM idempotency_keys ORDER BY idempotency_key";
        await using var rows = await read.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<string> keys = [];
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            keys.Add(rows.GetString(0));
        }

        return keys;
    }

    private async Task<SqliteConnection> OpenAsync()
    {
        var file = new SqliteConnection($"Data Source={_directory}/{DatabaseFile.Name};Pooling=False");
        await file.OpenAsync(TestContext.Current.CancellationToken);
        return file;
    }

    private static async Task RunAsync(SqliteConnection file, string sql)
    {
        await using var command = file.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
