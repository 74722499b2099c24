using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Access;

/// <summary>Without a reset, the three <c>batch_init</c> are paths that do not exist.</summary>
public sealed class ResetTests
{
    private static readonly string[] Resets =
        ["/orders/batch_init/1/1/1/1", "/payment/batch_init/1/1", "/stock/batch_init/1/1/1"];

    [Fact]
    public async Task A_shop_without_a_reset_does_not_know_its_paths()
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan
        {
            Shop = options => options with { AllowsReset = false },
        });
        await using var gateway = await LocalGateway.StartAsync([shop.Url.ToString()]);
        using var caller = new ShopCaller(gateway.Url);
        var before = StoredRows.In(shop.Folder);
        foreach (var path in Resets)
        {
            (await shop.Call.PostAsync(path)).MustBeProblem(404, "no-such-path");
            (await caller.PostAsync(path)).MustBeProblem(404, "no-such-path");
        }

        Assert.Equal(before, StoredRows.In(shop.Folder));
        Assert.Equal(200, (await shop.Call.PostAsync("/payment/create_user")).Status);
    }
}
