using Cartwright.Browser.Serving;
using Cartwright.Http.Tests.Server;
using Microsoft.Playwright;

namespace Cartwright.Browser.Real;

/// <summary>
/// The page of the interface's description, of a whole shop and of a gateway: it is whole, and a browser loads it from
/// this server alone.
/// </summary>
public sealed class DescriptionPageTests(Chromium chromium)
{
    private const string AnyPort = "http://127.0.0.1:0";

    // No node is there; the gateway describes the shop all the same.
    private const string NoNode = "http://127.0.0.1:1";

    [Fact]
    public async Task The_page_of_a_shop_shows_every_call_and_loads_nothing_from_elsewhere()
    {
        using var folder = new DataFolder();
        await MustBeWholeAsync(["--data", folder.Path]);
    }

    [Fact]
    public Task So_does_the_page_of_a_gateway() => MustBeWholeAsync(
        ["--roles", "gateway", "--order-nodes", NoNode, "--stock-nodes", NoNode, "--payment-nodes", NoNode]);

    private async Task MustBeWholeAsync(string[] options)
    {
        await using var process = await ServerProcess.StartAsync(["--urls", AnyPort, .. options]);
        await using var watched = await chromium.OpenAsync(process.Url);
        var answer = await watched.Page.GotoAsync("/scalar");

        Assert.Equal(200, answer!.Status);
        Assert.Contains("default-src 'none'", await answer.HeaderValueAsync("content-security-policy"));
        await Assertions.Expect(watched.Page.GetByText("An event-driven checkout.")).ToBeVisibleAsync();
        await Assertions.Expect(watched.Page.GetByText("Adds units of an item to an open").First).ToBeAttachedAsync();
        await Assertions.Expect(watched.Page.Locator("a[href*='scalar.com']:visible")).ToHaveCountAsync(0);
        if (Environment.GetEnvironmentVariable("CARTWRIGHT_PICTURES") is { Length: > 0 } pictures)
        {
            await watched.Page.ScreenshotAsync(new() { Path = Path.Combine(pictures, "description.png") });
        }

        watched.RequireNoFaults();
    }
}
