using Cartwright.Domain.Stock;
using Cartwright.Engine.Clocks;
using Cartwright.Engine.Ports;

namespace Cartwright.Shop.Contention;

/// <summary>
/// The items that a node's commits change most often. Nothing is counted before the first
/// <see cref="BeginWatching"/>.
/// </summary>
internal sealed class HotItems(NodeTime time)
{
    private const int CountersMax = 128;

    private readonly Lock _lock = new();
    private volatile HeavyHitters? _counts;

    /// <summary>Begins to count.</summary>
    public void BeginWatching()
    {
        lock (_lock)
        {
            _counts ??= new HeavyHitters(CountersMax);
        }
    }

    /// <summary>A batch is committed.</summary>
    public void CountItems(IReadOnlyList<RowWrite> rows)
    {
        if (_counts is not { } counts)
        {
            return;
        }

        var now = time.UptimeMs;
        lock (_lock)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                if (rows[i].State is Item item)
                {
                    counts.CountNumber(rows[i].Key.Id, now, item.Stock);
                }
            }
        }
    }

    /// <summary>The hottest items, each with its stock as committed last.</summary>
    public IReadOnlyList<(long Number, double PerSecond, long Value)> FindTop(int limit)
    {
        if (_counts is not { } counts)
        {
            return [];
        }

        lock (_lock)
        {
            return counts.FindTop(time.UptimeMs, limit);
        }
    }
}
