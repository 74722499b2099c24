using Cartwright.Admin;
using Cartwright.Admin.Ports;
using Cartwright.Admin.Nodes;
using Cartwright.Admin.Parked;
using Cartwright.Admin.Sagas;

namespace Cartwright.Browser.Fake;

/// <summary>
/// A shop in memory with every state that a page can show: sagas that wait, fail and end, parked messages, a node that
/// is not ready. Its figures move with the clock.
/// </summary>
internal sealed class LivelyShop(TimeProvider time) : IShopAdmin
{
    private readonly LivelyNodes _nodes = new(time);

    public LivelySagas Orders { get; } = new(time);

    public LivelyParked Messages { get; } = new(time);

    /// <summary>The message of the fault with which every reading fails; null while the shop answers.</summary>
    public string? Fault { get; set; }

    /// <summary>How often the nodes were read.</summary>
    public int NodeReadings { get; private set; }

    public ISagaAdmin Sagas => Orders;

    public IParkedAdmin Parked => Messages;

    public Task<IReadOnlyList<NodeReport>> ReadNodesAsync(CancellationToken cancellation)
    {
        NodeReadings++;
        return Fault is { } fault
            ? Task.FromException<IReadOnlyList<NodeReport>>(new AdminFault(fault))
            : Task.FromResult(_nodes.ReadNodes(Messages.Count));
    }

    public Task<ContentionReport> ReadContentionAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return Task.FromResult(new ContentionReport(
            [
                .. Enumerable.Range(1, 12).Select(place => new HotItem(
                    $"1176951861572{place:00000}", 240.0 / place, place == 3 ? null : 10_000 / place)),
            ],
            [
                new BusyAccount(
                    "117695186157249001", 0, 480, 8,
                    [.. Enumerable.Range(1, 9).Select(place => $"1176951861573{place:00000}")], now - 42_000),
                new BusyAccount("117695186157249002", 12, 60, 1, ["117695186157240334"], now - 900),
            ],
            ["payment"]));
    }
}
