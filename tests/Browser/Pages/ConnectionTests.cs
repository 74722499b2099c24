using System.Text.RegularExpressions;
using Cartwright.AdminConsole.Watching;
using Cartwright.Browser.Serving;
using Cartwright.Conformance.Servers;
using Cartwright.Http.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Cartwright.Browser.Pages;

/// <summary>A server or a shop that does not answer for a while, and browsers that come and go.</summary>
[Trait("Kind", "Long")]
public sealed class ConnectionTests(Chromium chromium)
{
    [Fact]
    public async Task A_lost_server_is_named_and_the_page_mends_itself()
    {
        var url = $"http://127.0.0.1:{Machine.FreePort()}";
        var host = await ConsoleHost.StartAsync(url: url);
        await using var watched = await chromium.OpenAsync(new Uri(url));
        await watched.GoToAsync("/");
        await Assertions.Expect(watched.Page.GetByText("As of")).ToBeVisibleAsync();
        watched.RequireNoFaults();

        watched.IsServerAway = true;
        await host.DisposeAsync();
        await Assertions.Expect(watched.Page.GetByText("No connection to the server.")).ToBeVisibleAsync();
        await watched.RequireAccessibleAsync();

        // A server that was started again knows no page: each is loaded again.
        await watched.Page.EvaluateAsync("window.isOldPage = true");
        await using var next = await ConsoleHost.StartAsync(url: url);
        await Eventually.IsAsync("the page is loaded again", async () => await IsNewPageAsync(watched.Page));
        await Assertions.Expect(watched.Page.GetByText("No connection to the server.")).ToBeHiddenAsync();
        await Eventually.IsAsync("the nodes are read", () => Task.FromResult(next.Shop.NodeReadings > 2));
    }

    // A click on a page that is not connected yet would be lost without a sign.
    [Theory]
    [InlineData("/parked")]
    [InlineData("/parts")]
    public async Task A_button_waits_for_the_connection(string path)
    {
        await using var host = await ConsoleHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Url };
        var page = await http.GetStringAsync(path, TestContext.Current.CancellationToken);
        var buttons = Regex.Matches(page, "<button type=\"button\"[^>]*>|<input type=\"checkbox\"[^>]*>");
        Assert.NotEmpty(buttons);
        Assert.All(buttons, button => Assert.Contains(" disabled", button.Value, StringComparison.Ordinal));
    }

    // While a page is left, a script cannot run in it.
    private static async Task<bool> IsNewPageAsync(IPage page)
    {
        try
        {
            return await page.EvaluateAsync<bool>("!window.isOldPage");
        }
        catch (PlaywrightException)
        {
            return false;
        }
    }

    [Fact]
    public async Task A_shop_that_does_not_answer_is_named_and_the_rest_stays()
    {
        await using var host = await ConsoleHost.StartAsync();
        await using var watched = await chromium.OpenAsync(host.Url);
        await watched.GoToAsync("/");
        await Assertions.Expect(watched.Page.GetByText("order-1").First).ToBeVisibleAsync();

        host.Shop.Fault = "No node of order answers.";
        await Assertions.Expect(watched.Page.GetByText("No node of order answers.")).ToBeVisibleAsync();
        await Assertions.Expect(watched.Page.GetByText("order-1").First).ToBeVisibleAsync();
        host.Shop.Fault = null;
        await Assertions.Expect(watched.Page.GetByText("No node of order answers.")).ToBeHiddenAsync();
        watched.RequireNoFaults();
    }

    // Two browsers cost one reading a second, and none costs nothing.
    [Fact]
    public async Task One_collector_reads_for_all_browsers_and_rests_without_any()
    {
        await using var host = await ConsoleHost.StartAsync();
        var watch = host.Services.GetRequiredService<ShopWatch>();
        Assert.Equal((0, 0), (watch.WatcherCount, host.Shop.NodeReadings));
        await using (var one = await chromium.OpenAsync(host.Url))
        await using (var other = await chromium.OpenAsync(host.Url))
        {
            await one.GoToAsync("/");
            await other.GoToAsync("/");
            await Eventually.IsAsync("two watch", () => Task.FromResult(watch.WatcherCount == 2));
            var (before, began) = (host.Shop.NodeReadings, TimeProvider.System.GetTimestamp());
            await Eventually.IsAsync("five readings", () => Task.FromResult(host.Shop.NodeReadings >= before + 5));
            Assert.True(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds > 3 * ShopWatch.StepMs);
        }

        await Eventually.IsAsync("no browser watches", () => Task.FromResult(watch.WatcherCount == 0));
    }
}
