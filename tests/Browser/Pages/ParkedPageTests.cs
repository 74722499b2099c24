using Cartwright.Browser.Fake;
using Cartwright.Browser.Serving;
using Microsoft.Playwright;

namespace Cartwright.Browser.Pages;

/// <summary>The page of parked messages: bytes, and actions on groups and on chosen messages.</summary>
public sealed class ParkedPageTests(Chromium chromium) : IAsyncLifetime
{
    private ConsoleHost _host = null!;

    private LivelyParked Messages => _host.Shop.Messages;

    public async ValueTask InitializeAsync() => _host = await ConsoleHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_group_is_replayed_with_a_reason()
    {
        await using var watched = await chromium.OpenAsync(_host.Url);
        await watched.GoToAsync("/parked");
        var page = watched.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Replay all… take-stock.v1 of stock" }).ClickAsync();
        await GiveReasonAsync(page, "Replay", "the price is there again");

        await Assertions.Expect(page.GetByText("14 messages will be tried again.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("to be tried again")).ToHaveCountAsync(14);
        var (verb, choice, action) = Assert.Single(Messages.Actions);
        Assert.Equal(("replay", "stock", "take-stock.v1"), (verb, choice.Service, choice.Type));
        Assert.Equal("the price is there again", action.Reason);
        Assert.True(choice.IsOne);
        watched.RequireNoFaults();
    }

    [Fact]
    public async Task Credentials_that_end_end_the_readings_and_the_actions_of_an_open_page()
    {
        var user = new TestOperator();
        await using var host = await ConsoleHost.StartAsync(user: user);
        await using var watched = await chromium.OpenAsync(host.Url);
        await watched.GoToAsync("/parked");
        var page = watched.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Drop all… take-stock.v1 of stock" }).ClickAsync();
        user.IsValid = false;
        await GiveReasonAsync(page, "Drop", "written by a test");

        await Assertions.Expect(page.Locator("#reason-mistake")).ToContainTextAsync("no longer valid");
        await Assertions.Expect(page.Locator(".fresh")).ToContainTextAsync("no longer valid");
        Assert.Empty(host.Shop.Messages.Actions);
        watched.RequireNoFaults();
    }

    // An operator who chooses a message sees its service and its error, on a telephone too.
    [Theory]
    [InlineData(400, false)]
    [InlineData(900, false)]
    [InlineData(1_280, true)]
    [InlineData(2_560, true)]
    public async Task Every_column_is_there_at_every_width(int width, bool isTable)
    {
        await using var watched = await chromium.OpenAsync(_host.Url);
        await watched.GoToAsync("/parked");
        await watched.Page.SetViewportSizeAsync(width, 800);
        var row = watched.Page.Locator("table.grid tbody tr").First;
        foreach (var column in (string[])["choose", "message", "service", "age", "state", "origin", "error"])
        {
            await Assertions.Expect(row.Locator($".of-{column}")).ToBeVisibleAsync();
        }

        var (service, error) = (row.Locator(".of-service"), row.Locator(".of-error"));
        Assert.Equal(isTable, (await service.BoundingBoxAsync())!.Y == (await error.BoundingBoxAsync())!.Y);
        Assert.InRange((await watched.Page.Locator("table.grid").BoundingBoxAsync())!.Width, 0, 1_750);
        await watched.RequireNoOverflowAsync();
        watched.RequireNoFaults();
    }

    [Fact]
    [Trait("Kind", "Long")]
    public async Task Chosen_messages_of_two_services_are_dropped_by_their_ids()
    {
        await using var watched = await chromium.OpenAsync(_host.Url);
        await watched.GoToAsync("/parked");
        var page = watched.Page;
        await page.GetByLabel("Choose unreadable/stock-0@77 of stock").CheckAsync();
        await page.GetByLabel("Choose credit-held.v1/117695186157241050 of order").CheckAsync();
        var repaired = page.GetByLabel("Choose stock-taken.v1/117695186157241099 of order");
        await Assertions.Expect(repaired).ToBeDisabledAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Drop 2 chosen…" }).ClickAsync();
        await GiveReasonAsync(page, "Drop", "written by a test");

        await Assertions.Expect(page.GetByText("2 messages dropped. No answer from payment")).ToBeVisibleAsync();
        Assert.Equal(15, Messages.Count);
        Assert.All(Messages.Actions, action => Assert.Single(action.Choice.Ids!));
        Assert.Equal(["order", "stock"], Messages.Actions.Select(action => action.Choice.Service!).Order());
        watched.RequireNoFaults();
    }

    // The bytes of a message come from outside: a script in them must stay a text.
    [Fact]
    public async Task The_bytes_are_shown_as_text_and_in_hexadecimal()
    {
        await using var watched = await chromium.OpenAsync(_host.Url);
        await watched.GoToAsync("/parked");
        var page = watched.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "unreadable/stock-0@77" }).ClickAsync();

        await Assertions.Expect(page.GetByLabel("As text")).ToContainTextAsync("<script>alert(1)</script>");
        await Assertions.Expect(page.GetByLabel("In hexadecimal")).ToContainTextAsync("000000  00 01 02 3c 73 63");
        await watched.RequireAccessibleAsync();
        watched.RequireNoFaults();
    }

    private static async Task GiveReasonAsync(IPage page, string verb, string reason)
    {
        await page.GetByLabel("Reason, for the audit log").FillAsync(reason);
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = verb }).ClickAsync();
    }
}
