using Cartwright.Domain;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Http.Tests.Api;

/// <summary>An Idempotency-Key belongs to one service, in one process as in many.</summary>
public sealed class KeyScopeTests
{
    private static readonly string[] Paths = ["/payment/create_user", "/stock/item/create/5", "/orders/create/1"];

    [Fact]
    public async Task One_process_has_an_effect_at_each_service()
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan());

        await MustHaveThreeEffectsAsync(shop.Call);
    }

    [Fact]
    public async Task Nodes_behind_a_gateway_have_an_effect_at_each_service()
    {
        await using var order = await StartAsync(ShopServices.Order);
        await using var stock = await StartAsync(ShopServices.Stock);
        await using var payment = await StartAsync(ShopServices.Payment);
        await using var gateway = await LocalGateway.StartAsync([], options => options with
        {
            Nodes = new Dictionary<Role, IReadOnlyList<string>>
            {
                [Role.Order] = [$"{order.Url}"],
                [Role.Stock] = [$"{stock.Url}"],
                [Role.Payment] = [$"{payment.Url}"],
            },
        });
        using var caller = new ShopCaller(gateway.Url);

        await MustHaveThreeEffectsAsync(caller);
    }

    private static Task<LocalShop> StartAsync(IService service) =>
        LocalShop.StartAsync(new LocalShop.Plan { Services = [service], Log = new SilentLog() });

    private static async Task MustHaveThreeEffectsAsync(ShopCaller shop)
    {
        var key = ("Idempotency-Key", "one key");
        foreach (var path in Paths)
        {
            var first = await shop.PostAsync(path, key);
            var second = await shop.PostAsync(path, key);
            Assert.Equal((200, 200, first.Body), (first.Status, second.Status, second.Body));
        }

        (await shop.PostAsync("/payment/add_funds/1/1", key)).MustBeProblem(422, "idempotency-key-reused");
    }
}
