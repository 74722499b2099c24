using Cartwright.Engine.Clocks;
using Cartwright.Engine.Options;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Kernel;

namespace Cartwright.Engine.Waiting;

/// <summary>
/// Commands that wait in this node's memory for a row to change. They are decided again when it does, and at regular
/// times; when their patience ends, their client is refused.
/// </summary>
internal sealed class PostponedCommands(EngineOptions options, Intake intake, NodeTime time)
{
    private readonly Lock _lock = new();
    private readonly List<(Key Row, Work Work)> _waiting = [];

    /// <summary>Lets a command wait for a row. Its client is refused where there is no room, or no time left.</summary>
    public void Add(Key row, Work work)
    {
        if (work.Client!.GiveUpAt > time.UptimeMs)
        {
            lock (_lock)
            {
                if (_waiting.Count < options.PostponedMax)
                {
                    _waiting.Add((row, work));
                    return;
                }
            }
        }

        work.Client.RejectRequest(NotServed.Overloaded);
    }

    /// <summary>Rows have changed: the commands that wait for them are decided again.</summary>
    public void Changed(IReadOnlyList<RowWrite> rows)
    {
        if (IsEmpty)
        {
            return;
        }

        var changed = rows.Select(row => row.Key).ToHashSet();
        Retry(Take(changed));
    }

    /// <summary>All commands are decided again.</summary>
    public void RetryAll() => Retry(Take());

    /// <summary>Takes out the commands that wait for these rows, or all, in order of arrival.</summary>
    public List<Work> Take(IReadOnlySet<Key>? rows = null)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                return [];
            }

            List<Work> taken = [.. _waiting.Where(entry => rows?.Contains(entry.Row) != false).Select(e => e.Work)];
            _waiting.RemoveAll(entry => rows?.Contains(entry.Row) != false);
            return taken;
        }
    }

    private bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count == 0;
            }
        }
    }

    private void Retry(List<Work> postponed)
    {
        foreach (var work in postponed)
        {
            if (work.Client!.GiveUpAt <= time.UptimeMs || !intake.TryAddCommand(work))
            {
                work.Client.RejectRequest(NotServed.Overloaded);
            }
        }
    }
}
