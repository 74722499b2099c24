using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Cartwright.Browser.Serving;

/// <summary>
/// A page that notes faults: errors of its console (a violation of the content security policy is one), exceptions of
/// scripts, failed files, and requests to another origin.
/// </summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _site;
    private readonly ConcurrentQueue<string> _faults = [];

    private WatchedPage(IBrowserContext context, IPage page, Uri site)
    {
        (_context, Page, _site) = (context, page, site);
        page.Console += (_, line) => NoteLine(line);
        page.PageError += (_, error) => _faults.Enqueue($"exception: {error}");
        page.Request += (_, request) => NoteRequest(request.Url);
        page.WebSocket += (_, socket) => NoteRequest(socket.Url.Replace("ws://", "http://", StringComparison.Ordinal));
        page.Response += (_, response) => NoteResponse(response);
    }

    public IPage Page { get; }

    /// <summary>Whether the server is meant to be away: then the browser's errors about it are no faults.</summary>
    public bool IsServerAway { get; set; }

    public static async Task<WatchedPage> OpenAsync(IBrowserContext context, Uri site) =>
        new(context, await context.NewPageAsync(), site);

    /// <summary>Loads a page, and waits until its live parts react to a click.</summary>
    public async Task GoToAsync(string path)
    {
        var answer = await Page.GotoAsync(path);
        Assert.Equal(200, answer!.Status);
        await Assertions.Expect(Page.Locator("[data-live]").First).ToBeVisibleAsync();
    }

    /// <summary>The findings of axe on the page as it is.</summary>
    public async Task RequireAccessibleAsync()
    {
        var found = await Page.RunAxe();
        var texts =
            from violation in found.Violations
            from node in violation.Nodes
            let checks = string.Join("; ", node.Any.Select(check => check.Message))
            select $"{violation.Id}: {violation.Help}\n    {node.Html}\n    {checks}";
        Assert.True(found.Violations.Length == 0, $"{Page.Url}\n{string.Join('\n', texts)}");
    }

    /// <summary>Fails where the page is wider than its window.</summary>
    public async Task RequireNoOverflowAsync()
    {
        var widths = await Page.EvaluateAsync<int[]>(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]");
        Assert.True(widths[0] <= widths[1], $"{Page.Url} is {widths[0]} pixels wide in a window of {widths[1]}.");
    }

    /// <summary>Fails where anything went wrong so far.</summary>
    public void RequireNoFaults() => Assert.True(_faults.IsEmpty, string.Join('\n', _faults));

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void NoteLine(IConsoleMessage line)
    {
        if (line.Type is "error" or "warning" && !IsServerAway)
        {
            _faults.Enqueue($"{line.Type}: {line.Text}");
        }
    }

    private void NoteResponse(IResponse response)
    {
        if (response.Status >= 400 && !IsServerAway)
        {
            _faults.Enqueue($"{response.Status}: {response.Url}");
        }
    }

    private void NoteRequest(string url)
    {
        if (new Uri(url) is { Scheme: not "data" } address && address.Authority != _site.Authority)
        {
            _faults.Enqueue($"a request to another origin: {url}");
        }
    }
}
