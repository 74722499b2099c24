using Cartwright.Browser.Fake;
using Cartwright.Browser.Serving;
using Microsoft.Playwright;

namespace Cartwright.Browser.Pages;

/// <summary>
/// Each page in light and dark, on a telephone, a desk and a wall: axe finds nothing, nothing is wider than the window,
/// and the browser reports no error.
/// </summary>
[Trait("Kind", "Long")]
public sealed class EveryPageTests(Chromium chromium) : IAsyncLifetime
{
    private ConsoleHost _host = null!;

    public static TheoryData<string> Paths =>
    [
        "/", "/sagas", "/sagas?state=failed", $"/sagas/{LivelySagas.Waiting}", $"/sagas/{LivelySagas.Queued}",
        $"/sagas/{LivelySagas.Failed}", $"/sagas/{LivelySagas.Cancelled}", "/sagas/7", "/parked", "/contention",
        "/nodes/stock-1", "/nodes/nothing", "/nodes/http%3A%2F%2F127.0.0.1%3A40127", "/parts",
    ];

    public async ValueTask InitializeAsync() => _host = await ConsoleHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task It_has_no_barrier_no_overflow_and_no_error(string path)
    {
        await using var watched = await chromium.OpenAsync(_host.Url);
        await watched.GoToAsync(path);
        await watched.RequireAccessibleAsync();
        await watched.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        foreach (var width in (int[])[2560, 1280, 400])
        {
            await watched.Page.SetViewportSizeAsync(width, width * 5 / 8);
            await watched.RequireNoOverflowAsync();
        }

        await watched.RequireAccessibleAsync();
        watched.RequireNoFaults();
    }
}
