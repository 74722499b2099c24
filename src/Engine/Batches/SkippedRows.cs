using System.Collections.Concurrent;
using Cartwright.Engine.Clocks;
using Cartwright.Kernel;

namespace Cartwright.Engine.Batches;

/// <summary>Rows that the sweep leaves out for a while: nothing can be done with them now.</summary>
internal sealed class SkippedRows(NodeTime time)
{
    private const int RowsMax = 10_000;

    private readonly ConcurrentDictionary<Key, long> _until = new();

    /// <summary>How many rows are left out, some of which may be looked at again already.</summary>
    public int Count => _until.Count;

    /// <summary>Leaves a row out for so long.</summary>
    public void Add(Key key, TimeSpan pause)
    {
        if (_until.Count >= RowsMax)
        {
            Forget();
        }

        if (_until.Count < RowsMax)
        {
            _until[key] = time.UptimeMs + (long)pause.TotalMilliseconds;
        }
    }

    /// <summary>Whether a row is left out now.</summary>
    public bool Has(Key key)
    {
        if (!_until.TryGetValue(key, out var until))
        {
            return false;
        }

        if (time.UptimeMs < until)
        {
            return true;
        }

        _until.TryRemove(key, out _);
        return false;
    }

    private void Forget()
    {
        foreach (var key in _until.Keys)
        {
            Has(key);
        }
    }
}
