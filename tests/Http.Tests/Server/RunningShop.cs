namespace Cartwright.Http.Tests.Server;

/// <summary>A shop that serves from a folder of its own, and can be restarted in it.</summary>
internal sealed class RunningShop : IAsyncDisposable
{
    private readonly DataFolder _folder = new();
    private readonly string[] _options;
    private readonly IReadOnlyDictionary<string, string> _variables;
    private ServerProcess? _process;
    private ShopCaller? _caller;

    private RunningShop(string[] options, IReadOnlyDictionary<string, string> variables) =>
        (_options, _variables) = (options, variables);

    public ShopCaller Call => _caller!;

    public ServerProcess Process => _process!;

    public string Folder => _folder.Path;

    public static Task<RunningShop> StartAsync(string reply, params string[] options) =>
        StartAsync(reply, new Dictionary<string, string>(), options);

    public static async Task<RunningShop> StartAsync(
        string reply, IReadOnlyDictionary<string, string> variables, params string[] options)
    {
        var shop = new RunningShop(["--reply", reply, .. options], variables);
        await shop.StartAsync();
        return shop;
    }

    /// <summary>Sells one unit of a new item to a new user.</summary>
    /// <param name="headers">Headers of the checkout.</param>
    public async Task BuyAsync(params (string Name, string Value)[] headers)
    {
        var user = await Call.NewUserAsync(credit: 10);
        var item = await Call.NewItemAsync(price: 10, stock: 1);
        var order = await Call.NewOrderAsync(user, (item, 1));
        Assert.Equal("paid", (await Call.CheckOutAsync(order, headers)).Text("status"));
    }

    /// <summary>Stops the process, and starts another one in the same folder.</summary>
    public async Task RestartAsync()
    {
        Assert.Equal(0, await Process.StopAsync());
        await CloseAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }

    private async Task StartAsync()
    {
        _process = await ServerProcess.StartAsync(
            _variables, ["--urls", "http://127.0.0.1:0", "--data", Folder, .. _options]);
        _caller = new ShopCaller(_process.Url);
    }

    private async Task CloseAsync()
    {
        _caller?.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
