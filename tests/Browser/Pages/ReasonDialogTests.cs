using Cartwright.Browser.Fake;
using Cartwright.Browser.Serving;
using Microsoft.Playwright;

namespace Cartwright.Browser.Pages;

/// <summary>The dialog of an action, where its script cannot be loaded.</summary>
public sealed class ReasonDialogTests(Chromium chromium) : IAsyncLifetime
{
    private const string Script = "**/console/dialogs.js";

    private ConsoleHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ConsoleHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_first_dialog_needs_nothing_more_from_the_server()
    {
        await using var watched = await chromium.OpenAsync(_host.Url);
        await watched.GoToAsync($"/sagas/{LivelySagas.Waiting}");
        await watched.Page.RouteAsync(Script, route => route.AbortAsync());
        await PushAsync(watched.Page);
        await Assertions.Expect(watched.Page.GetByLabel("Reason, for the audit log")).ToBeFocusedAsync();
        watched.RequireNoFaults();
    }

    [Fact]
    public async Task A_page_without_the_script_says_what_to_do()
    {
        await using var watched = await chromium.OpenAsync(_host.Url);
        watched.IsServerAway = true;
        await watched.Page.RouteAsync(Script, route => route.AbortAsync());
        await watched.GoToAsync($"/sagas/{LivelySagas.Waiting}");
        await PushAsync(watched.Page);
        await Assertions.Expect(watched.Page.GetByText("your credentials are no longer valid: reload the page"))
            .ToBeVisibleAsync();
        await Assertions.Expect(watched.Page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
    }

    private static Task PushAsync(IPage page) =>
        page.GetByRole(AriaRole.Button, new() { Name = "Push now…" }).ClickAsync();
}
