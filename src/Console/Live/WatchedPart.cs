using Cartwright.AdminConsole.Watching;
using Microsoft.AspNetCore.Components;

namespace Cartwright.AdminConsole.Live;

/// <summary>A part of a page that follows the shop's nodes for as long as its browser is connected.</summary>
public abstract class WatchedPart : ComponentBase, IDisposable
{
    private IDisposable? _watching;
    private bool _isRefused;

    [Inject]
    internal ShopWatch Watch { get; set; } = default!;

    [Inject]
    internal BrowserPresence Presence { get; set; } = default!;

    [Inject]
    internal PageOperator Viewer { get; set; } = default!;

    internal WatchedShop Shop => _isRefused ? WatchedShop.None with { Trouble = PageOperator.Refusal } : Watch.Shop;

    public void Dispose()
    {
        Presence.Changed -= FollowPresence;
        _watching?.Dispose();
        GC.SuppressFinalize(this);
    }

    // A page that is rendered before its connection stands has no browser yet, and follows nothing.
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            Presence.Changed += FollowPresence;
            FollowPresence();
        }
    }

    private void FollowPresence()
    {
        if (!Presence.IsConnected)
        {
            _watching?.Dispose();
            _watching = null;
        }
        else
        {
            _watching ??= Watch.Join(() => _ = InvokeAsync(ShowAsync));
        }
    }

    private async Task ShowAsync()
    {
        _isRefused = !await Viewer.IsAllowedAsync(CancellationToken.None);
        StateHasChanged();
    }
}
