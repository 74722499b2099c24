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
        Assert.Empty(said.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("dotnet_")));
        Assert.Equal(1, (await Promtool.RunAsync(text + "cartwright{\n", "check", "metrics")).Code);
    }

    [Fact]
    public async Task A_thousand_paths_make_no_series_of_their_own()
    {
        for (var i = 0; i < 1_000; i++)
        {
            await fixture.Call.GetAsync($"/orders/find/{i.ToString(CultureInfo.InvariantCulture)}");
            await fixture.Call.GetAsync($"/nothing/{i.ToString(CultureInfo.InvariantCulture)}");
        }

        var routes = (await fixture.Admin.GetAsync("/metrics")).Body.Split('\n')
            .Where(line => line.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal))
            .ToList();
        Assert.Contains(routes, line => line.Contains("http_route=\"/orders/find/{order_id}\""));
        Assert.DoesNotContain(routes, line => line.Contains("/999"));
        Assert.InRange(routes.Count, 2, 40);
    }

    private static Task MustBecomeAsync(PrometheusServer prometheus, string query, Func<double, bool> isSo) =>
        Eventually.IsAsync(query, async () => (await prometheus.QueryAsync(query))
            .Any(series => isSo(double.Parse(series.Value, CultureInfo.InvariantCulture))));
}
