using Cartwright.Shop;
using Cartwright.Web;
using Cartwright.Web.Tls;

namespace Cartwright.Cli.Serve;

/// <summary>A serving node: its address, its end, and the parts to stop, in order.</summary>
/// <param name="Url">Where it listens.</param>
/// <param name="Nodes">Its nodes, one for each database; none for a gateway alone.</param>
/// <param name="StopServer">Lets the running requests finish.</param>
/// <param name="Rest">The parts that are closed last, in this order.</param>
internal sealed record RunningNode(
    string Url, IReadOnlyList<ShopNode> Nodes, Func<Task> StopServer, IReadOnlyList<IAsyncDisposable> Rest)
    : IAsyncDisposable
{
    /// <summary>Its public server.</summary>
    public required WebServer Server { get; init; }

    /// <summary>The certificates of its addresses; null where none is encrypted.</summary>
    public ProcessTls? Tls { get; init; }

    /// <summary>Where its admin address listens; null where it has none.</summary>
    public string? AdminUrl { get; init; }

    /// <summary>Where its address for probes listens; null where it has none.</summary>
    public string? HealthUrl { get; init; }

    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(2);

    /// <summary>Ends when an engine has stopped by itself, with its fault.</summary>
    public Task Ended { get; } = Nodes.Count == 0
        ? Task.Delay(Timeout.Infinite)
        : Task.WhenAny(Nodes.Select(node => node.Engine.Ended)).Unwrap();

    public async ValueTask DisposeAsync()
    {
        await StopServer();
        foreach (var node in Nodes)
        {
            await node.Engine.DrainAsync(DrainPatience);
            await node.DisposeAsync();
        }

        foreach (var part in Rest)
        {
            await part.DisposeAsync();
        }

        Tls?.Dispose();
    }
}
