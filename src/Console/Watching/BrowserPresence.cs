using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Cartwright.AdminConsole.Watching;

/// <summary>
/// Whether a browser is connected. One that was lost keeps its page on the server for a while, and nothing is read for
/// it meanwhile.
/// </summary>
internal sealed class BrowserPresence : CircuitHandler
{
    /// <summary>Raised when the browser comes or goes.</summary>
    public event Action? Changed;

    public bool IsConnected { get; private set; }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken) =>
        SetConnectedAsync(true);

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken) =>
        SetConnectedAsync(false);

    private Task SetConnectedAsync(bool isConnected)
    {
        IsConnected = isConnected;
        Changed?.Invoke();
        return Task.CompletedTask;
    }
}
