using Cartwright.Engine.Ports;

namespace Cartwright.Engine;

/// <summary>
/// Numbers for orders, items, users, attempts and envelopes, out of blocks that the database hands out.
/// </summary>
internal sealed class IdSource(IIdBlocks blocks, int blockSize, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private Task? _refill;
    private long _next;
    private long _end;

    public async ValueTask<long> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Task refill;
            lock (_lock)
            {
                if (_next < _end)
                {
                    return _next++;
                }

                if (_refill is null or { IsCompleted: true })
                {
                    _refill = RefillAsync();
                }

                refill = _refill;
            }

            await refill;
        }
    }

    // Shared by all who wait; whoever gives up waiting does not end it for the others.
    private async Task RefillAsync()
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var first = await blocks.TakeAsync(now, blockSize, CancellationToken.None);
        lock (_lock)
        {
            (_next, _end) = (first, first + blockSize);
        }
    }
}
