using Cartwright.Engine.Ports;

namespace Cartwright.Sqlite;

/// <summary>
/// The right to write: SQLite has one writer at a time. Waiting here costs no thread and is served in order; SQLite's
/// own waiting for a lock sleeps and tries again, and can lose each time against a busy lane.
/// </summary>
internal sealed class WriterLock : IDisposable
{
    // Longer than any batch takes. A caller that waits longer waits for itself: it is in the middle of a batch.
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1);

    /// <exception cref="TransientFault">The turn did not come in bounded time.</exception>
    public async ValueTask TakeAsync(CancellationToken cancellation)
    {
        if (!await _one.WaitAsync(WaitMax, cancellation))
        {
            throw new TransientFault("The database is being written for too long.");
        }
    }

    public void GiveBack() => _one.Release();

    public void Dispose() => _one.Dispose();
}
