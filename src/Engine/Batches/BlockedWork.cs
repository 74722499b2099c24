using Cartwright.Engine.Clocks;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Options;
using Cartwright.Engine.Queues;
using Cartwright.Kernel;

namespace Cartwright.Engine.Batches;

/// <summary>
/// The messages and commands of one lane that wait for rows: locked, or rejected by the database for now. A blocked row
/// is looked at with growing pauses, by one of those that need it; the others follow once that one is committed.
/// </summary>
internal sealed class BlockedWork(EngineOptions options, NodeTime time)
{
    private const int PauseMinMs = 100;
    private const int PauseMaxMs = 2_000;

    // A row without waiting work is remembered for as long, so that its pauses go on growing when it is met again.
    private const int RememberedMs = 10_000;
    private const int RememberedMax = 1_000;

    private readonly Dictionary<Key, BlockedRow> _rows = [];
    private readonly Queue<Work> _freed = new();
    private int _waiting;
    private long _forgotAt;

    /// <summary>How many messages and commands are here, including those with a row that is free again.</summary>
    public int Count => _waiting + _freed.Count;

    /// <summary>Whether no row is known to be blocked.</summary>
    public bool IsEmpty => _rows.Count == 0;

    /// <summary>How many rows the database rejects, for all that is known.</summary>
    public int RejectedRows => _rows.Values.Count(row => row.IsRejected);

    /// <summary>How long the lane may rest before something here is to be tried.</summary>
    public TimeSpan Pause(TimeSpan longest)
    {
        if (_freed.Count > 0)
        {
            return TimeSpan.Zero;
        }

        var now = time.UptimeMs;
        foreach (var row in _rows.Values.Where(row => row.Works.Count > 0))
        {
            var left = TimeSpan.FromMilliseconds(Math.Max(row.NextAt - now, 1));
            longest = left < longest ? left : longest;
        }

        return longest;
    }

    /// <summary>The keys among these with blocked rows; a row that is being tried is not blocked.</summary>
    public List<Key> BlockedOf(List<Key> keys)
    {
        var now = time.UptimeMs;
        return keys.FindAll(key =>
            _rows.TryGetValue(key, out var row) && !row.IsTried && (row.Works.Count > 0 || now < row.NextAt));
    }

    /// <summary>Blocks a row for the first time, or again with a longer pause. False: it was blocked already.</summary>
    public bool Block(Key key, bool isRejected)
    {
        var now = time.UptimeMs;
        if (!_rows.TryGetValue(key, out var row))
        {
            Forget(now);
            _rows.Add(key, new BlockedRow { IsRejected = isRejected, PauseMs = PauseMinMs, NextAt = now + PauseMinMs });
            return true;
        }

        if (row.IsTried || (row.Works.Count == 0 && now >= row.NextAt))
        {
            row.PauseMs = Math.Min(row.PauseMs * 2, PauseMaxMs);
            row.NextAt = now + row.PauseMs;
            row.IsTried = false;
            row.IsRejected = isRejected;
        }

        return false;
    }

    /// <summary>Whether a row is known as blocked, or was so a moment ago.</summary>
    public bool Knows(Key key) => _rows.ContainsKey(key);

    /// <summary>Whether so much waits that the lane should take nothing more.</summary>
    public bool IsFull => Count >= 2 * options.BlockedMax;

    /// <summary>
    /// Lets work wait for a blocked row. False: too much waits already, so that it is to be parked. The work of parking
    /// always finds room.
    /// </summary>
    public bool TryAdd(Work work, Key key)
    {
        if (Count >= options.BlockedMax && work.Message is not Park)
        {
            return false;
        }

        work.BlockedSince ??= time.UptimeMs;
        _rows[key].Works.Enqueue(work);
        _waiting++;
        return true;
    }

    /// <summary>
    /// A batch that is to be tried now, one work for each row with a pause that is over; empty where there is none.
    /// Works that need locked rows are tried together, because all rows that are still locked show at once; rejected
    /// works are tried alone.
    /// </summary>
    public List<Work> TakeProbe()
    {
        List<Work> probe = [];
        var now = time.UptimeMs;
        foreach (var row in _rows.Values.Where(row => !row.IsTried && row.Works.Count > 0 && row.NextAt <= now))
        {
            if (probe.Count > 0 && row.IsRejected)
            {
                continue;
            }

            row.IsTried = true;
            probe.Add(row.Works.Dequeue());
            _waiting--;
            if (row.IsRejected || probe.Count == options.BatchMax)
            {
                break;
            }
        }

        return probe;
    }

    /// <summary>The probes are over: rows that were tried and are not blocked again are free.</summary>
    public void EndProbes()
    {
        foreach (var (key, _) in _rows.Where(entry => entry.Value.IsTried).ToList())
        {
            Free(key);
        }
    }

    /// <summary>A batch was committed: the rows it has loaded are not locked, the rows it wrote not rejected.</summary>
    public void Committed(IEnumerable<Row> rows)
    {
        if (IsEmpty)
        {
            return;
        }

        foreach (var row in rows)
        {
            if (_rows.TryGetValue(row.Key, out var blocked) && (row.IsChanged || !blocked.IsRejected))
            {
                Free(row.Key);
            }
        }
    }

    /// <summary>Takes the works with rows that are free again, up to one batch.</summary>
    public List<Work> TakeFreed()
    {
        List<Work> freed = [];
        while (freed.Count < options.BatchMax && _freed.TryDequeue(out var work))
        {
            work.BlockedSince = null;
            freed.Add(work);
        }

        return freed;
    }

    /// <summary>Takes out works that are not to wait any longer.</summary>
    public List<Work> TakeOut(Predicate<Work> isOver)
    {
        List<Work> taken = [];
        foreach (var row in _waiting == 0 ? [] : _rows.Values.Where(row => row.Works.Any(work => isOver(work))))
        {
            for (var count = row.Works.Count; count > 0; count--)
            {
                var work = row.Works.Dequeue();
                if (isOver(work))
                {
                    taken.Add(work);
                    _waiting--;
                }
                else
                {
                    row.Works.Enqueue(work);
                }
            }
        }

        return taken;
    }

    /// <summary>Everything that waits here, for a lane that stops.</summary>
    public IEnumerable<Work> All => _rows.Values.SelectMany(row => row.Works).Concat(_freed);

    private void Free(Key key)
    {
        if (_rows.Remove(key, out var row))
        {
            _waiting -= row.Works.Count;
            foreach (var work in row.Works)
            {
                _freed.Enqueue(work);
            }
        }
    }

    private void Forget(long now)
    {
        var isFull = _rows.Count >= RememberedMax;
        if (!isFull && now - _forgotAt < RememberedMs)
        {
            return;
        }

        _forgotAt = now;
        foreach (var (key, _) in _rows.Where(entry => entry.Value is { Works.Count: 0, IsTried: false }
            && entry.Value.NextAt <= (isFull ? now : now - RememberedMs)).ToList())
        {
            _rows.Remove(key);
        }
    }

    private sealed class BlockedRow
    {
        public Queue<Work> Works { get; } = new();

        public required int PauseMs { get; set; }

        public required long NextAt { get; set; }

        /// <summary>Whether the database rejects to write it; otherwise it is locked.</summary>
        public required bool IsRejected { get; set; }

        /// <summary>Whether one of its works is under way to see whether it is free.</summary>
        public bool IsTried { get; set; }
    }
}
