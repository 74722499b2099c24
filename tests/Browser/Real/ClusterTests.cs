using Cartwright.Browser.Serving;
using Cartwright.ClusterFaults.Processes;
using Cartwright.Conformance.Servers;
using Cartwright.Http.Tests;
using Microsoft.Playwright;

namespace Cartwright.Browser.Real;

/// <summary>The console of a real cluster: a part is stopped and started by its buttons.</summary>
[Trait("Kind", "Long")]
public sealed class ClusterTests(Chromium chromium)
{
    // A broker gives the partitions of a stopped node away, and a started one joins, within seconds.
    private const float PatienceMs = 60_000;
    private const string ConsoleLine = "console";

    [Fact]
    public async Task While_stock_is_stopped_a_saga_waits_and_then_it_ends()
    {
        Prerequisites.RequireCluster(isReplicated: false);
        await using var cluster = await RunningCluster.StartAsync(
            nodesOfRole: 1, brokers: 1, new Dictionary<string, string>());
        using var client = new ShopClient(cluster.Url);
        await using var watched = await chromium.OpenAsync(await FindConsoleAsync(cluster));
        var page = watched.Page;
        await watched.GoToAsync("/");
        await Assertions.Expect(page.Locator("tr", new() { HasText = "stock-1" }).First).ToContainTextAsync("ready");

        var order = await client.NewOrderAsync(credit: 100, stock: 3, quantity: 2);
        await ActAsync(watched, "Stop");
        await Assertions.Expect(PartRow(page)).ToContainTextAsync("down", Patience);
        await client.CheckOutAsync(order);
        await Assertions.Expect(page.Locator(".beside section", new() { HasText = "Sagas in flight" }))
            .ToContainTextAsync(order.Id[^6..], Patience);

        await watched.GoToAsync($"/sagas/{order.Id}");
        var take = page.Locator(".card", new() { HasText = "2 take stock" });
        await Assertions.Expect(take).ToContainTextAsync("waiting", Patience);
        await Assertions.Expect(take).ToContainTextAsync("stock does not answer", Patience);
        await Assertions.Expect(page.Locator(".card", new() { HasText = "1 hold credit" })).ToContainTextAsync("done");
        await watched.RequireAccessibleAsync();

        await ActAsync(watched, "Start");
        await Assertions.Expect(PartRow(page)).ToContainTextAsync("ready", Patience);
        await watched.GoToAsync($"/sagas/{order.Id}");
        await Assertions.Expect(take).ToContainTextAsync("done", Patience);
        await Assertions.Expect(page.Locator(".card", new() { HasText = "3 capture credit" }))
            .ToContainTextAsync("done", Patience);
        watched.RequireNoFaults();
        await cluster.RequireRightBooksAsync();
    }

    private static LocatorAssertionsToContainTextOptions Patience => new() { Timeout = PatienceMs };

    private static ILocator PartRow(IPage page) => page.Locator("tr", new() { HasText = "stock-1" });

    private static async Task<Uri> FindConsoleAsync(RunningCluster cluster)
    {
        string? line = null;
        await Eventually.IsAsync("the console's address is printed", () =>
        {
            line = cluster.Said.FirstOrDefault(text => text.Trim().StartsWith(ConsoleLine, StringComparison.Ordinal));
            return Task.FromResult(line is not null);
        });
        return new Uri(line!.Trim()[ConsoleLine.Length..].Trim());
    }

    private static async Task ActAsync(WatchedPage watched, string verb)
    {
        var page = watched.Page;
        await watched.GoToAsync("/parts");
        await page.GetByRole(AriaRole.Button, new() { Name = $"{verb}… stock-1" })
            .ClickAsync(new() { Timeout = PatienceMs });
        await page.GetByLabel("Reason, for the audit log").FillAsync("a test of the console");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = verb }).ClickAsync();
    }
}
