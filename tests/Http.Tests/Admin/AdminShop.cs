using Cartwright.Http.Tests.Contract;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Admin;

/// <summary>One shop with `--reply final` and an admin address for the tests of a class.</summary>
public sealed class AdminShop : IAsyncLifetime
{
    private RunningShop? _shop;
    private ShopCaller? _admin;

    internal RunningShop Shop => _shop!;

    /// <summary>Calls the public address.</summary>
    internal ShopCaller Call => Shop.Call;

    /// <summary>Calls the admin address; each answer is compared with its own document.</summary>
    internal ShopCaller Admin => _admin!;

    public async ValueTask InitializeAsync()
    {
        _shop = await RunningShop.StartAsync("final", "--admin-urls", "http://127.0.0.1:0");
        var url = _shop.Process.AdminUrl;
        _admin = new ShopCaller(url, OpenApiContract.AdminAsync(url));
    }

    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        if (_shop is not null)
        {
            await _shop.DisposeAsync();
        }
    }
}
