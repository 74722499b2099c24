using Cartwright.Admin;
using Cartwright.Admin.Ports;
using Cartwright.AdminConsole.Watching;
using Microsoft.AspNetCore.Components;

namespace Cartwright.AdminConsole.Live;

/// <summary>
/// A part of a page that reads again and again while its browser is connected. After a fault it shows the reading
/// before, and the fault.
/// </summary>
public abstract class PolledPart : ComponentBase, IDisposable
{
    // A reading that takes longer is given up: a service that does not answer must not stop a page.
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(5);

    private const ConfigureAwaitOptions QuietOnContext =
        ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;

    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _end = new();

    [Inject]
    internal BrowserPresence Presence { get; set; } = default!;

    [Inject]
    internal PageOperator Viewer { get; set; } = default!;

    [Inject]
    internal IShopAdmin Admin { get; set; } = default!;

    [Inject]
    internal TimeProvider Time { get; set; } = default!;

    /// <summary>When the part was read last, in milliseconds since 1970; null before the first time.</summary>
    protected long? ReadAt { get; private set; }

    /// <summary>Why the last reading failed; null where it did not.</summary>
    protected string? Trouble { get; private set; }

    /// <summary>
    /// Whether the part is only a picture yet: before the connection stands, a click would be lost.
    /// </summary>
    protected bool IsAsleep => !RendererInfo.IsInteractive;

    /// <summary>The time between two readings; null for a part that is read once.</summary>
    protected abstract TimeSpan? Pause { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads the part.</summary>
    /// <exception cref="AdminFault">A service does not answer.</exception>
    protected abstract Task ReadAsync(CancellationToken cancellation);

    /// <summary>Reads at once.</summary>
    protected async Task ReadNowAsync()
    {
        if (await TryAsync(ReadAsync))
        {
            ReadAt = Time.GetUtcNow().ToUnixTimeMilliseconds();
        }
    }

    /// <summary>Reads something; a service that does not answer becomes <see cref="Trouble"/>.</summary>
    protected async Task<bool> TryAsync(Func<CancellationToken, Task> readAsync)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        patience.CancelAfter(ReadPatience);
        try
        {
            await Viewer.RequireAsync(patience.Token);
            await readAsync(patience.Token);
            Trouble = null;
        }
        catch (Exception fault) when (fault is AdminFault or QueryFault)
        {
            Trouble = fault.Message;
        }
        catch (OperationCanceledException)
        {
            Trouble = "The shop did not answer in time.";
        }

        return Trouble is null;
    }

    protected override Task OnParametersSetAsync() => ReadNowAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = ReadAgainAsync();
        }
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _end.Cancel();
            _end.Dispose();
        }
    }

    private async Task ReadAgainAsync()
    {
        var stop = _end.Token;
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Pause ?? _idle, Time, stop).ConfigureAwait(QuietOnContext);
            if (Pause is not null && Presence.IsConnected && !stop.IsCancellationRequested)
            {
                await ReadNowAsync();
                StateHasChanged();
            }
        }
    }
}
