using Cartwright.Engine.Clocks;
using Cartwright.Engine.Ports;

namespace Cartwright.Engine.Delivery;

/// <summary>
/// Numbers for orders, items, users, attempts and envelopes, out of blocks that the database hands out. The next block
/// is requested while half of one is left, so that a number can be had while the database is away. As long as there are
/// any, a database that is away is asked again every half second only.
/// </summary>
internal sealed class IdSource(IIdBlocks blocks, int blockSize, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private Task? _refill;
    private long _askedAt;
    private long? _spare;
    private long _next;
    private long _end;

    public async ValueTask<long> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Task? refill;
            lock (_lock)
            {
                refill = RefillInTime();
                if (_next < _end)
                {
                    return _next++;
                }
            }

            await refill!;
        }
    }

    private Task? RefillInTime()
    {
        if (_next == _end && _spare is { } first)
        {
            (_next, _end, _spare) = (first, first + blockSize, null);
        }

        if (_spare is null && _end - _next <= blockSize / 2 && MayAsk())
        {
            _askedAt = clock.GetTimestamp();
            _refill = RefillAsync();
        }

        return _refill;
    }

    private bool MayAsk() => _refill switch
    {
        null => true,
        { IsFaulted: true } => _next == _end || clock.GetElapsedTime(_askedAt) >= Pause,
        _ => _refill.IsCompleted,
    };

    // Shared by all waiting callers; one that gives up does not end it for the others.
    private async Task RefillAsync()
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();

        // A clock that broke since the start must not be kept in every number from now on: the last block goes on.
        var start = ClockRange.Has(now) ? now : ClockRange.First;
        var first = await blocks.TakeAsync(start, blockSize, CancellationToken.None);
        lock (_lock)
        {
            _spare = first;
        }
    }
}
