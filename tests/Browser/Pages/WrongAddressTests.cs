using System.Net;
using System.Net.Http.Headers;
using Cartwright.Browser.Serving;
using Microsoft.Playwright;

namespace Cartwright.Browser.Pages;

/// <summary>Addresses without a page.</summary>
public sealed class WrongAddressTests(Chromium chromium) : IAsyncLifetime
{
    private ConsoleHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ConsoleHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/sagas/seven")]
    [InlineData("/parked/take-stock.v1/7")]
    public async Task A_browser_gets_a_page_that_states_it(string path)
    {
        await using var watched = await chromium.OpenAsync(_host.Url);

        // The browser notes the status of the page itself as an error.
        watched.IsServerAway = true;
        var answer = await watched.Page.GotoAsync(path);
        Assert.Equal(404, answer!.Status);
        await Assertions.Expect(watched.Page.GetByRole(AriaRole.Heading, new() { Name = "There is no such page" }))
            .ToBeVisibleAsync();
        await Assertions.Expect(watched.Page.GetByRole(AriaRole.Link, new() { Name = "Sagas" })).ToBeVisibleAsync();
        await watched.RequireAccessibleAsync();
        Assert.Contains("default-src 'self'", answer.Headers["content-security-policy"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nothing", "application/json")]
    [InlineData("/admin/v1/nothing", "text/html")]
    [InlineData("/openapi/nothing", "text/html")]
    [InlineData("/healthz/nothing", "text/html")]
    [InlineData("/_framework/nothing.js", "text/html")]
    public async Task A_program_gets_no_page(string path, string accept)
    {
        using var client = new HttpClient { BaseAddress = _host.Url };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_icon_is_where_browsers_look_for_it()
    {
        using var client = new HttpClient { BaseAddress = _host.Url };
        var answer = await client.GetAsync("/favicon.ico", TestContext.Current.CancellationToken);
        Assert.Equal(
            (HttpStatusCode.OK, "image/svg+xml"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }
}
