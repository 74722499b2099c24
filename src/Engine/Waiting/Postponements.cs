using Cartwright.Domain;
using Cartwright.Engine.Batches;

namespace Cartwright.Engine.Waiting;

/// <summary>
/// Commands that wait in this node's memory for a hold to end. They are tried again when their account changes, and
/// by the clock; when their patience ends, their client hears that nothing was done.
/// </summary>
internal sealed class Postponements(EngineOptions options)
{
    private readonly Lock _lock = new();
    private readonly List<(UserId User, Work Work)> _waiting = [];

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
    public bool TryAdd(UserId user, Work work)
    {
        lock (_lock)
        {
            if (_waiting.Count >= options.PostponedMax)
            {
                return false;
            }

            _waiting.Add((user, work));
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

    /// <summary>Takes out the commands of these users, or of all, in order of arrival.</summary>
    public List<Work> Take(IReadOnlySet<UserId>? users = null)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                return [];
            }

            List<Work> taken = [.. _waiting.Where(entry => users?.Contains(entry.User) != false).Select(e => e.Work)];
            _waiting.RemoveAll(entry => users?.Contains(entry.User) != false);
            return taken;
        }
    }
}
