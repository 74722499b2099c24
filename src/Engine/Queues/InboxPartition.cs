using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Engine.Queues;

/// <summary>
/// One partition of an inbox while this node reads it: which of its records are done, and up to where all are.
/// </summary>
internal sealed class InboxPartition(ILog log, Role role, int number)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, bool> _open = [];

    /// <summary>Whether another node may read the partition by now.</summary>
    public bool IsLost { get; private set; }

    public void Lose() => IsLost = true;

    /// <summary>A record has come.</summary>
    public void Began(long offset)
    {
        lock (_lock)
        {
            _open[offset] = false;
        }
    }

    /// <summary>A record is done. The log advances to where all records are done, while this node reads.</summary>
    public void Ended(long offset)
    {
        if (NextAfter(offset) is { } next && !IsLost)
        {
            log.Advance(role, number, next);
        }
    }

    private long? NextAfter(long offset)
    {
        lock (_lock)
        {
            _open[offset] = true;
            long? next = null;
            while (_open.Count > 0 && _open.First() is { Value: true } first)
            {
                _open.Remove(first.Key);
                next = first.Key + 1;
            }

            return next;
        }
    }
}

/// <summary>One record of the log: it is done when all of its messages are.</summary>
internal sealed class Receipt(InboxPartition partition, long offset, int messages)
{
    private int _left = messages;

    public InboxPartition Partition { get; } = partition;

    /// <summary>One of the messages is committed.</summary>
    public void Confirm()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            Partition.Ended(offset);
        }
    }
}
