using Cartwright.Engine.Batches;
using Cartwright.Kernel;

namespace Cartwright.Engine.Waiting;

/// <summary>
/// Commands that wait in this node's memory for a row to change. They are decided again when it does, and at regular
/// times; when their patience ends, their client is refused.
/// </summary>
internal sealed class Postponements(EngineOptions options)
{
    private readonly Lock _lock = new();
    private readonly List<(Key Row, Work Work)> _waiting = [];

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count == 0;
            }
        }
    }

    /// <summary>Lets a command wait. False: there is no room.</summary>
    public bool TryAdd(Key row, Work work)
    {
        lock (_lock)
        {
            if (_waiting.Count >= options.PostponedMax)
            {
                return false;
            }

            _waiting.Add((row, work));
            return true;
        }
    }

    /// <summary>Tries commands again that were taken out, or answers their clients that nothing was done.</summary>
    public static void TryAgain(List<Work> postponed, Intake intake, long uptimeMs)
    {
        foreach (var work in postponed)
        {
            if (work.Client!.GiveUpAt <= uptimeMs || !intake.TryAddCommand(work))
            {
                work.Client.Refuse(NotServed.Overloaded);
            }
        }
    }

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
}
