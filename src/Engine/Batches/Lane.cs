using Cartwright.Domain.Storage;
using Cartwright.Engine.Ports;

namespace Cartwright.Engine.Batches;

/// <summary>
/// One batch after the other: intake → load → decide → commit → release, and a short rest. Nothing leaves before the
/// commit, and what did not commit is made anew from the same work.
/// </summary>
internal sealed class Lane(LaneContext context, IStoreLane store)
{
    private const int ConflictsMax = 20;
    private const int RowsKeptMax = 20_000;
    private static readonly TimeSpan IdlePause = TimeSpan.FromSeconds(1);

    private readonly Rest _rest = new(context.Options, context.Clock);
    private Dictionary<Key, Row> _rows = [];

    // Of a batch that the database refuses, what waits for its first half.
    private readonly List<Work> _later = [];

    // Whether the batch may be committed, for all that this lane knows.
    private bool _isInDoubt;

    /// <summary>Runs until it is cancelled, or until a fault from which there is no way on.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        List<Work> works = [];
        try
        {
            while (true)
            {
                await context.Intake.WaitAsync(IdlePause, cancellation);
                if (!context.Intake.HasWholeBatch)
                {
                    await _rest.EndAsync(cancellation);
                }

                works = context.Intake.Take();
                var taken = works.Count;
                if (works.Count > 0 || context.Outbox.HasConfirmed)
                {
                    var began = context.Clock.GetTimestamp();
                    await RunBatchAsync(works, cancellation);
                    _rest.Begin(taken, context.Clock.GetElapsedTime(began));
                }

                context.Intake.Done(taken);
            }
        }
        finally
        {
            foreach (var work in works)
            {
                work.Client?.Refuse(_isInDoubt ? NotServed.Unknown : NotServed.Draining);
            }

            foreach (var work in _later)
            {
                work.Client?.Refuse(NotServed.Draining);
            }
        }
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
                if (await TryBatchAsync(works, writes, cancellation))
                {
                    return;
                }
            }
            catch (PoisonFault fault)
            {
                context.Outbox.GiveBack(writes.Confirmed);
                await SetAsideAsync(works, fault, cancellation);
                return;
            }
            catch (TransientFault fault)
            {
                context.Outbox.GiveBack(writes.Confirmed);
                await store.RollbackAsync();
                EngineLog.Transient(context.Log, tries, fault);
                context.Metrics.Retried();

                // Also before the halving: whose time is over is not what the database refuses.
                RefuseExpired(works);
                conflicts = fault.IsConflict ? conflicts + 1 : 0;
                if (conflicts >= ConflictsMax && works.Count > 0)
                {
                    await SetAsideAsync(works, new PoisonFault(fault.Message, fault), cancellation);
                    return;
                }

                await PauseAsync(tries, cancellation);
            }
        }
    }

    /// <summary>One try. False: it is certain that nothing was committed, and it can be tried again at once.</summary>
    private async Task<bool> TryBatchAsync(List<Work> works, WriteSet writes, CancellationToken cancellation)
    {
        _isInDoubt = false;
        var batch = new Batch(context.Services, context.Options, context.Now, works, RowsOfBatch())
        {
            RoomForAttempts = context.Unfinished.Room,
            NotesEnds = context.Metrics.WatchesCheckouts,
        };
        List<Key> keys = new(2 * works.Count);
        while (batch.TryNextKeys(keys))
        {
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
            _isInDoubt = false;
            context.Outbox.GiveBack(writes.Confirmed);
            return false;
        }

        Release(batch, works, writes);
        return true;
    }

    // Used again for each batch: made anew, the entries of some hundred checkouts are a large object each time, which
    // only a full collection frees. After a bulk command it is made anew all the same.
    private Dictionary<Key, Row> RowsOfBatch() =>
        _rows = _rows.Capacity <= RowsKeptMax ? _rows : new Dictionary<Key, Row>();

    private async Task<CommitOutcome> CommitAsync(WriteSet writes, CancellationToken cancellation)
    {
        _isInDoubt = true;
        try
        {
            var outcome = await store.CommitAsync(writes);
            return outcome is CommitOutcome.Unknown ? await ResolveAsync(cancellation) : outcome;
        }
        catch (Exception fault) when (fault is TransientFault or PoisonFault)
        {
            _isInDoubt = false;
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
        await context.Announcements.PackAsync(batch.Events, context.Now, writes.Outbox, cancellation);
        await context.Outbox.PackAsync(batch.Outgoing, context.Now, writes.Outbox, cancellation);
        context.Outbox.TakeConfirmed(writes.Confirmed);
    }

    // Everything that anybody waits for, after the commit and never before.
    private void Release(Batch batch, List<Work> works, WriteSet writes)
    {
        batch.EndSpans();
        EngineLog.Committed(context.Log, works.Count, writes.Rows.Count, writes.Outbox.Count);
        context.Outbox.Send(writes.Outbox);
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
        EngineLog.UnknownCommit(context.Log);
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
                EngineLog.Transient(context.Log, tries, fault);
            }

            await PauseAsync(tries, cancellation);
        }
    }

    // Halving finds the one message that the database refuses; the others go on.
    private async Task SetAsideAsync(List<Work> works, PoisonFault fault, CancellationToken cancellation)
    {
        await store.RollbackAsync();
        if (works.Count > 1)
        {
            // Whoever stops the lane finds all waiting clients in the two lists, but none whom another lane may be
            // serving by then: a half that is done has left its list.
            var half = works[(works.Count / 2)..];
            works.RemoveRange(works.Count - half.Count, half.Count);
            _later.AddRange(half);
            await RunBatchAsync(works, cancellation);
            _later.RemoveRange(_later.Count - half.Count, half.Count);
            works.AddRange(half);
            await RunBatchAsync(works, cancellation);
            return;
        }

        EngineLog.Poison(context.Log, fault);
        if (works.Count == 0 || works[0].Message is Chore and not ReplayParked)
        {
            throw new FatalFault("engine-bug", "The database refuses the engine's own rows.", fault);
        }

        var work = works[0];
        works.Clear();
        if (work.Client is { } client)
        {
            client.Refuse(NotServed.Bug, fault);
            return;
        }

        var parked = new Work
        {
            Message = work.Message is ReplayParked replay
                ? new ParkAgain(replay.Id, fault.Message)
                : Parking.Of(work.Message, fault.Message),
            Origin = work.Origin,
            Receipt = work.Receipt,
        };
        await RunBatchAsync([parked], cancellation);
    }

    // Before each try, the first too: what is not tried any more has no late effect, and its client may ask again.
    private void RefuseExpired(List<Work> works)
    {
        var now = context.Uptime.Ms;
        works.RemoveAll(work =>
        {
            var expired = work.Client?.GiveUpAt <= now;
            if (expired)
            {
                work.Client!.Refuse(NotServed.Unavailable);
            }

            return expired;
        });
    }

    private Task PauseAsync(int tries, CancellationToken cancellation)
    {
        var pause = Math.Min(10 << Math.Min(tries, 10), context.Options.RetryPauseMaxMs);
        return Task.Delay(TimeSpan.FromMilliseconds(pause), context.Clock, cancellation);
    }
}
