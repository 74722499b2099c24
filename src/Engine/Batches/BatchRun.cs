using Cartwright.Engine.Clocks;
using Cartwright.Engine.Delivery;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Telemetry;
using Cartwright.Kernel;

namespace Cartwright.Engine.Batches;

/// <summary>
/// One try of a batch as one transaction: load → decide → commit → release. A try that did not commit leaves no trace
/// here.
/// </summary>
/// <param name="rules">How the batch decides.</param>
/// <param name="store">The lane's connection.</param>
/// <param name="blockedWork">The rows that are blocked.</param>
/// <param name="outbox">Sends what is committed.</param>
/// <param name="release">Answers what is committed.</param>
/// <param name="report">What is logged and measured.</param>
/// <param name="time">The time.</param>
internal sealed class BatchRun(
    BatchRules rules,
    IStoreLane store,
    BlockedWork blockedWork,
    Outbox outbox,
    Release release,
    EngineReport report,
    NodeTime time)
{
    private readonly BatchRows _rows = new();
    private Batch? _batch;
    private Dictionary<long, Carried[]> _carried = [];

    /// <summary>Whether the batch may be committed, for all that the lane knows.</summary>
    public bool IsInDoubt { get; private set; }

    /// <summary>The rows that the last try has loaded, or was about to.</summary>
    public IReadOnlyCollection<Key> Keys => _rows.Keys;

    /// <summary>The works of the last try that need one of these rows, each with the first of them.</summary>
    public Dictionary<Work, Key> WorksOn(IReadOnlyCollection<Key> keys) => _batch!.WorksOn(keys);

    /// <summary>Whether envelopes were confirmed whose rows the next batch deletes.</summary>
    public bool HasConfirmed => outbox.HasConfirmed;

    /// <summary>One try. False: it is certain that nothing was committed, and it can be tried again at once.</summary>
    public async Task<bool> TryAsync(List<Work> works, WriteSet writes, CancellationToken cancellation)
    {
        IsInDoubt = false;
        var batch = _batch = new Batch(rules, time.Now, works, _rows)
        {
            RoomForParked = release.RoomForParked,
            IsWaiting = outbox.IsWaiting(),
        };
        List<Key> keys = new(2 * works.Count);
        while (batch.TryNextKeys(keys))
        {
            if (!blockedWork.IsEmpty && blockedWork.BlockedOf(keys) is { Count: > 0 } blocked)
            {
                throw new RowFault("Rows are blocked, as they were a moment ago.") { Keys = blocked };
            }

            if (keys.Count > 0)
            {
                await store.LoadAsync(keys, _rows, cancellation);
            }

            batch.DecidePending();
        }

        await FillAsync(writes, batch, cancellation);
        if (writes.IsEmpty)
        {
            await store.RollbackAsync();
            Release(batch, works, writes);
            return true;
        }

        var began = time.Clock.GetTimestamp();
        var outcome = await CommitAsync(writes, cancellation);
        report.Asked(outcome, works.Count, time.Clock.GetElapsedTime(began));
        if (outcome is CommitOutcome.NotCommitted)
        {
            IsInDoubt = false;
            outbox.GiveBack(writes.Confirmed);
            return false;
        }

        report.Over();
        Release(batch, works, writes);
        return true;
    }

    /// <summary>Ends a try that failed.</summary>
    public async Task RollbackAsync(WriteSet writes)
    {
        outbox.GiveBack(writes.Confirmed);
        await store.RollbackAsync();
    }

    private async Task<CommitOutcome> CommitAsync(WriteSet writes, CancellationToken cancellation)
    {
        IsInDoubt = true;
        try
        {
            var outcome = await store.CommitAsync(writes);
            return outcome is CommitOutcome.Unknown ? await ResolveAsync(cancellation) : outcome;
        }
        catch (Exception fault) when (fault is TransientFault or PoisonFault or RowFault)
        {
            IsInDoubt = false;
            throw;
        }
    }

    private async ValueTask FillAsync(WriteSet writes, Batch batch, CancellationToken cancellation)
    {
        _rows.AddTo(writes);
        await outbox.AnnounceAsync(batch.Events, time.Now, writes.Outbox, cancellation);
        _carried = [];
        await outbox.PackAsync(batch.Outgoing, time.Now, writes.Outbox, _carried, cancellation);
        outbox.TakeConfirmed(writes.Confirmed);
    }

    // All answers and messages, after the commit and never before.
    private void Release(Batch batch, List<Work> works, WriteSet writes)
    {
        blockedWork.Committed(_rows.All);
        batch.EndSpans();
        report.Committed(works.Count, writes);
        outbox.Send(writes.Outbox, _carried);
        release.ReleaseBatch(batch, writes);
        foreach (var work in works)
        {
            work.Receipt?.Confirm();
        }

        works.Clear();
    }

    // It never guesses, and answers no client before it knows the outcome.
    private async Task<CommitOutcome> ResolveAsync(CancellationToken cancellation)
    {
        report.CommitUnknown();
        for (var tries = 1; ; tries++)
        {
            try
            {
                var outcome = await store.ResolveAsync(cancellation);
                if (outcome is not CommitOutcome.Unknown)
                {
                    report.Resolved(outcome);
                    return outcome;
                }
            }
            catch (TransientFault fault)
            {
                report.BatchFailed(tries, fault);
            }

            await RetryPause.WaitAsync(tries, rules.Options.RetryPauseMaxMs, time.Clock, cancellation);
        }
    }
}
