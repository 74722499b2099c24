using Cartwright.Engine.Clocks;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Telemetry;
using Cartwright.Kernel;

namespace Cartwright.Engine.Batches;

/// <summary>
/// The messages and commands that the database does not take now. Each waits for its rows, is parked, is refused to its
/// client, or is left to a later sweep.
/// </summary>
/// <param name="parking">How a message is parked.</param>
/// <param name="blockedWork">The works that wait for blocked rows.</param>
/// <param name="skipped">The rows that the sweep leaves out.</param>
/// <param name="report">What is logged and measured.</param>
/// <param name="time">The time.</param>
internal sealed class FailedWork(
    Parking parking, BlockedWork blockedWork, SkippedRows skipped, EngineReport report, NodeTime time)
{
    private const int ParkedRetryMs = 10_000;
    private static readonly TimeSpan BlockedPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UnreadablePause = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A single work that the database rejects for good, or a batch of nothing but the engine's rows.
    /// </summary>
    /// <returns>The work that parks it; none where its client receives the fault.</returns>
    /// <exception cref="FatalFault"><c>engine-bug</c>: the rows that it rejects are the engine's own.</exception>
    public List<Work> ParkForGood(List<Work> works, PoisonFault fault)
    {
        report.Poisoned(fault);
        if (works.Count == 0 || works[0] is { Client: null, Message: HousekeepingMessage and not ReplayParked })
        {
            throw new FatalFault("engine-bug", "The database refuses the engine's own rows.", fault);
        }

        if (works[0].Client is { } client)
        {
            client.RejectRequest(NotServed.Bug, fault);
            return [];
        }

        return [parking.WorkOf(works[0], fault.Message, retryAt: null)];
    }

    /// <summary>
    /// Works that have waited longer than they may. A client is rejected, a message kept in the database and retried.
    /// </summary>
    /// <returns>The works that park the messages.</returns>
    public List<Work> ParkForNow(List<Work> works, string error)
    {
        works.RemoveAll(work => work.IsStale);
        works.ForEach(work => work.Client?.RejectRequest(NotServed.Unavailable));
        var retryAt = time.Now + ParkedRetryMs;
        var messages = works.Where(work => work.Client is null);
        return [.. messages.Select(work => parking.WorkOf(work, error, retryAt))];
    }

    /// <summary>A single work that the database rejects without naming a row: the suspected rows are blocked.</summary>
    /// <param name="work">The work.</param>
    /// <param name="writes">What it would have written.</param>
    /// <param name="loaded">The rows that it needs.</param>
    /// <param name="fault">The rejection.</param>
    /// <returns>The works that park what finds no room; null where no row can be suspected.</returns>
    public List<Work>? HoldBack(Work work, WriteSet writes, IReadOnlyCollection<Key> loaded, RowFault fault)
    {
        if (SuspectsIn(writes, loaded) is not { Count: > 0 } suspects)
        {
            return null;
        }

        suspects[1..].ForEach(key => blockedWork.Block(key, isRejected: true));
        return HoldBack(new Dictionary<Work, Key> { [work] = suspects[0] }, fault, isRejected: true);
    }

    /// <summary>Lets works wait, each for a row that is locked or rejected.</summary>
    /// <returns>The works that park what finds no room.</returns>
    public List<Work> HoldBack(Dictionary<Work, Key> held, RowFault fault, bool isRejected)
    {
        List<Key> news = [.. held.Values.Distinct().Where(key => blockedWork.Block(key, isRejected))];
        report.RowsBlocked(news, fault.Message);

        List<Work> beyond = [];
        foreach (var (work, key) in held)
        {
            if (work is { Client: null, Receipt: null })
            {
                LeaveOut(work, BlockedPause);
            }
            else if (!blockedWork.TryAdd(work, key))
            {
                beyond.Add(work);
            }
        }

        return ParkForNow(beyond, fault.Message);
    }

    /// <summary>Works that need an unreadable row are not retried automatically.</summary>
    /// <returns>The works that park the messages.</returns>
    public List<Work> GiveUp(IReadOnlyCollection<Work> held, RowFault fault)
    {
        report.RowsUnreadable(fault);
        List<Work> parks = [];
        foreach (var work in held)
        {
            work.Client?.RejectRequest(NotServed.Unreadable, fault);
            if (work is { Client: null, Receipt: null })
            {
                LeaveOut(work, UnreadablePause);
            }

            if (work is { Message: Park, Receipt: { } receipt })
            {
                // Its place in the shelf is taken, by a row that holds the same message.
                receipt.Confirm();
            }
            else if (work.Receipt is not null
                || (work.Message is ReplayParked replay && !fault.Keys.Contains(ParkedMessage.KeyOf(replay.Id))))
            {
                parks.Add(parking.WorkOf(work, fault.Message, retryAt: null));
            }
        }

        return parks;
    }

    // Of the rows that the message would have written, or needs at all, those that were suspected before: the others
    // have been written by a message that did not need them.
    private List<Key> SuspectsIn(WriteSet writes, IReadOnlyCollection<Key> loaded)
    {
        var rows = writes.Rows.FindAll(row => row.Version > 0) is { Count: > 0 } existing ? existing : writes.Rows;
        List<Key> suspects = rows.Count > 0 ? [.. rows.Select(row => row.Key)] : [.. loaded];
        return suspects.FindAll(blockedWork.Knows) is { Count: > 0 } known ? known : suspects;
    }

    private void LeaveOut(Work work, TimeSpan pause)
    {
        if (work.Swept is { } key)
        {
            skipped.Add(key, pause);
        }
    }
}
