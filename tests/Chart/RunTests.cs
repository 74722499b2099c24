using System.Net;
using Cartwright.Chart.Clusters;
using Cartwright.ClusterFaults;

namespace Cartwright.Chart;

/// <summary>The rendered containers run, on real databases and a real broker, and sell.</summary>
[Trait("Kind", "Long")]
public sealed class RunTests
{
    private const string Log = "/healthz/log";

    private static readonly string[] Services = ["order", "stock", "payment"];
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(5);

    // The broker is lost in between: nodes stay ready, because readiness is that of the database.
    [Fact]
    public async Task The_rendered_shop_migrates_gets_ready_sells_and_ends()
    {
        await using var shop = await RenderedShop.OpenAsync();
        await shop.MigrateAsync();
        await shop.StartAsync();
        foreach (var part in Services.Append("gateway"))
        {
            await shop[part].UntilGoodAsync("startupProbe");
            await shop[part].UntilGoodAsync("livenessProbe");
            await shop[part].UntilGoodAsync("readinessProbe");
            await UntilLogIsAsync(shop, part, HttpStatusCode.OK);
        }

        await shop.CheckAsync();

        await shop.ChangeAsync("kill", "--leave-down", "kafka-1");
        foreach (var service in Services)
        {
            await UntilLogIsAsync(shop, service, HttpStatusCode.ServiceUnavailable);
        }

        await Eventually.StaysAsync("ready without Kafka", Outage, async () =>
            (await Task.WhenAll(Services.Append("gateway").Select(part => shop[part].StatusOfAsync("readinessProbe"))))
                .All(status => status == HttpStatusCode.OK));
        await shop.ChangeAsync("start", "kafka-1");
        foreach (var service in Services)
        {
            await UntilLogIsAsync(shop, service, HttpStatusCode.OK);
        }

        await shop.CheckAsync();
        await shop.RequireRightBooksAsync();
        await Task.WhenAll(Services.Append("gateway").Select(part => shop[part].RequireOrderlyEndAsync()));
    }

    private static Task UntilLogIsAsync(RenderedShop shop, string part, HttpStatusCode wanted) => Eventually.TrueAsync(
        $"{Log} of {part} is {wanted}", async () => await shop[part].StatusAtAsync("health", Log) == wanted);
}
