using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Simulation.Stores;

/// <summary>The holder of each row, and the transactions that wait for it, in the order of arrival.</summary>
internal sealed class RowLocks
{
    private readonly Dictionary<Key, RowLock> _byKey = [];

    /// <summary>Whether a transaction has the lock.</summary>
    public bool IsLocked(Key key) => _byKey.ContainsKey(key);

    /// <summary>Takes the lock, or waits for it. A wait that would never end fails at once.</summary>
    /// <returns>True: taken. False: <paramref name="granted"/> is called when it is.</returns>
    /// <exception cref="TransientFault">The wait would be a deadlock.</exception>
    public bool TryTake(Transaction transaction, Key key, Action granted)
    {
        if (!_byKey.TryGetValue(key, out var rowLock))
        {
            rowLock = new RowLock(transaction);
            _byKey.Add(key, rowLock);
            transaction.Locked.Add(key);
            return true;
        }

        if (ReferenceEquals(rowLock.Owner, transaction))
        {
            return true;
        }

        if (IsWaitingFor(rowLock.Owner, transaction))
        {
            throw new TransientFault($"Deadlock at {key}.") { IsConflict = true };
        }

        rowLock.Waiting.AddLast((transaction, granted));
        transaction.WaitsFor = rowLock.Owner;
        return false;
    }

    /// <summary>Releases all locks, and gives each row to the transaction that waits first.</summary>
    public void Free(Transaction transaction)
    {
        transaction.WaitsFor = null;
        List<Action> granted = [];
        foreach (var key in transaction.Locked)
        {
            var rowLock = _byKey[key];
            while (rowLock.Waiting.First is { } first && first.Value.Transaction.IsOver)
            {
                rowLock.Waiting.RemoveFirst();
            }

            if (rowLock.Waiting.First is not { Value: var (next, resume) })
            {
                _byKey.Remove(key);
                continue;
            }

            rowLock.Waiting.RemoveFirst();
            rowLock.Owner = next;
            next.Locked.Add(key);
            next.WaitsFor = null;
            foreach (var (waiting, _) in rowLock.Waiting)
            {
                waiting.WaitsFor = next;
            }

            granted.Add(resume);
        }

        transaction.Locked.Clear();
        granted.ForEach(resume => resume());
    }

    private static bool IsWaitingFor(Transaction? from, Transaction target)
    {
        while (from is not null)
        {
            if (ReferenceEquals(from, target))
            {
                return true;
            }

            from = from.WaitsFor;
        }

        return false;
    }

    private sealed class RowLock(Transaction owner)
    {
        public Transaction Owner { get; set; } = owner;

        public LinkedList<(Transaction Transaction, Action Granted)> Waiting { get; } = new();
    }
}

/// <summary>One transaction as the server sees it.</summary>
internal sealed class Transaction
{
    public List<Key> Locked { get; } = [];

    /// <summary>The holder of the row that this transaction waits for.</summary>
    public Transaction? WaitsFor { get; set; }

    /// <summary>Ends a waiting load with a fault.</summary>
    public Action<Exception>? Broken { get; set; }

    /// <summary>Whether it has committed or rolled back.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether its commit has reached the server.</summary>
    public bool IsCommitting { get; set; }

    public void End()
    {
        IsOver = true;
        Broken?.Invoke(new TransientFault("The server has ended the transaction."));
        Broken = null;
    }
}
