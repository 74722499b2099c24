using System.Globalization;
using Cartwright.Browser.Fake;
using Cartwright.Browser.Serving;
using Microsoft.Playwright;

namespace Cartwright.Browser.Pages;

/// <summary>The list of sagas and one saga.</summary>
public sealed class SagaPageTests(Chromium chromium) : IAsyncLifetime
{
    private ConsoleHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ConsoleHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_filter_is_in_the_address_and_the_oldest_come_first()
    {
        await using var watched = await chromium.OpenAsync(_host.Url);
        await watched.GoToAsync("/sagas");
        var page = watched.Page;
        await page.GetByLabel("Only stuck ones").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await page.WaitForURLAsync("**/sagas?*stuck=yes*");

        var rows = page.Locator("table.grid tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(17);
        await Assertions.Expect(rows.Locator(".note")).ToHaveCountAsync(17);
        var oldest = await rows.First.GetByRole(AriaRole.Link).First.GetAttributeAsync("title");
        Assert.Equal(LivelySagas.Oldest.ToString(CultureInfo.InvariantCulture), oldest);

        await page.GetByLabel("State").SelectOptionAsync("failed");
        await page.GetByLabel("Only stuck ones").UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(rows).ToContainTextAsync("out-of-stock");
        watched.RequireNoFaults();
    }

    [Theory]
    [InlineData("/sagas?user=me", "A user and an item are numbers.")]
    [InlineData("/sagas?state=lost", "There is no state 'lost'.")]
    public async Task A_filter_without_a_meaning_is_named(string path, string mistake)
    {
        using var client = new HttpClient { BaseAddress = _host.Url };
        var html = await client.GetStringAsync(path, TestContext.Current.CancellationToken);
        Assert.Contains(mistake, System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
    }

    // In the order of the steps: the command to the service, and its answer back. What has not happened is dashed.
    [Theory]
    [InlineData(
        LivelySagas.Waiting,
        "hold-credit.v1 > | credit-held.v1 < | take-stock.v1 > | stock-taken.v1 < later | capture-credit.v1 > later")]
    [InlineData(
        LivelySagas.Failed,
        "hold-credit.v1 > | void-credit.v1 > | credit-voided.v1 < | take-stock.v1 > | stock-refused.v1 < "
        + "| capture-credit.v1 > later")]
    public async Task Arrows_go_to_the_service_and_back(long order, string expected)
    {
        await using var watched = await chromium.OpenAsync(_host.Url);
        await watched.GoToAsync($"/sagas/{order}");
        var shown = await watched.Page.EvaluateAsync<string>("""
            [...document.querySelector('.lanes').querySelectorAll('.sends > span')].map(way => {
              const text = way.querySelector('code').getBoundingClientRect();
              const isBack = way.querySelector('svg').getBoundingClientRect().left < text.left;
              const isDashed = getComputedStyle(way, '::after').borderTopStyle === 'dashed';
              return `${way.innerText.trim()} ${isBack ? '<' : '>'}${isDashed ? ' later' : ''}`;
            }).join(' | ')
            """);
        Assert.Equal(expected, shown);
        watched.RequireNoFaults();
    }

    [Fact]
    public async Task A_waiting_step_names_the_service_that_does_not_answer()
    {
        await using var watched = await chromium.OpenAsync(_host.Url);
        await watched.GoToAsync($"/sagas/{LivelySagas.Waiting}");
        var step = watched.Page.Locator(".card", new() { HasText = "2 take stock" });
        await Assertions.Expect(step).ToContainTextAsync("waiting");
        await Assertions.Expect(step).ToContainTextAsync("stock does not answer");
        await Assertions.Expect(watched.Page.Locator(".card", new() { HasText = "3 capture credit" }))
            .ToContainTextAsync("not yet");
        watched.RequireNoFaults();
    }

    [Fact]
    public async Task A_step_past_the_deadline_names_the_message_that_is_on_its_way()
    {
        await using var watched = await chromium.OpenAsync(_host.Url);
        await watched.GoToAsync($"/sagas/{LivelySagas.Oldest}");
        await Assertions.Expect(watched.Page.Locator(".card", new() { HasText = "2 take stock" }))
            .ToContainTextAsync("stock does not answer; cancel-attempt.v1 waits in its inbox");
        await Assertions.Expect(watched.Page.Locator(".sends span", new() { HasText = "cancel-attempt.v1" }))
            .ToBeVisibleAsync();
        watched.RequireNoFaults();
    }

    // By keyboard alone, from the skip link to the button that opened the dialog.
    [Fact]
    public async Task A_push_needs_a_reason_and_is_done_by_keyboard()
    {
        await using var watched = await chromium.OpenAsync(_host.Url);
        await watched.GoToAsync($"/sagas/{LivelySagas.Waiting}");
        var page = watched.Page;
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByText("Skip to the content")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        var push = page.GetByRole(AriaRole.Button, new() { Name = "Push now…" });
        await TabToAsync(page, push);
        await page.Keyboard.PressAsync("Enter");

        var reason = page.GetByLabel("Reason, for the audit log");
        await Assertions.Expect(reason).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("A reason of 1 to 200 characters");
        await watched.RequireAccessibleAsync();
        Assert.Empty(_host.Shop.Orders.Pushes);

        await page.Keyboard.TypeAsync("the user waits at the till");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("The order was pushed.")).ToBeVisibleAsync();
        await Assertions.Expect(push).ToBeFocusedAsync();
        var pushed = Assert.Single(_host.Shop.Orders.Pushes);
        Assert.Equal(("the user waits at the till", "console at 127.0.0.1"), (pushed.Reason, pushed.Operator));
        watched.RequireNoFaults();
    }

    [Fact]
    [Trait("Kind", "Long")]
    public async Task Escape_leaves_it()
    {
        await using var watched = await chromium.OpenAsync(_host.Url);
        await watched.GoToAsync($"/sagas/{LivelySagas.Waiting}");
        var page = watched.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Push now…" }).ClickAsync();
        await page.GetByLabel("Reason, for the audit log").FillAsync("no");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        Assert.Empty(_host.Shop.Orders.Pushes);

        // It opens again, without the old reason.
        await page.GetByRole(AriaRole.Button, new() { Name = "Push now…" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Reason, for the audit log")).ToHaveValueAsync("");
        watched.RequireNoFaults();
    }

    private static async Task TabToAsync(IPage page, ILocator target)
    {
        const int StopsMax = 30;
        for (var stop = 0; stop < StopsMax; stop++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"{target} was not reached by {StopsMax} presses of Tab.");
    }
}
