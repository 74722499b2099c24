using System.Globalization;
using Cartwright.Conformance.Servers;
using Cartwright.Http.Tests.Admin;
using Cartwright.Http.Tests.Collector;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Telemetry;

/// <summary>The metrics at the admin address, and a real Prometheus that scrapes them.</summary>
public sealed class MetricsTests(AdminShop fixture) : IClassFixture<AdminShop>
{
    private const string Paid = """cartwright_checkouts_total{cartwright_checkout_outcome="paid"}""";

    [Fact]
    public async Task A_Prometheus_scrapes_the_checkouts_of_a_shop()
    {
        await using var prometheus = await PrometheusServer.StartAsync(
            PrometheusServer.Scraping(fixture.Shop.Process.AdminUrl));
        await fixture.Shop.BuyAsync();
        await MustBecomeAsync(prometheus, Paid, value => value >= 1);
        await MustBecomeAsync(prometheus, "up", value => value == 1);
        await MustBecomeAsync(prometheus, "cartwright_checkout_duration_seconds_count", value => value >= 1);
        var identity = Assert.Single(await prometheus.QueryAsync("target_info"));
        Assert.Equal(("cartwright", "shop"), (identity.Labels["service_name"], identity.Labels["cartwright_role"]));
    }

    // promtool knows the conventions for names, which those of the runtime do not follow.
    [Fact]
    public async Task The_text_is_valid_and_follows_the_conventions_for_names()
    {
        await fixture.Shop.BuyAsync();
        var text = (await fixture.Admin.GetAsync("/metrics")).Body;
        var (_, said) = await Promtool.RunAsync(text, "check", "metrics");
        Assert.DoesNotContain(said.Split('\n'), line => line.Length > 0 && !line.StartsWith("dotnet_"));
        Assert.Equal(1, (await Promtool.RunAsync(text + "cartwright{\n", "check", "metrics")).Code);
    }

    /// <summary>The paths of requests are not labels, at a gateway neither: its routes are the interface's.</summary>
    [Fact]
    public async Task A_thousand_paths_make_no_series_of_their_own_at_a_gateway()
    {
        var node = fixture.Shop.Process.Url.GetLeftPart(UriPartial.Authority);
        await using var gateway = await ServerProcess.StartAsync(
            "--urls", "http://127.0.0.1:0", "--admin-urls", "http://127.0.0.1:0", "--roles", "gateway", "--node-name",
            "gateway-7", "--order-nodes", node, "--stock-nodes", node, "--payment-nodes", node, "--admin-nodes",
            fixture.Shop.Process.AdminUrl.GetLeftPart(UriPartial.Authority));
        using var call = new ShopCaller(gateway.Url);
        for (var i = 0; i < 500; i++)
        {
            await call.GetAsync($"/orders/find/{i.ToString(CultureInfo.InvariantCulture)}");
            await call.GetAsync($"/orders/nothing/{i.ToString(CultureInfo.InvariantCulture)}");
        }

        using var admin = new HttpClient { BaseAddress = gateway.AdminUrl };
        var text = await admin.GetStringAsync(
            new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        var routes = text.Split('\n')
            .Where(line => line.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal))
            .ToList();
        Assert.Contains(routes, line => line.Contains("http_route=\"/orders/find/{order_id}\""));
        Assert.Contains(routes, line => line.Contains("http_route=\"/orders/{**rest}\""));
        Assert.InRange(routes.Count, 2, 8);
        Assert.DoesNotContain("/499", text, StringComparison.Ordinal);
        Assert.Contains("service_name=\"cartwright-gateway\"", text, StringComparison.Ordinal);
        Assert.Contains("service_instance_id=\"gateway-7\"", text, StringComparison.Ordinal);
        Assert.Contains(
            "cartwright_gateway_nodes_ready{cartwright_service=\"stock\"} 1\n", text, StringComparison.Ordinal);
    }

    /// <summary>An unreadable message in the database is counted; a shop at rest has nothing else.</summary>
    [Fact]
    public async Task The_rows_that_need_attention_are_gauges()
    {
        await using var shop = await RunningShop.StartAsync("final", "--admin-urls", "http://127.0.0.1:0");
        await ParkedMessages.AddUnreadableAsync(shop.Folder);
        await using var prometheus = await PrometheusServer.StartAsync(
            PrometheusServer.Scraping(shop.Process.AdminUrl));
        await MustBecomeAsync(prometheus, "cartwright_database_up{cartwright_service=\"order\"}", value => value == 1);
        await MustBecomeAsync(prometheus, "cartwright_parked_size{cartwright_service=\"order\"}", value => value == 1);
        await MustBecomeAsync(prometheus, "cartwright_parked_size{cartwright_service=\"stock\"}", value => value == 0);
        await MustBecomeAsync(prometheus, "cartwright_rows_overdue", value => value == 0);
        await MustBecomeAsync(
            prometheus, "cartwright_orders_unfinished{cartwright_order_status=\"processing\"}", value => value == 0);
    }

    private static Task MustBecomeAsync(PrometheusServer prometheus, string query, Func<double, bool> isSo) =>
        Eventually.IsAsync(query, async () => (await prometheus.QueryAsync(query))
            .Any(series => isSo(double.Parse(series.Value, CultureInfo.InvariantCulture))));
}
