using Cartwright.Browser.Fake;
using Cartwright.Browser.Serving;
using Cartwright.Http.Tests;
using Cartwright.Http.Tests.Server;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;

namespace Cartwright.Browser.Pictures;

/// <summary>
/// The pictures of the documents (or, with widths in a variable, of whole pages), made by `scripts/screenshots.sh`:
/// each page over the lively shop, with a clock that stands still.
/// </summary>
public sealed class PictureTests(Chromium chromium)
{
    private const string Folder = "docs/pictures";

    // A picture of the documents shows the top of a page, and stays small.
    private const int HeightMax = 900;
    private static readonly DateTimeOffset _noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string> Pages => new()
    {
        { "overview", "/" },
        { "sagas", "/sagas" },
        { "saga", $"/sagas/{LivelySagas.Waiting}" },
        { "parked", "/parked" },
        { "contention", "/contention" },
        { "node", "/nodes/stock-1" },
        { "parts", "/parts" },
    };

    [Theory(Explicit = true)]
    [MemberData(nameof(Pages))]
    public async Task A_page_in_light(string name, string path) => await TakeAsync(name, path, ColorScheme.Light);

    [Fact(Explicit = true)]
    public async Task The_overview_in_dark() => await TakeAsync("overview-dark", "/", ColorScheme.Dark);

    private async Task TakeAsync(string name, string path, ColorScheme scheme)
    {
        var widths = (Environment.GetEnvironmentVariable("CARTWRIGHT_PICTURE_WIDTHS") ?? "1280").Split(',');
        var folder = Environment.GetEnvironmentVariable("CARTWRIGHT_PICTURES") ?? Repository.File(Folder);
        var time = new FakeTimeProvider(_noon);
        await using var host = await ConsoleHost.StartAsync(time: time);
        await using var watched = await chromium.OpenAsync(host.Url, scheme: scheme);
        await watched.GoToAsync(path);
        if (path == "/")
        {
            await PassMinutesAsync(host.Shop, time);
        }

        foreach (var width in widths)
        {
            await watched.Page.SetViewportSizeAsync(int.Parse(width), widths.Length == 1 ? HeightMax : 800);
            await watched.Page.ScreenshotAsync(new PageScreenshotOptions
            {
                Path = Path.Combine(folder, widths.Length == 1 ? $"{name}.png" : $"{name}-{width}.png"),
                FullPage = widths.Length > 1,
                Animations = ScreenshotAnimations.Disabled,
            });
        }

        watched.RequireNoFaults();
    }

    private static async Task PassMinutesAsync(LivelyShop shop, FakeTimeProvider time)
    {
        for (var step = 0; step < 300; step++)
        {
            var before = shop.NodeReadings;
            time.Advance(TimeSpan.FromSeconds(1));
            await Eventually.IsAsync("the nodes were read again", () => Task.FromResult(shop.NodeReadings > before));
        }
    }
}
