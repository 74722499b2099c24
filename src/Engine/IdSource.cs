using Cartwright.Engine.Ports;

namespace Cartwright.Engine;

/// <summary>Numbers for orders, items, users, attempts and envelopes, out of blocks that the database hands out.</summary>
internal sealed class IdSource(IIdBlocks blocks, int blockSize, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Lock _lock = new();
    private long _next;
    private long _end;

    public async ValueTask<long> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (TryNext(out var id))
            {
                return id;
            }

            await _one.WaitAsync(cancellation);
            try
            {
                if (!TryNext(out id))
                {
                    await RefillAsync(cancellation);
                    continue;
                }

                return id;
            }
            finally
            {
                _one.Release();
            }
        }
    }

    public void Dispose() => _one.Dispose();

    private async ValueTask RefillAsync(CancellationToken cancellation)
    {
        var first = await blocks.TakeAsync(clock.GetUtcNow().ToUnixTimeMilliseconds(), blockSize, cancellation);
        lock (_lock)
        {
            (_next, _end) = (first, first + blockSize);
        }
    }

    private bool TryNext(out long id)
    {
        lock (_lock)
        {
            id = _next;
            if (_next >= _end)
            {
                return false;
            }

            _next++;
            return true;
        }
    }
}
