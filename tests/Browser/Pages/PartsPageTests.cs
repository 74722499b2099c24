using Cartwright.Admin.Parts;
using Cartwright.Browser.Serving;
using Microsoft.Playwright;

namespace Cartwright.Browser.Pages;

/// <summary>The page of the parts of a local cluster, and its absence elsewhere.</summary>
public sealed class PartsPageTests(Chromium chromium)
{
    [Fact]
    public async Task A_part_is_stopped_and_started()
    {
        await using var host = await ConsoleHost.StartAsync();
        await using var watched = await chromium.OpenAsync(host.Url);
        await watched.GoToAsync("/parts");
        var page = watched.Page;
        var row = page.Locator("tr", new() { HasText = "stock-1" });
        await ActAsync(page, "Stop", "stock-1");
        await Assertions.Expect(row).ToContainTextAsync("down");
        await ActAsync(page, "Start", "stock-1");
        await Assertions.Expect(row).ToContainTextAsync("ready");

        Assert.Equal(
            [("stock-1", PartAction.Stop), ("stock-1", PartAction.Start)],
            host.Parts!.Actions.Select(action => (action.Part, action.Action)));
        watched.RequireNoFaults();
    }

    [Fact]
    [Trait("Kind", "Long")]
    public async Task Without_a_local_cluster_there_is_none()
    {
        await using var host = await ConsoleHost.StartAsync(hasParts: false);
        await using var watched = await chromium.OpenAsync(host.Url);
        await watched.GoToAsync("/");
        await Assertions.Expect(watched.Page.GetByRole(AriaRole.Link, new() { Name = "Parts" })).ToHaveCountAsync(0);
        await watched.Page.GotoAsync("/parts");
        await Assertions.Expect(watched.Page.GetByText("This shop is no local cluster")).ToBeVisibleAsync();
        Assert.Equal(0, await watched.Page.Locator("main button").CountAsync());
        watched.RequireNoFaults();
    }

    private static async Task ActAsync(IPage page, string verb, string part)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = $"{verb}… {part}" }).ClickAsync();
        await page.GetByLabel("Reason, for the audit log").FillAsync("a test");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = verb }).ClickAsync();
    }
}
