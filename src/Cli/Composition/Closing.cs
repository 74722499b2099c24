namespace Cartwright.Cli.Composition;

/// <summary>Closes a part that waits for nothing, in its turn.</summary>
internal sealed class Closing(IDisposable part) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        part.Dispose();
        return ValueTask.CompletedTask;
    }
}
