using Cartwright.Http.Tests.Server;
using Microsoft.Data.Sqlite;

namespace Cartwright.Browser.Real;

/// <summary>The real program with its console, and a file that a test changes.</summary>
internal sealed class EmbeddedShop : IAsyncDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";

    private readonly DataFolder _folder;
    private readonly ServerProcess _process;

    private EmbeddedShop(DataFolder folder, ServerProcess process)
    {
        (_folder, _process) = (folder, process);
        Client = new ShopClient(process.Url);
    }

    public ShopClient Client { get; }

    /// <summary>Where the console is.</summary>
    public Uri Console => _process.AdminUrl;

    public static async Task<EmbeddedShop> StartAsync()
    {
        var folder = new DataFolder();
        return new EmbeddedShop(folder, await ServerProcess.StartAsync(
            "--urls", AnyPort, "--admin-urls", AnyPort, "--reply", "final", "--data", folder.Path));
    }

    /// <summary>Runs a statement on the file of the running shop, as an operator can.</summary>
    public async Task ChangeFileAsync(string sql)
    {
        await using var file = new SqliteConnection(
            $"Data Source={Path.Combine(_folder.Path, "cartwright.db")};Pooling=False");
        await file.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = file.CreateCommand();
        command.CommandText = sql;
        Assert.True(await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken) > 0);
    }

    /// <summary>Stops the program.</summary>
    /// <returns>The lines that it has printed.</returns>
    public async Task<string> StopAsync()
    {
        Assert.Equal(0, await _process.StopAsync());
        return _process.Output;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
