namespace Cartwright.Http.Tests.Server;

/// <summary>One shop with `--reply immediate` for the tests of a class.</summary>
public sealed class ImmediateShop : IAsyncLifetime
{
    private RunningShop? _shop;

    internal RunningShop Shop => _shop!;

    internal ShopCaller Call => Shop.Call;

    public async ValueTask InitializeAsync() => _shop = await RunningShop.StartAsync("immediate");

    public ValueTask DisposeAsync() => _shop?.DisposeAsync() ?? ValueTask.CompletedTask;
}
