using Cartwright.Engine.Options;
using Cartwright.Engine.Ports;

namespace Cartwright.Engine.Housekeeping;

/// <summary>
/// How many messages may still be parked. Other nodes park into the same table, so its rows are counted now and then,
/// and the additions of this node in between are counted here. A table may pass its bound by the additions of all nodes
/// meanwhile.
/// </summary>
internal sealed class ParkedRoom(IStore store, EngineOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Seldom = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private int _rows;
    private long _lost;
    private long? _toldAt;

    /// <summary>How many more.</summary>
    public int Left => Math.Max(0, options.ParkedMax - Volatile.Read(ref _rows));

    /// <summary>Looks how many there are.</summary>
    public async Task CountAsync(CancellationToken cancellation)
    {
        if (store is IRowCounter counter)
        {
            Volatile.Write(
                ref _rows, await counter.CountAsync(ParkedMessage.Table, options.ParkedMax, cancellation));
        }
    }

    /// <summary>One was parked here.</summary>
    public void Parked() => Interlocked.Increment(ref _rows);

    /// <summary>So many were not kept.</summary>
    /// <returns>How many since the last report; null while that is not long ago.</returns>
    public long? Lost(int count)
    {
        lock (_lock)
        {
            _lost += count;
            if (_toldAt is { } told && clock.GetElapsedTime(told) < Seldom)
            {
                return null;
            }

            var all = _lost;
            (_lost, _toldAt) = (0, clock.GetTimestamp());
            return all;
        }
    }
}
