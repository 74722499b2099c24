using Cartwright.Engine.Clocks;
using Cartwright.Engine.Options;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Telemetry;

namespace Cartwright.Engine.Batches;

/// <summary>
/// One batch after the other: intake → load → decide → commit → release, and a short rest. Nothing leaves before the
/// commit, and a batch that did not commit is rebuilt from the same work.
/// </summary>
/// <param name="options">The bounds.</param>
/// <param name="run">One try of a batch.</param>
/// <param name="blockedWork">The works that wait for blocked rows.</param>
/// <param name="failed">The works that cannot be committed now.</param>
/// <param name="intake">The messages and commands that wait.</param>
/// <param name="report">What is logged and measured.</param>
/// <param name="time">The time.</param>
internal sealed class Lane(
    EngineOptions options,
    BatchRun run,
    BlockedWork blockedWork,
    FailedWork failed,
    Intake intake,
    EngineReport report,
    NodeTime time)
{
    private const int ConflictsMax = 20;
    private const int RejectionsMax = 8;
    private const int ProbesMax = 8;
    private const int FullPauseTries = 3;
    private static readonly TimeSpan IdlePause = TimeSpan.FromSeconds(1);

    private readonly BatchPause _pause = new(options, time.Clock);

    // The works of the running batch.
    private List<Work> _works = [];

    // The halves of a rejected batch that wait for the first half; the innermost comes last.
    private readonly Stack<List<Work>> _later = new();

    // How many works in a row the database has rejected without naming a row.
    private int _rejections;
    private long? _failingSince;

    /// <summary>How long the lane has tried in vain to commit anything; null while it goes well.</summary>
    public TimeSpan? Failing => _failingSince is { } since ? time.Clock.GetElapsedTime(since) : null;

    /// <summary>Runs until it is cancelled, or until a fault from which there is no way on.</summary>
    public async Task RunBatchesAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await intake.WaitAsync(blockedWork.Pause(IdlePause), cancellation);
                if (!intake.HasWholeBatch)
                {
                    await _pause.EndAsync(cancellation);
                }

                var before = blockedWork.Count;
                var taken = await TakeAsync(cancellation);
                var began = time.Clock.GetTimestamp();
                if (_works.Count > 0 || run.HasConfirmed)
                {
                    var works = _works.Count;
                    await RunBatchAsync(_works, cancellation);
                    _pause.Begin(works, time.Clock.GetElapsedTime(began));
                }

                intake.FinishWorks(taken + before - blockedWork.Count);
            }
        }
        finally
        {
            foreach (var work in _works)
            {
                work.Client?.RejectRequest(run.IsInDoubt ? NotServed.Unknown : NotServed.Draining);
            }

            foreach (var work in _later.SelectMany(rest => rest).Concat(blockedWork.All))
            {
                work.Client?.RejectRequest(NotServed.Draining);
            }
        }
    }

    // Works that waited for a row come first. Returns the number of works taken from the intake.
    private async Task<int> TakeAsync(CancellationToken cancellation)
    {
        if (blockedWork.Count > 0)
        {
            await ProbeAsync(cancellation);
            _works = blockedWork.TakeFreed();
        }

        if (_works.Count > 0)
        {
            return 0;
        }

        if (blockedWork.IsFull)
        {
            await WaitAsync(FullPauseTries, cancellation);
            return 0;
        }

        _works = intake.Take();
        return _works.Count;
    }

    // Whether a row is free again is found out by one of the works that need it.
    private async Task ProbeAsync(CancellationToken cancellation)
    {
        var before = time.UptimeMs - options.BlockedMs;
        var overdue = blockedWork.TakeOut(work => work.Client is null && work.BlockedSince <= before);
        var parks = failed.ParkForNow(overdue, "A row that it needs has been blocked for too long.");
        await RunBeforeAsync([], parks, cancellation);
        for (var probes = 0; probes < ProbesMax && blockedWork.TakeProbe() is { Count: > 0 } probe; probes++)
        {
            _works = probe;
            await RunBatchAsync(_works, cancellation);
        }

        blockedWork.EndProbes();
    }

    private async Task RunBatchAsync(List<Work> works, CancellationToken cancellation)
    {
        var conflicts = 0;
        for (var tries = 1; ; tries++)
        {
            works.RemoveAll(work => work.IsStale);
            RefuseExpired(works);
            var writes = new WriteSet();
            try
            {
                var count = works.Count;
                if (await run.TryAsync(works, writes, cancellation))
                {
                    (_rejections, _failingSince) = count > 0 ? (0, null) : (_rejections, _failingSince);
                    return;
                }
            }
            catch (PoisonFault fault)
            {
                await run.RollbackAsync(writes);
                (tries, conflicts) = (0, 0);
                if (await RefuseAsync(works, fault, cancellation))
                {
                    return;
                }
            }
            catch (RowFault fault)
            {
                await run.RollbackAsync(writes);
                if (await GetAroundAsync(works, writes, fault, cancellation))
                {
                    tries = 0;
                    continue;
                }

                await PauseAsync(tries, fault, cancellation);
            }
            catch (TransientFault fault)
            {
                await run.RollbackAsync(writes);

                // Drop expired commands before bisecting, so that none of them is taken for the poison message.
                RefuseExpired(works);
                conflicts = fault.IsConflict ? conflicts + 1 : 0;
                if (conflicts >= ConflictsMax && works.Count > 0)
                {
                    (tries, conflicts) = (0, 0);
                    if (await RefuseAsync(works, new PoisonFault(fault.Message, fault), cancellation))
                    {
                        return;
                    }

                    continue;
                }

                await PauseAsync(tries, fault, cancellation);
            }
        }
    }

    // Bisection finds the one message that is refused; the others go on. True: nothing is left to do.
    private async Task<bool> RefuseAsync(List<Work> works, PoisonFault fault, CancellationToken cancellation)
    {
        if (works.Count > 1)
        {
            await RunFirstAsync(works, works.Count / 2, cancellation);
            return false;
        }

        var parks = failed.ParkForGood(works, fault);
        works.Clear();
        await RunBeforeAsync(works, parks, cancellation);
        return true;
    }

    // Runs the first works of a batch as a batch of their own; the others stay in the list. A lane that stops meanwhile
    // finds every client that waits in exactly one list.
    private async Task RunFirstAsync(List<Work> works, int count, CancellationToken cancellation)
    {
        var rest = works[count..];
        works.RemoveRange(count, rest.Count);
        _later.Push(rest);
        await RunBatchAsync(works, cancellation);
        works.AddRange(_later.Pop());
    }

    // Runs works that park others before a batch; its own works wait in the meantime.
    private async Task RunBeforeAsync(List<Work> works, List<Work> parks, CancellationToken cancellation)
    {
        if (parks.Count > 0)
        {
            _later.Push(works[..]);
            works.Clear();
            await RunBatchAsync(parks, cancellation);
            works.AddRange(_later.Pop());
        }
    }

    // Takes out the works that need the blocking rows. False: nothing has changed, and the lane has to pause.
    private async Task<bool> GetAroundAsync(
        List<Work> works, WriteSet writes, RowFault fault, CancellationToken cancellation)
    {
        if (fault.Keys.Count > 0)
        {
            var held = run.WorksOn(fault.Keys);
            works.RemoveAll(held.ContainsKey);
            var parks = fault.IsUnreadable
                ? failed.GiveUp(held.Keys, fault)
                : failed.HoldBack(held, fault, isRejected: false);
            await RunBeforeAsync(works, parks, cancellation);
            return held.Count > 0;
        }

        if (works.Count > 1)
        {
            // Where nothing at all is taken any more, bisecting only repeats that for every message.
            var rejectsAll = RejectsAll;
            await RunFirstAsync(works, rejectsAll ? 1 : works.Count / 2, cancellation);
            return !rejectsAll;
        }

        _rejections++;
        if (works.Count == 0 || failed.HoldBack(works[0], writes, run.Keys, fault) is not { } refused)
        {
            return false;
        }

        works.Clear();
        await RunBeforeAsync(works, refused, cancellation);
        _failingSince ??= RejectsAll ? time.Clock.GetTimestamp() : null;
        return true;
    }

    private bool RejectsAll => _rejections >= RejectionsMax && blockedWork.RejectedRows >= RejectionsMax;

    // Before each try, the first too: an expired command has no late effect, and its client may ask again.
    private void RefuseExpired(List<Work> works)
    {
        var now = time.UptimeMs;
        Predicate<Work> isExpired = work => work.Client?.GiveUpAt <= now;
        List<Work> expired = [.. works.FindAll(isExpired), .. blockedWork.TakeOut(isExpired)];
        works.RemoveAll(isExpired);
        foreach (var rest in _later)
        {
            expired.AddRange(rest.FindAll(isExpired));
            rest.RemoveAll(isExpired);
        }

        expired.ForEach(work => work.Client!.RejectRequest(NotServed.Unavailable));
    }

    private Task PauseAsync(int tries, Exception fault, CancellationToken cancellation)
    {
        _failingSince ??= time.Clock.GetTimestamp();
        report.BatchRetried(tries, fault);
        return WaitAsync(tries, cancellation);
    }

    private Task WaitAsync(int tries, CancellationToken cancellation) =>
        RetryPause.WaitAsync(tries, options.RetryPauseMaxMs, time.Clock, cancellation);
}
