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
        var before = StoredRows.In(shop.Folder);
        foreach (var path in Resets)
        {
            (await PostAsync(shop.Url, path)).MustBeProblem(404, "no-such-path");
            (await PostAsync(gateway.Url, path)).MustBeProblem(404, "no-such-path");
        }

        Assert.Equal(before, StoredRows.In(shop.Folder));
        var document = (await shop.Call.GetAsync("/openapi/v1.json")).Body;
        Assert.DoesNotContain("batch_init", document, StringComparison.Ordinal);
        Assert.Equal(200, (await shop.Call.PostAsync("/payment/create_user")).Status);
    }

    // Not compared with the OpenAPI document, which is that of a shop with a reset.
    private static Task<Reply> PostAsync(Uri server, string path) => RawConnection.ExchangeAsync(
        server, $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
}
