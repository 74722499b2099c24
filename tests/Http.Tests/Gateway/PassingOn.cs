using Cartwright.Http.Tests.Local;

namespace Cartwright.Http.Tests.Gateway;

/// <summary>A shop alone, and a gateway before a node; both have user 0.</summary>
public sealed class PassingOn : IAsyncLifetime
{
    internal LocalShop Shop { get; private set; } = null!;

    /// <summary>The node behind the gateway.</summary>
    internal LocalShop Node { get; private set; } = null!;

    internal LocalGateway Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Shop = await LocalShop.StartAsync(new LocalShop.Plan());
        Node = await LocalShop.StartAsync(new LocalShop.Plan { Shop = options => options.BehindGateway() });
        Gateway = await LocalGateway.StartAsync([$"{Node.Url}"]);
        foreach (var shop in new[] { Shop, Node })
        {
            Assert.Equal(200, (await shop.Call.PostAsync("/payment/batch_init/1/1000")).Status);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Node.DisposeAsync();
        await Shop.DisposeAsync();
    }
}
