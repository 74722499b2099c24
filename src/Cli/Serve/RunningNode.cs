using Cartwright.Engine;

namespace Cartwright.Cli.Serve;

/// <summary>A node that serves: where it listens, when it ends by itself, and what to stop, in order.</summary>
/// <param name="Url">Where it listens.</param>
/// <param name="Engines">Its engines; none for a gateway alone.</param>
/// <param name="StopServer">Lets the requests that have begun come to their end.</param>
/// <param name="Rest">What is closed last, in this order.</param>
internal sealed record RunningNode(
    string Url, IReadOnlyList<EngineNode> Engines, Func<Task> StopServer, IReadOnlyList<IAsyncDisposable> Rest)
    : IAsyncDisposable
{
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(2);

    /// <summary>Ends when an engine has stopped by itself, with its fault.</summary>
    public Task Ended { get; } = Engines.Count == 0
        ? Task.Delay(Timeout.Infinite)
        : Task.WhenAny(Engines.Select(engine => engine.Ended)).Unwrap();

    public async ValueTask DisposeAsync()
    {
        await StopServer();
        foreach (var engine in Engines)
        {
            await engine.DrainAsync(DrainPatience);
            await engine.DisposeAsync();
        }

        foreach (var part in Rest)
        {
            await part.DisposeAsync();
        }
    }
}
