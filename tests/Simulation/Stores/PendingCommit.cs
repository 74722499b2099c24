using Cartwright.Engine.Ports;

namespace Cartwright.Simulation.Stores;

/// <summary>One commit in flight: its outcome at the server, and the outcome that the node receives.</summary>
internal sealed class PendingCommit(SimulatedStore store, Transaction transaction, WriteSet writes)
{
    private readonly SimulatedDatabase _database = store.Database;
    private readonly TaskCompletionSource<CommitOutcome> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Action> _settled = [];
    private CommitOutcome _truth = CommitOutcome.Unknown;
    private Exception? _fault;
    private bool _isCut;

    public Task<CommitOutcome> SendAsync()
    {
        var (random, faults) = (_database.Random, _database.Faults);
        var ordered = _database.NextCommitHappens;
        _database.NextCommitHappens = null;
        var isUnknown = ordered is not null || random.Chance(faults.CommitUnknown);

        // The server may receive it long after the node has timed out, or never.
        var isLate = isUnknown && random.Chance(0.3);
        _isCut = ordered == false
            || (ordered is null && ((isUnknown && random.Chance(0.4)) || random.Chance(faults.CommitFails)));
        var arrives = isLate ? random.Between(0, 3_000_000) : store.Delay();
        _database.Timeline.After(arrives, () =>
        {
            lock (_database.Gate)
            {
                Arrive();
            }
        });
        if (isUnknown)
        {
            _database.UnknownCommits++;
            _database.Timeline.After(random.Between(0, 1_000_000), () => _answer.TrySetResult(CommitOutcome.Unknown));
        }
        else
        {
            WhenSettled(() => _database.Timeline.After(store.Delay(), Tell));
        }

        return _answer.Task;
    }

    /// <summary>The outcome, once the server has decided it, and if the server can be reached.</summary>
    public async Task<CommitOutcome> ResolveAsync(CancellationToken cancellation)
    {
        var found = new TaskCompletionSource<CommitOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _database.Timeline.After(store.Delay(), () =>
        {
            lock (_database.Gate)
            {
                if (_database.IsDown || _database.Random.Chance(_database.Faults.ResolveFails))
                {
                    store.Fail(found, new TransientFault($"{_database.Name} does not say what it committed."));
                    return;
                }

                WhenSettled(() => _database.Timeline.After(store.Delay(), () => found.TrySetResult(_truth)));
            }
        });
        return await SimulatedStore.UntilAsync(found, cancellation);
    }

    /// <summary>The node is dead; half of its requests in flight are lost with it.</summary>
    public void Die()
    {
        if (_truth is CommitOutcome.Unknown && _database.Random.Chance(0.5))
        {
            _isCut = true;
        }
    }

    private void Arrive()
    {
        transaction.IsCommitting = true;
        if (_isCut || transaction.IsOver || _database.IsDown)
        {
            _database.Failures++;
            Settle(CommitOutcome.NotCommitted, new TransientFault($"The commit did not reach {_database.Name}."));
            return;
        }

        try
        {
            _database.Apply(writes);
            Settle(CommitOutcome.Committed, null);
        }
        catch (Exception fault) when (fault is TransientFault or PoisonFault or RowFault)
        {
            Settle(CommitOutcome.NotCommitted, fault);
        }
    }

    private void Settle(CommitOutcome truth, Exception? fault)
    {
        (_truth, _fault) = (truth, fault);
        _database.End(transaction);
        foreach (var action in _settled)
        {
            action();
        }

        _settled.Clear();
    }

    private void WhenSettled(Action action)
    {
        if (_truth is CommitOutcome.Unknown)
        {
            _settled.Add(action);
        }
        else
        {
            action();
        }
    }

    private void Tell()
    {
        if (_fault is null)
        {
            _answer.TrySetResult(_truth);
        }
        else
        {
            _answer.TrySetException(_fault);
        }
    }
}
