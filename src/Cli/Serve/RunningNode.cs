using Cartwright.Shop;

namespace Cartwright.Cli.Serve;

/// <summary>A node that serves: where it listens, when it ends by itself, and what to stop, in order.</summary>
/// <param name="Url">Where it listens.</param>
/// <param name="Nodes">Its nodes, one for each database; none for a gateway alone.</param>
/// <param name="StopServer">Lets the requests that have begun come to their end.</param>
/// <param name="Rest">What is closed last, in this order.</param>
internal sealed record RunningNode(
    string Url, IReadOnlyList<ShopNode> Nodes, Func<Task> StopServer, IReadOnlyList<IAsyncDisposable> Rest)
    : IAsyncDisposable
{
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
    }
}
