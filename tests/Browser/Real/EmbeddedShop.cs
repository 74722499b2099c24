using System.Text.Json;
using Cartwright.Http.Tests.Server;
using Microsoft.Data.Sqlite;

namespace Cartwright.Browser.Real;

/// <summary>The real program with its console, and a file that a test changes.</summary>
internal sealed class EmbeddedShop : IAsyncDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";

    private readonly DataFolder _folder = new();
    private readonly HttpClient _http = new();
    private ServerProcess? _process;

    private ServerProcess Process => _process!;

    /// <summary>Where the console is.</summary>
    public Uri Console => Process.AdminUrl;

    public static async Task<EmbeddedShop> StartAsync()
    {
        var shop = new EmbeddedShop();
        await shop.StartProcessAsync();
        return shop;
    }

    /// <summary>An order of a new user for units of a new item that cost 5 each.</summary>
    public async Task<Order> NewOrderAsync(long credit, long stock, long quantity)
    {
        var user = await PostAsync("/payment/create_user", "user_id");
        await PostAsync($"/payment/add_funds/{user}/{credit}");
        var item = await PostAsync("/stock/item/create/5", "item_id");
        await PostAsync($"/stock/add/{item}/{stock}");
        var order = await PostAsync($"/orders/create/{user}", "order_id");
        await PostAsync($"/orders/addItem/{order}/{item}/{quantity}");
        return new Order(order, user, item);
    }

    /// <summary>Checks an order out, with any outcome.</summary>
    public async Task CheckOutAsync(Order order)
    {
        using var answer = await _http.PostAsync(new Uri(Process.Url, $"/orders/checkout/{order.Id}"), null);
    }

    /// <summary>Runs a statement on the file of the running shop, as an operator can.</summary>
    public async Task ChangeFileAsync(string sql)
    {
        await using var file = new SqliteConnection(
            $"Data Source={Path.Combine(_folder.Path, "cartwright.db")};Pooling=False");
        await file.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = file.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Stops the program.</summary>
    /// <returns>The lines that it has printed.</returns>
    public async Task<string> StopAsync()
    {
        Assert.Equal(0, await Process.StopAsync());
        return Process.Output;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Process.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartProcessAsync() => _process = await ServerProcess.StartAsync(
        "--urls", AnyPort, "--admin-urls", AnyPort, "--reply", "final", "--data", _folder.Path);

    private async Task<string> PostAsync(string path, string? member = null)
    {
        using var answer = await _http.PostAsync(new Uri(Process.Url, path), content: null);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        if (member is null)
        {
            return text;
        }

        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty(member).GetString()!;
    }

    internal sealed record Order(string Id, string User, string Item);
}
