using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Simulation.Stores;

/// <summary>One connection to a simulated database.</summary>
internal sealed class SimulatedLane(SimulatedStore store) : IStoreLane
{
    private readonly SimulatedDatabase _database = store.Database;
    private Transaction? _open;
    private PendingCommit? _last;

    public async ValueTask LoadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation)
    {
        SimulatedStore.Give(_database, await LoadRowsAsync([.. keys], cancellation), sink);
    }

    public async ValueTask<CommitOutcome> CommitAsync(WriteSet writes)
    {
        Transaction transaction;
        lock (_database.Gate)
        {
            transaction = _open ?? _database.Begin();
            _open = null;
        }

        _last = new PendingCommit(store, transaction, writes);
        return await _last.SendAsync();
    }

    public async ValueTask<CommitOutcome> ResolveAsync(CancellationToken cancellation)
    {
        var last = _last ?? throw new InvalidOperationException("Nothing was committed.");
        return await last.ResolveAsync(cancellation);
    }

    public ValueTask RollbackAsync()
    {
        lock (_database.Gate)
        {
            if (_open is { } transaction)
            {
                _database.End(transaction);
                _open = null;
            }
        }

        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await RollbackAsync();
        store.Closed(this);
    }

    /// <summary>The process at this end is dead. Requests that the server has not received are lost.</summary>
    public void Die()
    {
        _last?.Die();
        if (_open is { } transaction)
        {
            EndLater(transaction);
            _open = null;
        }
    }

    private async Task<List<FoundRow>> LoadRowsAsync(List<Key> keys, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<List<FoundRow>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var transaction = _open ??= Begin();
        transaction.Broken = fault => store.Fail(answer, fault);
        _database.Timeline.After(store.Delay(), () =>
        {
            lock (_database.Gate)
            {
                if (transaction.IsOver || _database.IsDown || _database.Random.Chance(_database.Faults.Fails))
                {
                    Break(transaction, answer);
                    return;
                }

                var isLoaded = false;
                _database.Load(
                    transaction,
                    keys,
                    rows =>
                    {
                        isLoaded = true;
                        _database.Timeline.After(store.Delay(), () => answer.TrySetResult(rows));
                    });
                if (!isLoaded && _database.Faults.LockTimeout is > 0 and var patience)
                {
                    _database.Timeline.After(patience, () => StopWaiting(transaction, keys, answer, () => isLoaded));
                }
            }
        });
        return await SimulatedStore.UntilAsync(answer, cancellation);
    }

    // The server ends the statement, and names the locked rows.
    private void StopWaiting(
        Transaction transaction, List<Key> keys, TaskCompletionSource<List<FoundRow>> answer, Func<bool> isLoaded)
    {
        lock (_database.Gate)
        {
            if (isLoaded() || transaction.IsOver)
            {
                return;
            }

            var locked = _database.LockedByOthers(transaction, keys);
            transaction.Broken = null;
            if (ReferenceEquals(_open, transaction))
            {
                _open = null;
            }

            _database.End(transaction);
            store.Fail(answer, locked.Count > 0
                ? new RowFault("Rows are locked.") { Keys = locked }
                : new TransientFault("Rows were locked."));
        }
    }

    private Transaction Begin()
    {
        lock (_database.Gate)
        {
            return _database.Begin();
        }
    }

    // The connection breaks: the server keeps the locks until it notices.
    private void Break(Transaction transaction, TaskCompletionSource<List<FoundRow>> answer)
    {
        _database.Failures++;
        transaction.Broken = null;
        if (ReferenceEquals(_open, transaction))
        {
            _open = null;
        }

        store.Fail(answer, new TransientFault($"The connection to {_database.Name} broke."));
        EndLater(transaction);
    }

    private void EndLater(Transaction transaction) => _database.Timeline.After(
        _database.Random.Between(0, _database.Faults.NoticeMax),
        () =>
        {
            lock (_database.Gate)
            {
                _database.End(transaction);
            }
        });
}
