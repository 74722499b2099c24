using Cartwright.Engine.Delivery;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Engine.Batches;

/// <summary>
/// One try of a batch as one transaction: load → decide → commit → release. What did not commit leaves no trace here.
/// </summary>
/// <param name="context">What the lanes share.</param>
/// <param name="store">The lane's connection.</param>
/// <param name="aside">The rows that are blocked.</param>
/// <param name="pause">The pause before the next look at an unknown commit.</param>
internal sealed class Cycle(
    LaneContext context, IStoreLane store, Aside aside, Func<int, CancellationToken, Task> pause)
{
    private const int RowsKeptMax = 20_000;

    private Dictionary<Key, Row> _rows = [];
    private Batch? _batch;
    private Dictionary<long, Carried[]> _carried = [];

    /// <summary>Whether the batch may be committed, for all that the lane knows.</summary>
    public bool IsInDoubt { get; private set; }

    /// <summary>The rows that the last try has loaded, or was about to.</summary>
    public IReadOnlyCollection<Key> Keys => _rows.Keys;

    /// <summary>The works of the last try that need one of these rows, each with the first of them.</summary>
    public Dictionary<Work, Key> WorksOn(IReadOnlyCollection<Key> keys) => _batch!.WorksOn(keys);

    /// <summary>One try. False: it is certain that nothing was committed, and it can be tried again at once.</summary>
    public async Task<bool> TryAsync(List<Work> works, WriteSet writes, CancellationToken cancellation)
    {
        IsInDoubt = false;
        var batch = _batch = new Batch(context, context.Now, works, RowsOfBatch())
        {
            RoomForParked = context.ParkedRoom.Left,
            IsWaiting = context.Outbox.IsWaiting(),
        };
        List<Key> keys = new(2 * works.Count);
        while (batch.TryNextKeys(keys))
        {
            if (!aside.IsEmpty && aside.BlockedOf(keys) is { Count: > 0 } blocked)
            {
                throw new RowFault("Rows are blocked, as they were a moment ago.") { Keys = blocked };
            }

            if (keys.Count > 0)
            {
                await store.LoadAsync(keys, batch, cancellation);
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

        var began = context.Clock.GetTimestamp();
        var outcome = await CommitAsync(writes, cancellation);
        context.Metrics.Asked(outcome, works.Count, context.Clock.GetElapsedTime(began));
        if (outcome is CommitOutcome.NotCommitted)
        {
            IsInDoubt = false;
            context.Outbox.GiveBack(writes.Confirmed);
            return false;
        }

        context.Outage.Over();
        Release(batch, works, writes);
        return true;
    }

    // Used again for each batch: made anew, the entries of some hundred checkouts are a large object each time, which
    // only a full collection frees. After a bulk command it is made anew all the same.
    private Dictionary<Key, Row> RowsOfBatch() =>
        _rows = _rows.Capacity <= RowsKeptMax ? _rows : new Dictionary<Key, Row>();

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
        writes.Rows.EnsureCapacity(_rows.Count);
        foreach (var row in _rows.Values)
        {
            if (row.IsMissing)
            {
                if (row.Key.Table.GuardsAbsence)
                {
                    writes.Missing.Add(row.Key);
                }
            }
            else if (row.IsChanged)
            {
                writes.Rows.Add(new RowWrite(row.Key, row.State, row.Version));
            }
        }

        writes.Rows.Sort((left, right) => left.Key.CompareTo(right.Key));
        if (context.Options.PublishesEvents)
        {
            await context.Announcements.PackAsync(batch.Events, context.Now, writes.Outbox, cancellation);
        }

        _carried = [];
        await context.Outbox.PackAsync(batch.Outgoing, context.Now, writes.Outbox, _carried, cancellation);
        context.Outbox.TakeConfirmed(writes.Confirmed);
    }

    // Everything that anybody waits for, after the commit and never before.
    private void Release(Batch batch, List<Work> works, WriteSet writes)
    {
        aside.Committed(_rows.Values);
        batch.EndSpans();
        EngineLog.Committed(context.Log, works.Count, writes.Rows.Count, writes.Outbox.Count);
        context.Outbox.Send(writes.Outbox, _carried);
        new Release(context).Run(batch, writes);
        foreach (var work in works)
        {
            if (work.Receipt is { } receipt)
            {
                context.Done(receipt);
            }
        }

        works.Clear();
    }

    // It never guesses, and answers nobody before it knows.
    private async Task<CommitOutcome> ResolveAsync(CancellationToken cancellation)
    {
        context.Outage.CommitUnknown();
        for (var tries = 1; ; tries++)
        {
            try
            {
                var outcome = await store.ResolveAsync(cancellation);
                if (outcome is not CommitOutcome.Unknown)
                {
                    EngineLog.Resolved(context.Log, outcome);
                    return outcome;
                }
            }
            catch (TransientFault fault)
            {
                context.Outage.BatchFailed(tries, fault);
            }

            await pause(tries, cancellation);
        }
    }
}
