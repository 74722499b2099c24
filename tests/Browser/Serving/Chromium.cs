using Cartwright.Conformance.Servers;
using Microsoft.Playwright;

namespace Cartwright.Browser.Serving;

/// <summary>One browser for all tests: Debian's Chromium, without a window.</summary>
public sealed class Chromium : IAsyncDisposable
{
    // On a busy machine a page takes its time; a state that never comes still fails.
    private const float PatienceMs = 30_000;

    private readonly SemaphoreSlim _guard = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A page of a browser without a history.</summary>
    internal async Task<WatchedPage> OpenAsync(
        Uri site, int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light)
    {
        var browser = await StartedAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = site.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(PatienceMs);
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        return await WatchedPage.OpenAsync(context, site);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _guard.Dispose();
    }

    private async Task<IBrowser> StartedAsync()
    {
        var program = Prerequisites.RequireChromium();
        await _guard.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();

            // Root has no sandbox in Chromium, and only pages of this machine are loaded.
            return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = program,
                Args = ["--no-sandbox", "--disable-dev-shm-usage"],
            });
        }
        finally
        {
            _guard.Release();
        }
    }
}
