using Cartwright.Browser.Serving;
using Microsoft.Playwright;

namespace Cartwright.Browser.Pages;

/// <summary>The page of one node, reached from the overview.</summary>
public sealed class NodePageTests(Chromium chromium)
{
    // A node that does not answer is called by its address, which has slashes.
    [Fact]
    public async Task A_node_without_an_answer_has_its_page_too()
    {
        await using var host = await ConsoleHost.StartAsync();
        await using var watched = await chromium.OpenAsync(host.Url);
        await watched.GoToAsync("/");
        await watched.Page.GetByRole(AriaRole.Link, new() { Name = "http://127.0.0.1:40127" }).ClickAsync();
        await Assertions.Expect(watched.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("Node http://127.0.0.1:40127");
        await Assertions.Expect(watched.Page.Locator("dl.facts").First).ToContainTextAsync("connection refused");
        watched.RequireNoFaults();
    }
}
