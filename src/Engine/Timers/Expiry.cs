using Cartwright.Engine.Queues;
using Cartwright.Engine.Waiting;

namespace Cartwright.Engine.Timers;

/// <summary>Ends the waiting of commands that no lane has reached, and tries postponed commands again.</summary>
internal sealed class Expiry(Intake intake, PostponedCommands postponed)
{
    /// <summary>Looks once. It waits for nothing itself.</summary>
    /// <param name="uptimeMs">The time by <see cref="NodeTime"/>.</param>
    public void Expire(long uptimeMs)
    {
        foreach (var work in intake.TakeExpired(uptimeMs))
        {
            work.Client!.RejectRequest(NotServed.Unavailable);
        }

        postponed.RetryAll();
    }
}
