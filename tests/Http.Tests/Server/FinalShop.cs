namespace Cartwright.Http.Tests.Server;

/// <summary>One shop with `--reply final` for the tests of a class.</summary>
public sealed class FinalShop : IAsyncLifetime
{
    private RunningShop? _shop;

    internal RunningShop Shop => _shop!;

    internal ShopCaller Call => Shop.Call;

    public async ValueTask InitializeAsync() => _shop = await RunningShop.StartAsync("final");

    public ValueTask DisposeAsync() => _shop?.DisposeAsync() ?? ValueTask.CompletedTask;
}
